"""A teller changes the own words after sending: when that may be, and how often."""

from collections.abc import Sequence

from storyapp.rules.errors import RuleBroken
from storyapp.rules.stories import StoryState

MOST_A_DAY = 3  # each change is read by a person again
MOST_IN_ALL = 20


def check_rewording(
    state: StoryState, before: Sequence[str], after: Sequence[str], *, n_today: int, n_in_all: int
) -> None:
    """Raise RuleBroken where the words cannot be changed now: taken back, the same as before, or too often."""
    if state is StoryState.WITHDRAWN:
        raise RuleBroken("story.taken-back")
    if list(before) == list(after):
        raise RuleBroken("edit.nothing-changed")
    if n_in_all >= MOST_IN_ALL:
        raise RuleBroken("rewording.too-often", most=MOST_IN_ALL)
    if n_today >= MOST_A_DAY:
        raise RuleBroken("rewording.too-often-today", most=MOST_A_DAY)
