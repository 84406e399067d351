"""Changes of the method itself: what was changed of domains, questions, panels and collecting, and why (MSC guide, step 10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import Wording, wording_of

LONGEST_REASON = 2000


class MethodPart(Enum):
    """What of the method was changed."""

    DOMAINS = "domains"
    QUESTIONS = "questions"
    PANELS = "panels"
    COLLECTING = "collecting"
    MODULE = "module"  # the engine that suggests, or a threshold; never written by hand


class WhatChanged(Enum):
    """What became of a domain, of the form or of a panel."""

    ADDED = "added"
    REWORDED = "reworded"
    PUT_ASIDE = "put_aside"
    BROUGHT_BACK = "brought_back"
    PUBLISHED = "published"
    FOUNDED = "founded"
    ENDED = "ended"
    OTHER_SAY = "other_say"
    JOINED = "joined"
    LEFT = "left"
    SAID = "said"  # in somebody's own words


BY_HAND = (MethodPart.COLLECTING, MethodPart.PANELS, MethodPart.DOMAINS, MethodPart.QUESTIONS)


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One thing that was changed, by the name that it has in both languages."""

    what: WhatChanged
    name: Wording

    def as_dict(self) -> dict[str, str]:
        """Return plain values that can be kept as JSON."""
        return {"what": self.what.name, **self.name.as_dict()}


def detail_of(kept: Mapping[str, str]) -> Detail:
    """Return the detail that `as_dict` made plain."""
    return Detail(what=WhatChanged[kept["what"]], name=wording_of(kept))


def with_detail(kept: Iterable[Mapping[str, str]], detail: Detail) -> list[dict[str, str]]:
    """Add a detail to those of the same day; what is said twice stands once."""
    details = [dict(one) for one in kept]
    plain = detail.as_dict()
    return details if plain in details else [*details, plain]


def check_reason(reason: str) -> str:
    """Return a reason as it is kept; a change without one says nothing to those who compare periods."""
    said = reason.strip()
    if not said:
        raise RuleBroken("method-change.no-reason")
    if len(said) > LONGEST_REASON:
        raise RuleBroken("method-change.too-long", longest=LONGEST_REASON)
    return said


def check_day(changed_on: date, *, today: date) -> None:
    """Refuse a change of a day that has not come."""
    if changed_on > today:
        raise RuleBroken("method-change.not-yet")
