"""A form out as an XLSForm and in again; strange files are answered by row and column."""

import pytest

from storyapp.rules.programmes import AddressForm, QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Section, Test
from storyapp.rules.questionnaire.conditions import check_conditions
from storyapp.rules.questionnaire.repeats import HowOften, Repeats
from storyapp.rules.questionnaire.xlsform import CHOICES, SURVEY, sheets_of
from storyapp.rules.questionnaire.xlsform_in import read_xlsform
from storyapp.rules.wording import Wording
from storyapp.services.form_templates import NAMES, template_form


def options(*codes):
    return tuple({"code": code, "ru": f"ру {code}", "en": f"en {code}"} for code in codes)


def asked(code, kind, **changes):
    values = {"family": QuestionFamily.STORY, "wording": Wording(ru=f"Вопрос {code}", en=f"Question {code}")}
    return Asked(code=code, kind=kind, **{**values, **changes})


def only(question, test, *values):
    return Condition(question=question, test=test, values=values)


CAMP = Section(code="camp", title=Wording(ru="Лагерь", en="Camp"), lead=Wording(ru="Три вещи.", en="Three things."), condition=only("why", Test.ANSWERED))  # fmt: skip
BEST = Section(
    code="best", title=Wording(ru="Лучшие дни", en="Best days"), repeats=Repeats(how=HowOften.SEVERAL_TIMES, most=4)
)
HOME = Section(
    code="home",
    title=Wording(ru="Дом", en="Home"),
    lead=Wording(ru="Два раза.", en="Twice."),
    repeats=Repeats(
        how=HowOften.TWO_MOMENTS,
        moments=(Wording(ru="при заселении", en="moving in"), Wording(ru="при выселении", en="moving out")),
    ),
)
REST = Section(code="rest", title=Wording(ru="Отдых", en="Rest"), repeats=Repeats(how=HowOften.TWO_MOMENTS))
EVERY_KIND = Questionnaire(
    sections=(CAMP, BEST, HOME, REST),
    questions=(
        asked("happened", QuestionKind.LONG_TEXT, family=QuestionFamily.ELICIT),
        asked("why", QuestionKind.ONE_OF, options=options("yes", "partly", "no"), is_required=True),
        asked("who", QuestionKind.SEVERAL_OF, options=options("me", "friends"), easy=Wording(ru="Кто?", en="Who?")),
        asked("times", QuestionKind.SCALE, options=options("1", "2", "3"), hint=Wording(ru="Сколько", en="How many")),
        asked("pace", QuestionKind.SLIDER, options=options("slow", "fast"), section="camp"),
        asked("whose", QuestionKind.TRIAD, options=options("me", "us", "them"), section="camp"),
        asked("life", QuestionKind.WHEEL, options=options("home", "school", "rest"), section="camp", settings={"most": 10, "two_times": True, "two_raters": False}),
        asked("often", QuestionKind.NUMBER, settings={"least": 0, "most": 12.5}, section="camp", condition=only("times", Test.AT_LEAST, "2")),
        asked("when", QuestionKind.MONTH, settings={"least": 2015}, section="camp", condition=only("who", Test.NONE_OF, "me", "friends")),
        asked("more", QuestionKind.LONG_TEXT, section="camp", condition=only("why", Test.ANY_OF, "yes", "partly")),
        asked("line", QuestionKind.SHORT_TEXT, family=QuestionFamily.TELLER, section="camp", condition=only("who", Test.ANY_OF, "me")),
        asked("day", QuestionKind.ONE_OF, options=options("a", "b"), section="best"),
        asked("why-then", QuestionKind.SHORT_TEXT, section="best", condition=only("day", Test.ANY_OF, "a")),
        asked("share", QuestionKind.TRIAD, options=options("me", "us", "them"), section="best"),
        asked("calm", QuestionKind.SCALE, options=options("1", "2", "3"), section="home"),
        asked("hours", QuestionKind.NUMBER, settings={"least": 0, "most": 24}, section="rest"),
    ),
)  # fmt: skip


def tables(sheets):
    def table(columns, rows):
        return [list(columns), *([row.get(column, "") for column in columns] for row in rows)]

    return {
        "survey": table(SURVEY, sheets.survey), "choices": table(CHOICES, sheets.choices),
        "settings": table(sheets.settings[0], sheets.settings),
    }  # fmt: skip


def written(form):
    return tables(sheets_of(form, title="Клуб", form_id="club", version="3", language="ru"))


