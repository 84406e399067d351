"""What an edit of a form changes for tellers, and in which words a question was asked when."""

import pytest

from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Section, Test
from storyapp.rules.questionnaire.versions import Edit, changes_between, fingerprint, options_ever, phases_of
from storyapp.rules.wording import Wording


def options(*codes):
    return tuple({"code": code, "ru": code, "en": code} for code in codes)


def asked(n, words="", **changes):
    values = {"family": QuestionFamily.STORY, "kind": QuestionKind.ONE_OF, "options": options("yes", "no")}
    return Asked(id=n, code=f"q{n}", wording=Wording(en=words or f"Question {n}?"), **{**values, **changes})


def form(*questions, sections=()):
    return Questionnaire(sections=tuple(sections), questions=questions)


CAMP = Section(code="camp", title=Wording(en="Camp"))
ONE, TWO, THREE = asked(1), asked(2), asked(3)


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        (form(ONE, TWO), form(ONE, TWO), []),
        (form(ONE), form(ONE, TWO), [(Edit.ADDED, "Question 2?")]),
        (form(ONE, TWO), form(TWO), [(Edit.TAKEN_OUT, "Question 1?")]),
        (form(ONE), form(asked(1, "Why?")), [(Edit.REWORDED, "Why?")]),
        (form(ONE), form(asked(1, easy=Wording(ru="Кратко"))), [(Edit.REWORDED, "Question 1?")]),
        (form(ONE), form(asked(1, options=options("no", "yes"))), [(Edit.OTHER_ANSWERS, "Question 1?")]),
        (form(ONE), form(asked(1, is_required=True)), [(Edit.OTHER_RULES, "Question 1?")]),
        (form(ONE, TWO), form(ONE, asked(2, condition=Condition(question="q1", test=Test.ANSWERED))), [(Edit.OTHER_RULES, "Question 2?")]),
        (form(ONE, TWO), form(TWO, ONE), [(Edit.MOVED, "Question 2?"), (Edit.MOVED, "Question 1?")]),
        (form(ONE), form(ONE, sections=[CAMP]), [(Edit.ADDED, "Camp")]),
        (form(sections=[CAMP]), form(sections=[Section(code="camp", title=Wording(en="The camp"))]), [(Edit.REWORDED, "The camp")]),
        (form(ONE, TWO, THREE), form(ONE, THREE), [(Edit.TAKEN_OUT, "Question 2?")]),
    ],
)  # fmt: skip
def test_an_edit_is_named_for_what_it_is(old, new, edits):
    assert [(one.edit, one.what.en) for one in changes_between(old, new)] == edits


def test_a_rewording_says_how_it_was_before():
    (change,) = changes_between(form(ONE), form(asked(1, "Why?")))

    assert change.before == Wording(en="Question 1?")


@pytest.mark.parametrize(
    ("versions", "phases"),
    [
        ([(1, form(ONE)), (2, form(ONE))], [(1, 2)]),
        ([(1, form(ONE)), (2, form(asked(1, "Why?"))), (3, form(asked(1, "Why?")))], [(1, 1), (2, 3)]),
        ([(1, form(ONE)), (2, form(TWO)), (3, form(ONE))], [(1, 3)]),
        ([(1, form(ONE)), (2, form(asked(1, options=options("yes", "no", "so"))))], [(1, 1), (2, 2)]),
        ([(1, form(TWO))], []),
    ],
)
def test_the_same_words_make_one_phase(versions, phases):
    assert [(one.first, one.last) for one in phases_of(1, versions)] == phases


def test_answers_that_are_offered_no_longer_are_still_known():
    older = form(asked(1, options=options("a", "b", "c")))

    assert [one["code"] for one in options_ever(options("c", "a"), 1, [older])] == ["c", "a", "b"]


def test_forms_that_differ_in_one_word_have_other_fingerprints():
    same, other = fingerprint(form(ONE, TWO)), fingerprint(form(ONE, asked(2, "Why?")))

    assert same == fingerprint(form(ONE, TWO))
    assert same != other
