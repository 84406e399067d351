"""Which story is coded next: what a decision teaches most, never what a story is worth."""

import pytest

from storyapp.rules.queue import OpenCode, Waiting, WhyNext, most_useful, why_next


def code(score: float | None = 0.9, *, n_decided: int = 100, subject: int = 1) -> OpenCode:
    return OpenCode(kind="theme", subject_id=subject, score=score, threshold=0.5, n_decided=n_decided)


def story(number: int, *codes: OpenCode, is_unread: bool = True) -> Waiting:
    return Waiting(story_id=number, is_unread=is_unread, open=codes)


@pytest.mark.parametrize(
    ("stories", "first"),
    [
        ([story(1, code(0.95)), story(2, code(0.52))], 2),
        ([story(1, code(n_decided=200)), story(2, code(n_decided=0))], 2),
        ([story(1, code(), is_unread=False), story(2, code())], 2),
        ([story(2, code()), story(1, code())], 1),
        ([story(1), story(2, code(None))], 2),
        ([story(1, code(0.95, n_decided=400), is_unread=False), story(2)], 2),
        ([story(1, code(0.95), code(0.5)), story(2, code(0.6))], 1),
    ],
    ids=[
        "near the threshold", "few decisions", "nobody has read it", "equal: the oldest", "put forward by a person",
        "unread before the known and certain", "its best suggestion counts",
    ],
)  # fmt: skip
def test_what_teaches_most_comes_first(stories, first):
    assert most_useful(stories).story_id == first


def test_what_was_left_for_later_comes_last_and_in_turn():
    stories = [story(1, code(0.5)), story(2, code(0.6)), story(3, code(0.9))]

    assert most_useful(stories, left=[1, 2]).story_id == 3
    assert most_useful(stories, left=[2, 3, 1]).story_id == 2


def test_without_stories_nothing_is_next():
    assert most_useful([]) is None


def test_the_reasons_are_those_that_hold():
    unsure, rare = code(0.55, n_decided=40, subject=7), code(0.99, n_decided=3, subject=8)

    assert why_next(story(1, unsure, rare)) == [
        (WhyNext.UNREAD, None), (WhyNext.UNSURE, unsure), (WhyNext.FEW_DECISIONS, rare),
    ]  # fmt: skip
    assert why_next(story(1, code(0.99), is_unread=False)) == []
