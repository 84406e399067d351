"""Sections that are asked more than once: about each of several things, or about two moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from storyapp.rules.wording import Wording, wording_of

LEAST_TIMES, USUAL_TIMES, MOST_TIMES = 2, 3, 10


class HowOften(Enum):
    """How often a section is asked."""

    ONCE = "once"
    SEVERAL_TIMES = "several_times"  # about each of several things, until the teller says that there is no other
    TWO_MOMENTS = "two_moments"  # how it was, then how it is


@dataclass(frozen=True, kw_only=True)
class Repeats:
    """That a section is asked several times, or about two moments, which may have words of their own."""

    how: HowOften
    most: int = LEAST_TIMES
    moments: tuple[Wording, Wording] = (Wording(), Wording())

    @property
    def is_pair(self) -> bool:
        """Tell whether it is asked about two moments, each of them once."""
        return self.how is HowOften.TWO_MOMENTS

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that can be kept as JSON."""
        return {"how": self.how.name, "most": self.most, "moments": [one.as_dict() for one in self.moments]}


def repeats_of(kept: Mapping[str, Any] | None) -> Repeats | None:
    """Return what `as_dict` made plain."""
    if not kept:
        return None
    before, now = (wording_of(one) for one in kept["moments"])
    return Repeats(how=HowOften[kept["how"]], most=kept["most"], moments=(before, now))


def asked_often(how: HowOften, *, most: int | None, moments: tuple[Wording, Wording]) -> Repeats | None:
    """Return how a section repeats, as somebody wrote it; None where it is asked once."""
    if how is HowOften.ONCE:
        return None
    if how is HowOften.TWO_MOMENTS:
        return Repeats(how=how, moments=moments)
    return Repeats(how=how, most=min(max(most or USUAL_TIMES, LEAST_TIMES), MOST_TIMES))
