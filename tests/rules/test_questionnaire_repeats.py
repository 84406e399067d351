"""Sections that are asked several times, or about two moments: how they are written out, cost and depend."""

import pytest

from storyapp.rules.disclosure import Mark
from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Section, Test, questionnaire_of
from storyapp.rules.questionnaire.burden import cost_of
from storyapp.rules.questionnaire.conditions import asked_now, check_conditions, pages_of
from storyapp.rules.questionnaire.figures import counted_once, moved, rated_once
from storyapp.rules.questionnaire.repeats import HowOften, Repeats, asked_often
from storyapp.rules.questionnaire.unfolding import unfolded
from storyapp.rules.questionnaire.versions import Edit, changes_between
from storyapp.rules.wording import Wording

THREE_TIMES = Repeats(how=HowOften.SEVERAL_TIMES, most=3)
TWO_MOMENTS = Repeats(how=HowOften.TWO_MOMENTS, moments=(Wording(ru="до", en="before the camp"), Wording()))
YES_NO = ({"code": "yes", "ru": "Да", "en": "Yes"}, {"code": "no", "ru": "Нет", "en": "No"})


def a_form(repeats, *, then=None):
    def asked(n, code, **changes):
        values = {"family": QuestionFamily.STORY, "kind": QuestionKind.ONE_OF, "options": YES_NO}
        return Asked(id=n, code=code, wording=Wording(en=code), **{**values, **changes})

    depends = Condition(question="who", test=Test.ANY_OF, values=("yes",))
    return Questionnaire(
        sections=(Section(code="camp", title=Wording(en="Camp"), repeats=repeats), Section(code="end", title=Wording())),
        questions=(
            asked(1, "first"), asked(2, "who", section="camp"), asked(3, "why", section="camp", condition=depends),
            asked(4, "last", section="end", condition=then),
        ),
    )  # fmt: skip


def codes(form, **answers):
    return [question.code for question in asked_now(unfolded(form), answers)]


def test_the_same_group_is_asked_again_only_where_there_is_one_more():
    form = a_form(THREE_TIMES)

    assert codes(form) == ["first", "who", "more#camp#1", "last"]
    assert codes(form, **{"more#camp#1": True}) == ["first", "who", "more#camp#1", "who#2", "more#camp#2", "last"]
    assert codes(form, **{"more#camp#1": True, "more#camp#2": True})[-2:] == ["who#3", "last"]
    assert "who#3" not in codes(form, **{"more#camp#2": True})


def test_two_moments_are_asked_without_a_word_between_them():
    assert codes(a_form(TWO_MOMENTS)) == ["first", "who", "who#2", "last"]
    assert [page.section.code if page.section else "" for page in pages_of(unfolded(a_form(TWO_MOMENTS)))] == ["", "camp", "camp", "camp#2", "camp#2", "end"]  # fmt: skip


def test_what_depends_within_a_group_depends_on_the_answer_of_the_same_time():
    form = a_form(TWO_MOMENTS)

    assert codes(form, **{"who": "no", "who#2": "yes"}) == ["first", "who", "who#2", "why#2", "last"]


def test_a_question_outside_may_not_depend_on_what_is_answered_several_times():
    inside = Condition(question="who", test=Test.ANY_OF, values=("yes",))

    check_conditions(a_form(None, then=inside))
    with pytest.raises(RuleBroken) as broken:
        check_conditions(a_form(THREE_TIMES, then=inside))

    assert broken.value.code == "form.repeat-inside"


def test_a_form_that_repeats_comes_back_from_its_version_and_others_are_written_as_ever():
    assert questionnaire_of(a_form(TWO_MOMENTS).as_dict()) == a_form(TWO_MOMENTS)
    assert "repeats" not in a_form(None).as_dict()["sections"][0]


def test_a_version_says_that_a_section_is_asked_more_often():
    changes = changes_between(a_form(None), a_form(THREE_TIMES))

    assert [(one.edit, one.is_section) for one in changes] == [(Edit.OTHER_RULES, True)]


def test_what_is_asked_three_times_costs_three_times():
    once, thrice = (cost_of(a_form(repeats), "en").own_seconds for repeats in (None, THREE_TIMES))

    assert once < 30 < 50 < thrice and cost_of(a_form(THREE_TIMES), "en").n_questions == 4


@pytest.mark.parametrize(("most", "kept"), [(None, 3), (1, 2), (7, 7), (99, 10)])
def test_no_section_is_asked_without_end(most, kept):
    assert asked_often(HowOften.SEVERAL_TIMES, most=most, moments=(Wording(), Wording())).most == kept


ONE_OF = a_form(None).questions[0]


def test_three_tellers_who_answer_ten_times_are_still_three():
    many = counted_once(ONE_OF, [["yes"] * 10] * 6 + [["no", "yes"]] * 6, k=5)
    few = counted_once(ONE_OF, [["yes"] * 10] * 3, k=5)

    assert ([cell.value for cell in many.cells], many.n.value) == ([12, 6], 12)
    assert few.n.mark is Mark.FEWER and few.cells[0].value is None


def test_a_wheel_that_one_teller_fills_ten_times_shows_no_mean():
    wheel = Asked(code="w", family=QuestionFamily.STORY, kind=QuestionKind.WHEEL, wording=Wording(), options=YES_NO)
    rating = {"now": {"teller": {"yes": 4}}}

    assert rated_once(wheel, [[rating] * 10] * 4, k=5).means == ((None, None),)
    assert rated_once(wheel, [[rating] * 10] * 5, k=5).means == ((4.0, None),)


def test_a_change_is_counted_by_who_moved_and_which_way():
    scale = Asked(code="s", family=QuestionFamily.STORY, kind=QuestionKind.SCALE, wording=Wording(), options=tuple({"code": str(n)} for n in range(1, 6)))  # fmt: skip
    pairs = [("1", "4")] * 7 + [("3", "3")] * 6 + [("5", "2")] * 5

    assert [cell.value for cell in moved(scale, pairs, k=5).cells] == [5, 6, 7]
    assert all(cell.value is None for cell in moved(scale, [("1", "4")] * 7 + [("3", "3")] * 2, k=5).cells[1:])
