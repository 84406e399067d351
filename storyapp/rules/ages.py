"""From which age a person's own yes is enough: what a country's law says, as versioned data, never as code (B2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from storyapp.rules.wording import Wording


@dataclass(frozen=True, kw_only=True)
class AgeRule:
    """One version of one country's rule: the age, since when, where it is written, and what it leaves open.

    `checked_on` is the day on which somebody last read it in `seen_in`; None: nobody has.
    """

    country: str  # two letters
    name: Wording
    version: int
    since: date
    age: int
    source: str
    note: Wording
    seen_in: str = ""
    checked_on: date | None = None
    names_age: bool = True  # False: the law names none for such consent, and the age is a reading of it


def rule_on(rules: Iterable[AgeRule], country: str, day: date) -> AgeRule | None:
    """Return the version of a country's rule that is in force on a day, or None where none is known."""
    in_force = [one for one in rules if one.country == country and one.since <= day]
    return max(in_force, key=lambda one: (one.since, one.version), default=None)


def is_below_the_law(guardian_age: int, rule: AgeRule | None) -> bool:
    """Tell whether fewer guardians are asked than the law of the country names, or none at all."""
    return guardian_age == 0 or (rule is not None and guardian_age < rule.age)
