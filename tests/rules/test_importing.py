"""Rows of other people's sheets become drafts of stories, or say why not."""

from dataclasses import replace
from datetime import date

import pytest

from storyapp.formats.read_dates import read_age, read_date
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_fields import fold, guess_columns
from storyapp.rules.import_plan import (
    ImportPlan,
    Option,
    PeriodFacts,
    ProgrammeFacts,
    QuestionFacts,
    check_plan,
    plan_from_file,
    plan_of,
)
from storyapp.rules.importing import Readers, draft_rows
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.stories import Direction

TODAY = date(2026, 5, 20)
SPRING = PeriodFacts(
    option=Option(code="spring", names=("Весна", "Spring"), id=7), starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 30)
)
GENDER = QuestionFacts(
    id=11, code="gender", kind=QuestionKind.ONE_OF, wordings=("Ваш пол", "Your gender"),
    options=(Option(code="f", names=("Женский", "Female")), Option(code="m", names=("Мужской", "Male"))),
)  # fmt: skip
HELPED = QuestionFacts(
    id=12, code="helped", kind=QuestionKind.SEVERAL_OF, wordings=("Кто помог", "Who helped"),
    options=(Option(code="mentor", names=("Наставник", "Mentor")), Option(code="friends", names=("Друзья", "Friends"))),
)  # fmt: skip
NOTE = QuestionFacts(id=13, code="note", kind=QuestionKind.LONG_TEXT, wordings=("Заметка", "Note"))
FACTS = ProgrammeFacts(
    domains=(Option(code="school", names=("Учёба", "School"), id=3),), periods=(SPRING,), questions=(GENDER, HELPED, NOTE),
    guardian_age=14, today=TODAY,
)  # fmt: skip
READERS = Readers(date=read_date, age=read_age, language=lambda text: "en")
STORY = "I began to speak in class again."


def drafted(columns: list[str], *rows: list[str], facts=FACTS, **changes):
    plan = ImportPlan(columns=tuple(columns), **changes)
    return list(draft_rows(enumerate(rows, start=2), plan, facts, READERS))


def codes(one) -> list[str]:
    return [problem.code for problem in one.problems]


@pytest.mark.parametrize(("header", "target"), [
    ("Story text", "story"), ("История", "story"), ("What happened?", "story"), ("Расскажите, что произошло", "story"),
    ("moment", "story"), ("Why does it matter?", "matters"), ("Почему это важно для вас?", "matters"),
    ("Title", "title"), ("Название истории", "title"), ("Date", "date"), ("Дата рассказа", "date"),
    ("Отметка времени", "date"), ("_submission_time", "date"), ("Age", "age"), ("How old are you?", "age"),
    ("Возраст", "age"), ("Сколько вам лет?", "age"), ("Age group", "age_band"), ("Возрастная группа", "age_band"),
    ("Direction", "direction"), ("Стало лучше или хуже?", "direction"), ("Domain", "domain"),
    ("Область изменений", "domain"), ("Period", "period"), ("Период", "period"), ("Language", "language"),
    ("Язык", "language"), ("Role", "role"), ("Кто рассказывает", "role"), ("Consent", "consent"),
    ("Согласие", "consent"), ("_id", "id"), ("Номер", "id"), ("_uuid", "id"), ("Shoe size", ""), ("Размер обуви", ""),
    ("Gender", "question:gender"), ("Пол", "question:gender"), ("Ваш пол", "question:gender"),
    ("who helped", "question:helped"),
])  # fmt: skip
def test_a_header_in_either_language_tells_what_the_column_holds(header, target):
    questions = {question.code: question.wordings for question in FACTS.questions}

    assert guess_columns([header, "Shop"], [["It was so", "X"]], questions)[0] == target


NARRAFIRMA = ["Story title", "Story text", "Eliciting question answered", "Collection date", "Language", "Feel about", "Scope", "Age group"]  # fmt: skip
GOOGLE = ["Отметка времени", "Расскажите, что произошло. Как было раньше и как стало?", "Почему это важно для вас?", "Сколько вам лет?", "Ваш пол"]  # fmt: skip


