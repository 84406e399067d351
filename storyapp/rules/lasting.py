"""Some months after telling the same person is asked once more, under the code: has it lasted? (SD27)"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from storyapp.rules.consent import Light
from storyapp.rules.retention import add_months
from storyapp.rules.stories import StoryState

MOST_MONTHS = 60
UNSAID = "unsaid"  # was asked, and did not come back or did not say


class Lasted(Enum):
    """What became of what was told."""

    MORE = "more"
    STILL = "still"
    PARTLY = "partly"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class LastingCounts:
    """How many stories are old enough to be asked again, by what was said; who did not come back is among them."""

    months: int = 0  # 0: nobody is asked
    counts: Mapping[str, int] | None = None

    @property
    def n_asked(self) -> int:
        """Return how many are old enough."""
        return sum((self.counts or {}).values())

    @property
    def n_said(self) -> int:
        """Return how many came back and said it."""
        return self.n_asked - (self.counts or {}).get(UNSAID, 0)


def asked_from(told_on: date, *, months: int) -> date | None:
    """Return the day from which a teller is asked again; None where the programme does not ask."""
    return add_months(told_on, months) if months else None


def is_asked(*, told_on: date, months: int, state: StoryState, may_count: Light, today: date) -> bool:
    """Tell whether a teller who comes back is asked: what may not be counted is not asked about."""
    day = asked_from(told_on, months=months)
    is_here = state in (StoryState.TOLD, StoryState.SCREENED)
    return day is not None and day <= today and is_here and may_count is not Light.NO


def count_lasting(
    stories: Iterable[tuple[int, date]], said: Mapping[int, Lasted], *, months: int, today: date
) -> LastingCounts:
    """Count what was said of stories (id, day of telling) that are old enough."""
    due = [one for one, told_on in stories if (day := asked_from(told_on, months=months)) is not None and day <= today]
    found = Counter(said[one].value if one in said else UNSAID for one in due)
    return LastingCounts(months=months, counts={code: found[code] for code in (*(one.value for one in Lasted), UNSAID)})