def file(*survey, choices=(), head=("type", "name", "label"), settings=()):
    return {
        "survey": [list(head), *map(list, survey)], "choices": [["list_name", "name", "label"], *map(list, choices)],
        "settings": [["default_language"], *([one] for one in settings)],
    }  # fmt: skip


YES_NO = (("yn", "yes", "Yes"), ("yn", "no", "No"))


@pytest.mark.parametrize("form", [EVERY_KIND, *(template_form(name, AddressForm.VY) for name in NAMES)], ids=["every kind", *NAMES])  # fmt: skip
def test_a_form_comes_back_as_it_went_out(form):
    read = read_xlsform(written(form))

    assert (read.errors, read.left_out) == ((), ())
    assert read.form.sections == form.sections
    assert [one.as_dict() for one in read.form.questions] == [one.as_dict() for one in form.questions]


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([("holograph", "a", "A")], [("type-unknown", 2, "type")]),
        ([("text", "a", "A"), ("", "b", "B")], [("type-missing", 3, "type")]),
        ([("text", "a", "")], [("label-missing", 2, "label")]),
        ([("select_one nowhere", "a", "A")], [("list-missing", 2, "type")]),
        ([("select_one single", "a", "A")], [("list-length", 2, "type")]),
        ([("begin_group", "g", "G"), ("text", "a", "A")], [("group-open", 2, "type")]),
        ([("text", "a", "A"), ("end_group", "", "")], [("group-not-open", 3, "type")]),
        ([], [("no-questions", 1, "type")]),
        ([("", "", ""), ("holograph", "a", "A"), ("", "", ""), ("text", "b", "")], [("type-unknown", 3, "type"), ("label-missing", 5, "label")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column(rows, places):
    read = read_xlsform(file(*rows, choices=[*YES_NO, ("single", "one", "One")]))

    assert [(one.code, one.row, one.column) for one in read.errors] == places


@pytest.mark.parametrize(
    "tables", [{}, {"survey": []}, {"survey": [["what", "is", "this"]]}, {"survey": [["what"], ["x"]]}]
)
def test_a_workbook_that_is_no_form_is_refused(tables):
    assert read_xlsform(tables).errors


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([("geopoint", "where", "Where"), ("text", "a", "A")], ["type"]),
        ([("start", "start", ""), ("image", "p", "P"), ("text", "a", "A")], ["type", "type"]),
        ([("text", "a", "A"), ("note", "n", "Note")], ["note"]),
        ([("begin_repeat", "r", "R"), ("text", "a", "A"), ("end_repeat", "", "")], ["repeat"]),
        ([("begin_repeat", "r", "R"), ("begin_group", "g", "G"), ("text", "a", "A"), ("end_group", "", ""), ("end_repeat", "", "")], ["repeat", "nested-in-repeat"]),
        ([("begin group", "g", "G"), ("begin group", "h", "H"), ("text", "a", "A"), ("end group", "", ""), ("end group", "", "")], ["nested"]),
        ([("text", "a", "A"), ("text", "a", "B")], ["name-twice"]),
        ([("text", "a", "A"), ("text", "b", "Why ${a}?")], ["text-refers"]),
        ([("select_one yn or_other", "a", "A")], ["other-text"]),
        ([("date", "a", "A")], ["day"]),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_listed(rows, codes):
    read = read_xlsform(file(*rows, choices=YES_NO))

    assert read.errors == ()
    assert [one.code for one in read.left_out] == codes


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("${a} = 'yes'", only("a", Test.ANY_OF, "yes")),
        ("${a}='yes' or ${a} = \"no\"", only("a", Test.ANY_OF, "yes", "no")),
        ("selected(${a}, 'yes')", only("a", Test.ANY_OF, "yes")),
        ("not(selected(${a}, 'no'))", only("a", Test.NONE_OF, "no")),
        ("${a} != 'yes' and ${a} != 'no'", only("a", Test.NONE_OF, "yes", "no")),
        ("${a} != ''", only("a", Test.ANSWERED)),
        ("${n} >= 3", only("n", Test.AT_LEAST, "3")),
        ("${n} <= 2.5", only("n", Test.AT_MOST, "2.5")),
        ("${n} > 3", None),
        ("${a} = 'yes' and ${n} >= 3", None),
        ("${a} = 'yes' or ${n} = 'no'", None),
        ("${gone} = 'yes'", None),
        ("${a} = 'maybe'", None),
        ("${b} = 'x'", None),
        ("count-selected(${a}) > 1", None),
        ("((((", None),
    ],
)  # fmt: skip
def test_conditions_are_kept_where_they_mean_the_same(relevant, condition):
    rows = [("select_one yn", "a", "A", ""), ("integer", "n", "N", ""), ("text", "b", "B", relevant)]

    read = read_xlsform(file(*rows, choices=YES_NO, head=("type", "name", "label", "relevant")))

    assert read.form.by_code["b"].condition == condition
    assert [one.code for one in read.left_out] == ([] if condition else ["relevant"])


