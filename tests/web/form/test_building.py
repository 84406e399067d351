"""Building the form: questions of every kind, sections, and what depends on what."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormSection, Question
from storyapp.data.tables.stories import Answer
from storyapp.rules.people import Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.wording import Wording
from storyapp.services.transaction import act
from tests.builders import a_programme, a_question, a_story, an_account, sign_in

WORDS = {"family": "STORY", "wording_ru": "Новый вопрос?", "wording_en": "New question?"}
THREE = "a | Сам | Myself\nb | Друзья | Friends\nc | Семья | Family"
TWO = "yes | Да | Yes\nno | Нет | No"
KINDS = {
    "short_text": {},
    "long_text": {},
    "one_of": {"options": TWO},
    "several_of": {"options": TWO},
    "scale": {"options": "1\n2\n3"},
    "slider": {"options": TWO},
    "triad": {"options": THREE},
    "wheel": {"options": THREE, "most": "10", "two_times": "y", "two_raters": "y"},
    "number": {"least": "0", "most": "12,5"},
    "month": {"least": "2015"},
}


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def place(client, russian, programme):
    """The address of the form, with a facilitator signed in in both browsers."""
    facilitator = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, facilitator)
    sign_in(russian, facilitator)
    return f"/p/{programme.slug}/form"


def questions(programme):
    query = db.select(Question).where(Question.programme_id == programme.id).order_by(Question.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_made_and_changed(client, russian, place, programme, kind):
    russian.get(f"{place}/questions/new")
    russian.get(f"{place}/questions/new/{kind}")
    russian.submit({**WORDS, **KINDS[kind]})
    assert "Новый вопрос?" in russian.text()

    client.get(place)
    client.get(client.link("New question?"))
    client.submit({"wording_en": "Another question?", "is_required": "y"})

    (row,) = questions(programme)
    assert (row.kind.value, row.wording.en, row.is_required) == (kind, "Another question?", True)
    assert "Another question?" in client.text()


def test_settings_of_a_wheel_and_a_number_are_kept(client, place, programme):
    for kind in ("wheel", "number"):
        client.get(f"{place}/questions/new/{kind}")
        client.submit({**WORDS, **KINDS[kind]})

    assert [row.settings for row in questions(programme)] == [
        {"most": 10, "two_times": True, "two_raters": True},
        {"least": 0, "most": 12.5},
    ]


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("one_of", "yes | Да | Yes", "at least 2"),
        ("triad", TWO, "exactly 3"),
        ("slider", THREE, "exactly 2"),
        ("wheel", TWO, "at least 3"),
        ("one_of", "\n".join(f"c{n} | Ответ {n} | Answer {n}" for n in range(1200)), "300 at most"),
    ],
)
def test_too_few_and_too_many_answers_are_refused_kindly(client, place, kind, options, words):
    client.get(f"{place}/questions/new/{kind}")

    client.submit({**WORDS, "options": options})

    assert words in client.text()
    assert client.page.find("textarea", attrs={"name": "options"}).get_text().strip() == options


def test_five_thousand_answers_are_refused_and_nothing_typed_is_lost(client, place):
    options = "\n".join(f"c{n} | О{n} | A{n}" for n in range(5000))
    client.get(f"{place}/questions/new/one_of")

    client.submit({**WORDS, "options": options})

    assert client.page.select(".error-summary")
    assert client.page.find("textarea", attrs={"name": "options"}).get_text().strip() == options


def test_options_without_codes_get_them(client, place, programme):
    client.get(f"{place}/questions/new/one_of")

    client.submit({**WORDS, "options": "Да, очень | Yes, very\nНет"})

    assert questions(programme)[0].options == [
        {"code": "yes-very", "ru": "Да, очень", "en": "Yes, very"},
        {"code": "net", "ru": "Нет", "en": ""},
    ]


def test_a_question_depends_on_an_answer_named_by_its_words(client, russian, place, programme):
    a_question(programme, "first", family=QuestionFamily.STORY)
    client.get(f"{place}/questions/new/short_text")

    client.submit({**WORDS, "if_question": "first", "if_test": "ANY_OF", "if_values": "Female"})

    assert questions(programme)[1].condition == {"question": "first", "test": "ANY_OF", "values": ["female"]}
    assert "Only if the answer to “Gender” is: Female" in client.text()
    russian.get(place)
    assert "Только если ответ на «Пол»: Женский" in russian.text()


def test_a_condition_on_an_answer_that_is_not_there_is_refused(client, place, programme):
    a_question(programme, "first", family=QuestionFamily.STORY)
    client.get(f"{place}/questions/new/short_text")

    client.submit({**WORDS, "if_question": "first", "if_values": "dragon"})

    assert "has no answer with the code “dragon”" in client.text()
    assert client.page.find("input", attrs={"name": "if_values"})["value"] == "dragon"


def test_questions_that_wait_for_each_other_are_refused(client, place, programme):
    first = a_question(programme, "first", family=QuestionFamily.STORY)
    second = a_question(
        programme, "second", family=QuestionFamily.STORY, position=1,
        condition={"question": "first", "test": "ANSWERED", "values": []},
    )  # fmt: skip
    client.get(f"{place}/questions/{first.id}")

    client.submit({"if_question": "second", "if_test": "ANSWERED"})

    assert "depend on each other in a circle" in client.text()
    assert db.session.get(Question, first.id).condition is None
    assert db.session.get(Question, second.id).condition is not None


def test_what_others_depend_on_is_not_moved_below_them_nor_put_aside(client, place, programme):
    first = a_question(programme, "first", family=QuestionFamily.STORY)
    a_question(
        programme, "second", family=QuestionFamily.STORY, position=1,
        condition={"question": "first", "test": "ANSWERED", "values": []},
    )  # fmt: skip
    client.get(place)

    client.post(f"{place}/questions/{first.id}/move/down", status=409)
    assert "Move it up first" in client.text()

    client.post(f"{place}/questions/{first.id}/retire", status=409)
    assert "Take that condition away first" in client.text()
    assert len(questions(programme)) == 2


def test_a_section_holds_questions_and_is_removed_only_when_empty(client, russian, place, programme):
    client.get(f"{place}/sections/new")
    client.submit({"title_ru": "О лагере", "title_en": "About the camp"})
    section = db.session.scalars(db.select(FormSection)).one()
    client.get(f"{place}/questions/new/number")
    client.submit({**WORDS, "section_id": str(section.id)})
    assert questions(programme)[0].section_id == section.id

    client.post(f"{place}/sections/{section.id}/remove", status=409)
    assert "cannot be removed" in client.text()

    client.post(f"{place}/questions/{questions(programme)[0].id}/retire")
    client.post(f"{place}/sections/{section.id}/remove")
    assert not db.session.scalars(db.select(FormSection)).all()
    russian.get(place)
    assert "О лагере" not in russian.text()


def answered(question, programme, value):
    story = a_story(programme)
    with act("shell"):
        db.session.add(Answer(story_id=story.id, question_id=question.id, value=value))


def test_an_answer_that_somebody_chose_stays(client, place, programme):
    question = a_question(programme)
    answered(question, programme, "female")
    client.get(f"{place}/questions/{question.id}")

    client.submit({"options": "male | Мужской | Male\nother | Другой | Other"})
    assert "Somebody chose" in client.text()

    client.submit({"options": "female | Девочка | A girl\nmale | Мужской | Male"})
    assert db.session.get(Question, question.id).options[0]["en"] == "A girl"


def test_a_pole_that_somebody_placed_stays(client, place, programme):
    poles = [{"code": code, "ru": code, "en": code} for code in ("me", "us", "them")]
    question = a_question(programme, kind=QuestionKind.TRIAD, options=poles)
    answered(question, programme, {"me": 20, "us": 30, "them": 50})
    client.get(f"{place}/questions/{question.id}")

    client.submit({"options": "me | Я | Me\nus | Мы | Us\nall | Все | All"})

    assert "Somebody chose “them”" in client.text()


def test_the_meter_says_how_heavy_a_form_is(client, place, programme):
    client.get(place)
    assert "about 8 minutes – light" in client.text()

    for n in range(8):
        a_question(programme, f"q{n}", kind=QuestionKind.LONG_TEXT, options=[])
    client.get(place)
    assert "heavy: leave something out" in client.text()


def test_whoever_only_reads_reports_may_not_build(client, programme):
    sign_in(client, an_account(Role.FUNDER_VIEWER, programme=programme))

    client.get(f"/p/{programme.slug}/form", status=403)


def test_a_question_of_another_programme_does_not_exist(client, place):
    other = a_question(a_programme())

    client.get(f"{place}/questions/{other.id}", status=404)
    client.get(f"{place}/questions/new/dragon", status=404)


def test_a_section_is_asked_several_times_or_about_two_moments(client, russian, place, programme):
    client.get(f"{place}/sections/new")
    client.submit({"title_ru": "Лучшие дни", "title_en": "Best days", "how_often": "SEVERAL_TIMES", "most_times": "4"})
    assert "Asked up to 4 times" in client.text()
    section = db.session.scalars(db.select(FormSection)).one()

    client.get(f"{place}/sections/{section.id}")
    client.submit({"how_often": "TWO_MOMENTS", "first_moment_ru": "до лагеря", "first_moment_en": "before the camp"})
    russian.get(place)

    assert "Asked twice: before the camp, then now" in client.text()
    assert "Спрашивается дважды: до лагеря, затем сейчас" in russian.text()
    client.get(f"{place}/sections/{section.id}")
    assert client.page.find("input", attrs={"name": "first_moment_en"})["value"] == "before the camp"
    client.submit({"how_often": "ONCE"})
    assert db.session.scalars(db.select(FormSection.repeats)).one() is None


def test_what_others_depend_on_is_not_asked_several_times(client, place, programme):
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    with act("shell"):
        rows = [FormSection(**ids, code=code, title=Wording(en=code), lead=Wording(), position=n) for n, code in enumerate(("a", "b"))]  # fmt: skip
        db.session.add_all(rows)
    a_question(programme, "first", section_id=rows[0].id, family=QuestionFamily.STORY)
    a_question(programme, "then", section_id=rows[1].id, family=QuestionFamily.STORY, condition={"question": "first", "test": "ANSWERED", "values": []})  # fmt: skip
    client.get(f"{place}/sections/{rows[0].id}")

    client.submit({"how_often": "SEVERAL_TIMES", "title_en": "Typed anew"})

    assert "that is answered more than once" in client.text()
    assert client.page.find("input", attrs={"name": "title_en"})["value"] == "Typed anew"
