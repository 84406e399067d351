"""Which words of a text were put right, and whether the edit is still light."""

import time

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.light_edits import Kind, changed_words, check_editable, check_light, may_be_noted
from storyapp.rules.stories import Mode, StoryState


def side(stretches, without):
    return "".join(one.text for one in stretches if one.kind is not without)


def marked(before, after):
    signs = {Kind.SAME: "{}", Kind.OUT: "-{}-", Kind.IN: "+{}+"}
    return "".join(signs[one.kind].format(one.text) for one in changed_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("I goed home.", "I went home.", "I -goed -+went +home."),
        ("Мы шол и шол домой.", "Мы шли домой.", "Мы -шол и шол -+шли +домой."),
        ("a b c", "a b c", "a b c"),
        ("", "New title", "+New title+"),
        ("Old title", "", "-Old title-"),
        ("One.\n\nTwo.", "One. Two.", "One. Two."),
        ("x a y", "x a z y", "x a +z +y"),
    ],
)
def test_words_that_went_stand_before_words_that_came_and_neighbours_are_one(before, after, said):
    assert marked(before, after) == said


def test_both_texts_can_be_read_from_the_difference():
    before = "She come to school, every day. She was afraid of of the class."
    after = "She came to school every day and was afraid of the class."

    both = changed_words(before, after)

    assert (side(both, Kind.IN), side(both, Kind.OUT)) == (before, after)


def test_long_texts_of_few_words_are_compared_in_time():
    began = time.process_time()

    changed_words("да нет " * 3000 + "x", "нет да " * 3000 + "y")
    changed_words("да нет " * 400, "нет да " * 400)

    assert time.process_time() - began < 2


def test_nothing_changed_and_too_much_changed_are_no_light_edits():
    with pytest.raises(RuleBroken, match=r"edit\.nothing-changed"):
        check_light(["", "one two three", ""], ["", "one two three", ""])
    with pytest.raises(RuleBroken, match=r"edit\.not-light"):
        check_light(["", "one two three four", ""], ["", "one five six seven", ""])
    check_light(["", "one two three four", ""], ["", "one two", ""])


@pytest.mark.parametrize(
    ("state", "objected", "code"),
    [
        (StoryState.TOLD, False, "edit.not-screened"),
        (StoryState.WAITING_FOR_GUARDIAN, False, "edit.not-screened"),
        (StoryState.WITHDRAWN, False, "story.withdrawn"),
        (StoryState.SCREENED, True, "edit.objected"),
    ],
)
def test_only_a_screened_text_that_nobody_objects_to_is_put_right(state, objected, code):
    with pytest.raises(RuleBroken) as broken:
        check_editable(state, is_objected=objected)
    assert broken.value.code == code


def test_who_told_alone_answers_with_the_code():
    assert {mode for mode in Mode if not may_be_noted(mode)} == {Mode.SELF}