@pytest.mark.parametrize(("columns", "targets"), [
    (NARRAFIRMA, ("title", "story", "", "date", "language", "", "", "age_band")),
    (GOOGLE, ("date", "story", "matters", "age", "question:gender")),
], ids=["NarraFirma", "Google Forms"])  # fmt: skip
def test_the_columns_of_what_others_write_are_known(columns, targets):
    questions = {question.code: question.wordings for question in FACTS.questions}

    assert guess_columns(columns, [["It was so"] * len(columns)], questions) == targets


def test_without_a_telling_header_the_column_with_most_words_is_the_story():
    assert guess_columns(["A", "B"], [["yes", STORY], ["no", STORY]], {}) == ("", "story")


def test_no_part_of_a_story_is_guessed_twice():
    assert guess_columns(["Date", "Date of entry", "Story"], [["", "", STORY]], {}) == ("date", "", "story")


def test_a_header_of_seven_hundred_letters_is_left_out():
    header = "Hello, my name is … Do you agree to proceed with the interview? " * 11

    assert guess_columns([header, "Story"], [["", STORY]], {}) == ("", "story")


@pytest.mark.parametrize(("text", "band", "problems"), [
    ("14", AgeBand.FROM_14_TO_15, []), ("29.0", AgeBand.ADULT, []), ("10-13", AgeBand.FROM_10_TO_13, []),
    ("шестнадцать", AgeBand.FROM_16_TO_17, []), ("", None, []), ("NA", None, []), ("prefer not to say", None, []),
    ("37 years", AgeBand.ADULT, []),
    ("14,0", AgeBand.FROM_14_TO_15, []), ("-5", None, ["row.age-unknown"]), ("1e3", None, ["row.age-unknown"]),
    ("9" * 400, None, ["row.age-unknown"]),
    (",30", AgeBand.ADULT, []), ("37years", AgeBand.ADULT, []), ("14 лет", AgeBand.FROM_14_TO_15, []), ("{}", None, []),
    ("3", None, ["row.age-under-ten"]), ("233", None, ["row.age-unknown"]), ("blue", None, ["row.age-unknown"]),
])  # fmt: skip
def test_ages_as_people_write_them(text, band, problems):
    (one,) = drafted(["story", "age"], [STORY, text])

    assert (one.draft.age_band, codes(one)) == (band, problems)


@pytest.mark.parametrize(("text", "band"), [
    ("14–15", AgeBand.FROM_14_TO_15), ("FROM_18_TO_23", AgeBand.FROM_18_TO_23), ("взрослые", AgeBand.ADULT),
    ("35-50", AgeBand.ADULT), ("younger", None),
])  # fmt: skip
def test_age_groups_as_people_write_them(text, band):
    (one,) = drafted(["story", "age_band"], [STORY, text])

    assert one.draft.age_band is band


@pytest.mark.parametrize("text", ["2026-04-05", "05.04.2026", "5 апреля 2026", "April 5, 2026", "46117"])
def test_dates_come_in_five_forms(text):
    (one,) = drafted(["story", "date"], [STORY, text])

    assert (one.draft.told_on, one.draft.period_id, codes(one)) == (date(2026, 4, 5), 7, [])


@pytest.mark.parametrize(("text", "code"), [("soon", "row.date-unknown"), ("2031-01-01", "row.date-unlikely")])
def test_a_date_that_cannot_be_is_replaced_with_a_word(text, code):
    (one,) = drafted(["story", "date"], [STORY, text])

    assert (one.draft.told_on, codes(one)) == (TODAY, [code])


def test_a_row_without_a_date_takes_the_nearest_day_of_its_period():
    autumn = replace(
        SPRING,
        option=Option(code="autumn", names=("", ""), id=8),
        starts_on=date(2025, 9, 1),
        ends_on=date(2025, 12, 31),
    )
    facts = replace(FACTS, periods=(SPRING, autumn))

    (one,) = drafted(["story"], [STORY], facts=facts, period="autumn")

    assert (one.draft.told_on, one.draft.period_id) == (date(2025, 12, 31), 8)


