"""What answers of each kind may be, who is asked what, and forms that cannot be."""

from datetime import date

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.answers import cells_of, read_answer
from storyapp.rules.questionnaire.asked import (
    Asked,
    Condition,
    Questionnaire,
    Section,
    Test,
    in_order,
    questionnaire_of,
)
from storyapp.rules.questionnaire.conditions import asked_now, check_conditions, holds, pages_of
from storyapp.rules.wording import Wording

TODAY = date(2026, 11, 29)


def options(*codes):
    return tuple({"code": code, "ru": code, "en": code} for code in codes)


def asked(code="q", kind=QuestionKind.ONE_OF, **changes):
    values = {"family": QuestionFamily.STORY, "wording": Wording(en=code), "options": options("yes", "no")}
    return Asked(code=code, kind=kind, **{**values, **changes})


LINE = asked(kind=QuestionKind.SHORT_TEXT)
SEVERAL = asked(kind=QuestionKind.SEVERAL_OF, options=options("a", "b", "c"))
SLIDER = asked(kind=QuestionKind.SLIDER, options=options("low", "high"))
TRIAD = asked(kind=QuestionKind.TRIAD, options=options("me", "us", "them"))
WHEEL = asked(
    kind=QuestionKind.WHEEL, options=options("home", "work", "rest"), settings={"most": 5, "two_raters": True}
)
ONE_TIME = asked(kind=QuestionKind.WHEEL, options=options("home", "work", "rest"), settings={"two_times": False})
NUMBER = asked(kind=QuestionKind.NUMBER, settings={"least": 0, "most": 12.5})
MONTH = asked(kind=QuestionKind.MONTH)


@pytest.mark.parametrize(
    ("question", "cells", "kept"),
    [
        (LINE, ["  words "], "words"),
        (SEVERAL, ["c", "a"], ["a", "c"]),
        (SLIDER, ["0"], 0),
        (SLIDER, ["100"], 100),
        (TRIAD, ["20", "30", "50"], {"me": 20, "us": 30, "them": 50}),
        (TRIAD, ["0", "100", "0"], {"me": 0, "us": 100, "them": 0}),
        (WHEEL, ["1", "5", "", "", "3", "", "2"], {"then": {"teller": {"home": 1, "rest": 3}, "worker": {"home": 2}}, "now": {"teller": {"home": 5}}}),
        (ONE_TIME, ["4", "", "2"], {"now": {"teller": {"home": 4, "rest": 2}}}),
        (NUMBER, ["7,50"], 7.5),
        (NUMBER, ["12.0"], 12),
        (MONTH, ["3", "2026"], "2026-03"),
        (MONTH, ["", "2025"], "2025"),
        (MONTH, ["2026-3"], "2026-03"),
        (TRIAD, ["", "", ""], None),
        (MONTH, ["", ""], None),
    ],
)  # fmt: skip
def test_an_answer_is_kept_by_its_kind_and_shown_again(question, cells, kept):
    value = read_answer(question, cells, today=TODAY)

    assert value == kept
    assert read_answer(question, cells_of(question, value), today=TODAY) == kept


