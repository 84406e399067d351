"""Words that speak of danger: what opens a case, what may be added or put aside, when the lists are looked over."""

from collections.abc import Collection
from datetime import date, timedelta

from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import is_sentence

OPENS_A_CASE = 0.5  # made for recall: a lead closes a false alarm in a minute, a missed one costs more
LONGEST_TRIAL = 500
TRIAL_KEPT = timedelta(hours=24)


def opens_a_case(score: float) -> bool:
    """Tell whether a signal is loud enough to open a case by itself."""
    return score >= OPENS_A_CASE


def check_new_phrase(pattern: str, known: Collection[str]) -> None:
    """Refuse what could never be met in a text, and what is listened for already."""
    if not pattern:
        raise RuleBroken("signals.phrase-unclear")
    if pattern in known:
        raise RuleBroken("signals.phrase-known")


def check_aside(pattern: str, strong_left: Collection[str], reason: str) -> None:
    """Refuse to put a phrase aside without a reason, or so that nothing strong of its kind is left to listen for."""
    if not is_sentence(reason, shortest=2):
        raise RuleBroken("signals.reason-missing")
    if not set(strong_left) - {pattern}:
        raise RuleBroken("signals.kind-silent")


def review_due(reviewed_on: date | None, shipped_on: date) -> date:
    """Return when the lists have to be looked over: a year after it was done, at once where they changed since."""
    if reviewed_on is not None and shipped_on > reviewed_on:
        return shipped_on
    return _a_year_after(reviewed_on or shipped_on)


def _a_year_after(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)