@pytest.mark.parametrize(("row", "code"), [
    (["", ""], "row.empty"), (["", "14"], "row.no-story"), (["Hi there", ""], "row.too-short"),
    (["word " * 5000, ""], "row.too-long"),
])  # fmt: skip
def test_a_row_without_a_story_is_refused_with_its_reason(row, code):
    (one,) = drafted(["story", "age"], row)

    assert (one.draft, codes(one)) == (None, [code])


def test_the_same_story_in_a_later_row_is_taken_with_a_word():
    first, second = drafted(["story"], [STORY], [f"  {STORY.upper()}"])

    assert (second.draft is not None, codes(first), codes(second)) == (True, [], ["row.repeated"])
    assert second.problems[0].other_row == 2


@pytest.mark.parametrize(("word", "direction", "problems"), [
    ("good", Direction.BETTER, []), ("Стало хуже", Direction.WORSE, []), ("по-разному", Direction.MIXED, []),
    ("no change", Direction.NO_CHANGE, []), ("великолепно", None, ["row.direction-unknown"]),
])  # fmt: skip
def test_words_for_direction_are_understood_or_named(word, direction, problems):
    (one,) = drafted(["story", "direction"], [STORY, word])

    assert (one.draft.direction, codes(one)) == (direction, problems)


def test_a_persons_own_map_of_words_goes_before_ours():
    (one,) = drafted(
        ["story", "direction", "role"], [STORY, "Great!", "boss"],
        values={"direction": {"great": "BETTER"}, "role": {"boss": ""}},
    )  # fmt: skip

    assert (one.draft.direction, one.draft.teller_role, codes(one)) == (Direction.BETTER, TellerRole.YOUNG_PERSON, [])


@pytest.mark.parametrize("word", ["school", "Учёба", "УЧЕБА"])
def test_domains_are_known_by_code_and_name(word):
    (one,) = drafted(["story", "domain"], [STORY, word])

    assert one.draft.domain_id == 3


@pytest.mark.parametrize(("cells", "value"), [
    (["Mentor, Friends", ""], ["mentor", "friends"]), (["mentor friends", ""], ["mentor", "friends"]),
    (["Mentor", "Друзья"], ["mentor", "friends"]), (["Mentor; nobody", ""], ["mentor"]),
])  # fmt: skip
def test_several_answers_in_one_cell_or_in_repeated_columns(cells, value):
    (one,) = drafted(["story", "question:helped", "question:helped"], [STORY, *cells])

    assert one.draft.answers == {12: value}


def test_an_answer_that_is_not_in_the_list_is_left_out_with_a_word():
    (one,) = drafted(["story", "question:gender"], [STORY, "x"])

    assert (one.draft.answers, codes(one)) == ({}, ["row.answer-unknown"])


def test_texts_in_two_columns_are_put_below_each_other():
    (one,) = drafted(["story", "story"], [STORY, "Then I laughed."])

    assert one.draft.happened == f"{STORY}\n\nThen I laughed."


PAPER = {"paper": "Folder 3"}


@pytest.mark.parametrize(("age", "word", "agreed", "problems"), [
    ("15", "да", True, []), ("15", "", False, []), ("15", "maybe", False, ["row.consent-unknown"]),
    ("12", "yes", False, ["row.guardian-missing"]),
], ids=["a paper", "no word", "an unclear word", "a child needs a guardian"])  # fmt: skip
def test_consent_on_paper(age, word, agreed, problems):
    (one,) = drafted(["story", "age", "consent"], [STORY, age, word], **PAPER)

    assert (one.draft.agreed_on_paper, codes(one)) == (agreed, problems)


def test_who_said_no_is_not_taken():
    (one,) = drafted(["story", "consent"], [STORY, "нет"], **PAPER)

    assert (one.draft, codes(one)) == (None, ["row.no-consent"])