def test_a_condition_on_what_is_asked_later_is_left_out_and_the_form_still_holds():
    rows = [("text", "a", "A", "${c} = 'yes'"), ("text", "b", "B", "${b} != ''"), ("select_one yn", "c", "C", "")]

    read = read_xlsform(file(*rows, choices=YES_NO, head=("type", "name", "label", "relevant")))

    check_conditions(read.form)
    assert [one.row for one in read.left_out] == [2, 3]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("label::Russian (ru)", Wording(ru="Почему?")), ("label:Русский", Wording(ru="Почему?")), ("LABEL::ru", Wording(ru="Почему?")),
        ("label", Wording(ru="Почему?")), ("label::English (en)", Wording(en="Почему?")),
    ],
)  # fmt: skip
def test_languages_are_known_by_many_names(head, words):
    assert read_xlsform(file(("text", "a", "Почему?"), head=("type", "name", head))).form.questions[0].wording == words


def test_a_language_that_we_do_not_speak_stays_behind():
    read = read_xlsform(file(("text", "a", "Why?", "Pourquoi ?"), head=("type", "name", "label", "label::French (fr)")))

    assert [(one.code, one.column) for one in read.left_out] == [("language", "label::French (fr)")]


def test_old_spellings_are_read():
    rows = [("select one from yn or specify other", "sex", "What?"), ("select all that apply from yn", "b", "B")]
    read = read_xlsform(file(*rows, choices=YES_NO, head=("type", "name", "label:English")))

    assert [(one.kind, one.codes) for one in read.form.questions] == [
        (QuestionKind.ONE_OF, ("yes", "no", "other")), (QuestionKind.SEVERAL_OF, ("yes", "no")),
    ]  # fmt: skip


def test_limits_of_numbers_are_kept_and_other_checks_named():
    rows = [("integer", "a", "A", ". >= 0 and . <= 99"), ("decimal", "b", "B", "regex(., '[0-9]+')")]

    read = read_xlsform(file(*rows, head=("type", "name", "label", "constraint")))

    assert [one.settings for one in read.form.questions] == [{"least": 0, "most": 99}, {}]
    assert [(one.code, one.row) for one in read.left_out] == [("constraint", 3)]


def test_columns_that_we_do_not_know_are_named_once():
    rows = [("text", "a", "A", "x"), ("text", "b", "B", "y")]

    read = read_xlsform(file(*rows, head=("type", "name", "label", "media::image")))

    assert [(one.code, one.row, one.column) for one in read.left_out] == [("column", 2, "media::image")]


@pytest.mark.parametrize(
    ("count", "most", "notes"), [("4", 4, []), ("4.0", 4, []), ("", 3, ["repeat"]), ("40", 10, ["repeat"]), ("${n}", 3, ["repeat"])]
)  # fmt: skip
def test_a_group_that_repeats_is_asked_as_often_as_the_file_says(count, most, notes):
    rows = [("begin_repeat", "r", "R", count), ("text", "a", "A", ""), ("end_repeat", "", "", "")]

    read = read_xlsform(file(*rows, head=("type", "name", "label", "repeat_count")))

    assert (read.form.sections[0].repeats.most, [one.code for one in read.left_out], read.errors) == (most, notes, ())


def test_a_condition_from_outside_a_repeat_is_left_out_and_said():
    rows = [("begin_repeat", "r", "R", ""), ("select_one yn", "a", "A", ""), ("end_repeat", "", "", ""), ("text", "b", "B", "${a} = 'yes'")]  # fmt: skip

    read = read_xlsform(file(*rows, choices=YES_NO, head=("type", "name", "label", "relevant")))

    check_conditions(read.form)
    assert [(one.code, one.row) for one in read.left_out] == [("repeat", 2), ("relevant", 5)]