@pytest.mark.parametrize(
    ("question", "cells", "code"),
    [
        (LINE, ["x" * 201], "answer.too-long"),
        (SEVERAL, ["a", "z"], "answer.not-offered"),
        (SLIDER, ["101"], "answer.not-a-share"),
        (SLIDER, ["1.5"], "answer.not-a-share"),
        (TRIAD, ["33", "33", "33"], "answer.triad-sum"),
        (TRIAD, ["100", "", ""], "answer.triad-unfinished"),
        (TRIAD, ["50", "50"], "answer.not-a-number"),
        (TRIAD, ["-20", "60", "60"], "answer.not-a-share"),
        (WHEEL, ["6"], "answer.wheel-step"),
        (WHEEL, ["1"] * 13, "answer.not-offered"),
        (NUMBER, ["thirty"], "answer.not-a-number"),
        (NUMBER, ["1" * 400], "answer.not-a-number"),
        (NUMBER, ["1e99"], "answer.not-a-number"),
        (NUMBER, ["13"], "answer.number-between"),
        (MONTH, ["5", ""], "answer.year-missing"),
        (MONTH, ["12", "2026"], "answer.month-ahead"),
        (MONTH, ["13", "2025"], "answer.month-unclear"),
        (MONTH, ["1", "1066"], "answer.month-unclear"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(question, cells, code):
    with pytest.raises(RuleBroken) as broken:
        read_answer(question, cells, today=TODAY)

    assert broken.value.code == code


def test_a_triad_of_ninety_nine_says_so():
    with pytest.raises(RuleBroken) as broken:
        read_answer(TRIAD, ["33", "33", "33"], today=TODAY)

    assert broken.value.facts == {"sum": 99}


def only_if(question, test=Test.ANY_OF, *values):
    return Condition(question=question, test=test, values=values)


@pytest.mark.parametrize(
    ("condition", "answers", "outcome"),
    [
        (None, {}, True),
        (only_if("q", Test.ANY_OF, "yes"), {"q": "yes"}, True),
        (only_if("q", Test.ANY_OF, "yes"), {"q": ["no", "yes"]}, True),
        (only_if("q", Test.ANY_OF, "yes"), {}, False),
        (only_if("q", Test.NONE_OF, "yes"), {"q": "no"}, True),
        (only_if("q", Test.NONE_OF, "yes"), {}, True),
        (only_if("q", Test.AT_LEAST, "3"), {"q": "4"}, True),
        (only_if("q", Test.AT_LEAST, "3"), {"q": 2}, False),
        (only_if("q", Test.AT_MOST, "3"), {"q": 3.0}, True),
        (only_if("q", Test.AT_MOST, "3"), {}, False),
        (only_if("q", Test.AT_MOST, "three"), {"q": 1}, False),
        (only_if("q", Test.ANSWERED), {"q": 0}, True),
        (only_if("q", Test.ANSWERED), {}, False),
    ],
)
def test_when_a_condition_holds(condition, answers, outcome):
    assert holds(condition, answers) is outcome


FORM = in_order(
    (Section(code="s2", title=Wording(en="Two"), condition=only_if("c", Test.ANSWERED)),),
    [
        asked("last", section="s2"),
        asked("teller", family=QuestionFamily.TELLER),
        asked("a"),
        asked("b", condition=only_if("a", Test.ANY_OF, "yes")),
        asked("c", condition=only_if("b", Test.ANY_OF, "yes")),
        asked("happened", family=QuestionFamily.ELICIT, kind=QuestionKind.LONG_TEXT),
    ],
)


def codes(questions):
    return [question.code for question in questions]


def test_a_question_stands_on_a_page_after_the_one_it_depends_on():
    pages = [codes(page.questions) for page in pages_of(FORM)]

    assert pages == [["a"], ["b"], ["c", "teller"], ["last"]]


def test_an_answer_that_is_no_longer_asked_for_leads_nowhere():
    answers = {"a": "yes", "b": "yes", "c": "no"}

    assert codes(asked_now(FORM, answers)) == ["a", "b", "c", "teller", "last"]
    assert codes(asked_now(FORM, {**answers, "a": "no"})) == ["a", "teller"]


def test_a_form_is_kept_as_plain_values():
    assert questionnaire_of(FORM.as_dict()) == FORM


def broken_form(*questions, sections=()):
    return Questionnaire(sections=sections, questions=questions)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (broken_form(asked("a", condition=only_if("b", Test.ANSWERED)), asked("b", condition=only_if("a", Test.ANSWERED))), "form.loop"),
        (broken_form(asked("a", condition=only_if("a", Test.ANSWERED))), "form.loop-own"),
        (broken_form(asked("a", section="s"), sections=(Section(code="s", title=Wording(en="S"), condition=only_if("a", Test.ANSWERED)),)), "form.loop-own"),
        (broken_form(asked("a", condition=only_if("b", Test.ANSWERED)), asked("b")), "form.asked-later"),
        (broken_form(asked("a", condition=only_if("gone", Test.ANSWERED))), "form.question-gone"),
        (broken_form(asked("a"), asked("b", condition=only_if("a", Test.ANY_OF, "maybe"))), "form.answer-gone"),
        (broken_form(asked("a"), asked("b", condition=only_if("a", Test.ANY_OF))), "form.condition-unclear"),
        (broken_form(asked("a"), asked("b", condition=only_if("a", Test.AT_LEAST, "2"))), "form.number-missing"),
    ],
)  # fmt: skip
def test_a_form_that_nobody_could_answer_is_refused(form, code):
    with pytest.raises(RuleBroken) as broken:
        check_conditions(form)

    assert broken.value.code == code


def test_a_long_chain_of_conditions_is_no_loop():
    chain = [asked("q0"), *(asked(f"q{n}", condition=only_if(f"q{n - 1}", Test.ANSWERED)) for n in range(1, 40))]

    check_conditions(broken_form(*chain))
