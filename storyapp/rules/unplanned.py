"""Changes that nobody planned: what takes part in the search for groups, and what becomes of a group."""

from collections.abc import Collection, Iterable
from enum import Enum

from storyapp.rules.tags import TagState

NONE_FROM = 0.5  # from this score on the module suggests that no result fits
LEAST_LEFT = 3  # a group with fewer stories is shown to nobody: few stories are one person's story
MOST_QUOTES = 3


class GroupState(Enum):
    """What a person made of a group."""

    OPEN = "open"
    PUT_ASIDE = "put_aside"
    PROPOSED = "proposed"  # waits for an evaluator
    ACCEPTED = "accepted"  # stands in the library
    REFUSED = "refused"


class ProposalKind(Enum):
    """What a group is proposed to become."""

    RESULT = "result"
    WORDING = "wording"  # a particular one, under a result that stands
    INDICATOR = "indicator"  # under a result that stands
    THEME = "theme"

    @property
    def stands_under(self) -> bool:
        """Tell whether it belongs to a result that stands in the library."""
        return self in (ProposalKind.WORDING, ProposalKind.INDICATOR)


class AsideReason(Enum):
    """Why a group is no result of its own."""

    BELONGS = "belongs"  # to a result or theme that stands in the library
    NO_CHANGE = "no_change"
    TOO_FEW = "too_few"


def is_suggested(fits_none: float | None) -> bool:
    """Tell whether the language module suggests that no result fits."""
    return fits_none is not None and fits_none >= NONE_FROM


def none_state(is_unplanned: bool | None) -> TagState:
    """Return how "no result fits" stands on a story: nobody has said it, or a person did, or said that one does fit."""
    if is_unplanned is None:
        return TagState.SUGGESTED
    return TagState.CONFIRMED if is_unplanned else TagState.REFUSED


def takes_part(*, has_result: bool, has_theme: bool, is_unplanned: bool) -> bool:
    """Tell whether a story is outside all that was planned: nothing stands on it, or a person said so of it.

    A result that was put on it since, or suggested, explains it; what a person refused explains nothing.
    """
    return not has_result and (is_unplanned or not has_theme)


def may_split(*, n_taken: int, n_all: int) -> bool:
    """Tell whether both parts of a group would still be shown."""
    return n_taken >= LEAST_LEFT and n_all - n_taken >= LEAST_LEFT


def is_known(story_ids: Collection[int], decided: Iterable[Collection[int]]) -> bool:
    """Tell whether more than half of a group's stories stand in one that somebody has decided about."""
    own = set(story_ids)
    return any(2 * len(own.intersection(other)) > len(own) for other in decided)


def without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a text with some places blank, so that the offsets of all others stay."""
    for start, end in places:
        text = text[:start] + "".join(sign if sign == "\n" else " " for sign in text[start:end]) + text[end:]
    return text