def test_rows_that_begin_with_the_comment_sign_are_passed_over():
    rows = drafted(["story"], ["# remarks of our own here"], [STORY], comments="#")

    assert [one.row for one in rows] == [3]


@pytest.mark.parametrize(("columns", "changes", "code"), [
    (["title"], {}, "import.no-story-column"),
    (["story", "title", "title"], {}, "import.column-twice"),
    (["story", "mood"], {}, "import.unknown-field"),
    (["story", "question:mood"], {}, "import.unknown-question"),
    (["story"], {"period": "winter"}, "import.unknown-period"),
    (["story"], {"language": "xx"}, "import.unknown-language"),
    (["story", "consent"], {}, "import.paper-missing"),
    (["story"], {"consent_purposes": ("MEDIA",)}, "import.unknown-purpose"),
    (["story", "direction"], {"values": {"direction": {"good": "UP"}}}, "import.unknown-value"),
])  # fmt: skip
def test_a_plan_that_cannot_be_followed_says_why(columns, changes, code):
    with pytest.raises(RuleBroken) as broken:
        check_plan(ImportPlan(columns=tuple(columns), **changes), FACTS)

    assert broken.value.code == code


def test_a_missing_period_is_answered_with_those_that_exist():
    with pytest.raises(RuleBroken) as broken:
        check_plan(ImportPlan(columns=("story",), period="winter"), FACTS)

    assert broken.value.facts == {"period": "winter", "known": "spring"}


def test_a_map_file_becomes_a_plan():
    content = {
        "columns": {"Text": "story", "Sex": "question:gender"}, "values": {"question:gender": {"W": "f"}},
        "settings": {"language": "en", "already_deidentified": True, "separator": ";"},
    }  # fmt: skip

    plan = plan_from_file(content, ["Sex", "Text", "Other"])

    assert plan.columns == ("question:gender", "story", "")
    assert (plan.values, plan.language, plan.already_deidentified) == ({"question:gender": {"w": "f"}}, "en", True)


@pytest.mark.parametrize(("content", "code"), [
    ({"columns": {"Txt": "story"}}, "import.no-such-column"),
    ({"columns": {"Text": "story"}, "settings": {"speed": 3}}, "import.unknown-setting"),
])  # fmt: skip
def test_a_map_file_that_names_what_is_not_there_is_refused(content, code):
    with pytest.raises(RuleBroken) as broken:
        plan_from_file(content, ["Text"])

    assert broken.value.code == code


def test_a_plan_comes_back_from_plain_values_as_it_was():
    plan = ImportPlan(columns=("story", ""), values={"role": {"boss": "STAFF"}}, day_first=False, paper="Folder 3")

    assert plan_of(plan.as_dict()) == plan


def test_headers_are_compared_without_what_does_not_matter():
    assert fold("  Отмётка_времени:  ") == "отметка времени"


TRIAD = QuestionFacts(
    id=21, code="meaning", kind=QuestionKind.TRIAD, options=(Option(code="me"), Option(code="us"), Option(code="them"))
)
TIMES = QuestionFacts(id=22, code="times", kind=QuestionKind.NUMBER, settings={"least": 0, "most": 9})


@pytest.mark.parametrize(
    ("cells", "answers", "n_problems"),
    [
        (["20/30/50", "3"], {21: {"me": 20, "us": 30, "them": 50}, 22: 3}, 0),
        (["33 33 33", "n/a"], {}, 1),
        (["", "11"], {}, 1),
    ],
)
def test_places_and_numbers_are_read_or_left_out_with_a_word(cells, answers, n_problems):
    plan = ImportPlan(columns=("story", "question:meaning", "question:times"))
    facts = ProgrammeFacts(questions=(TRIAD, TIMES), today=date(2026, 11, 29))
    rows = [(2, ["I never spoke and now I do.", *cells])]

    (drafted,) = draft_rows(rows, plan, facts, READERS)

    assert drafted.draft.answers == answers
    assert len([one for one in drafted.problems if one.code == "row.answer-unknown"]) == n_problems
