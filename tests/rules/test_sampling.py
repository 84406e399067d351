"""Chance that can be repeated."""

from collections import Counter

from storyapp.rules.sampling import random_sample, reading_order

STORIES = tuple(range(1, 11))


def test_the_order_of_a_reader_is_always_the_same():
    assert reading_order(1, STORIES, "round-7") == reading_order(1, reversed(STORIES), "round-7")


def test_two_readers_have_two_orders():
    assert reading_order(1, STORIES, "round-7") != reading_order(2, STORIES, "round-7")


def test_another_round_has_another_order():
    assert reading_order(1, STORIES, "round-7") != reading_order(1, STORIES, "round-8")


def test_every_story_is_read_once():
    assert sorted(reading_order(1, [*STORIES, 3], "round-7")) == list(STORIES)


def test_a_story_that_leaves_does_not_move_the_others():
    whole = reading_order(1, STORIES, "round-7")

    assert reading_order(1, set(STORIES) - {4}, "round-7") == tuple(story for story in whole if story != 4)


def test_no_story_is_favoured_over_many_readers():
    firsts = Counter(reading_order(seat, STORIES, "round-7")[0] for seat in range(1000))

    assert set(firsts) == set(STORIES)
    assert max(firsts.values()) < 150


def test_a_sample_can_be_drawn_again():
    assert random_sample(STORIES, 3, "spring") == random_sample(reversed(STORIES), 3, "spring")


def test_a_sample_is_never_larger_than_what_there_is():
    assert random_sample(STORIES, 99, "spring") == STORIES


def test_an_empty_sample():
    assert random_sample(STORIES, -1, "spring") == ()
