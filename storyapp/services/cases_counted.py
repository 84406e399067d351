"""How many safeguarding cases there were in a month, for who answers for the organisation: numbers, nothing of any case."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.coding import Case
from storyapp.gateways.kit import kit
from storyapp.rules import cases as rules
from storyapp.rules.disclosure import Cell, Mark
from storyapp.services.cases import facts_of
from storyapp.words.dates import ZONE

MOST_MONTHS = 12
K = 5  # the same number below which no report says a count


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month in which cases were opened."""

    first_day: date
    opened: Cell


@dataclass(frozen=True, kw_only=True)
class CasesCounted:
    """The months that had cases, the newest first, and whether a clock has run out somewhere."""

    months: tuple[Month, ...]
    is_late: bool


def cases_counted(organisation_id: int) -> CasesCounted:
    """Count the cases of an organisation by month; a few are told as "fewer than five", none is told apart."""
    now = kit().clock()
    query = select(Case).where(Case.organisation_id == organisation_id).order_by(Case.id)
    cases = list(db.session.scalars(query))
    months = Counter(one.opened_at.astimezone(ZONE).date().replace(day=1) for one in cases)
    return CasesCounted(
        months=tuple(
            Month(
                first_day=month,
                opened=Cell(mark=Mark.SHOWN, value=n) if n >= K else Cell(mark=Mark.FEWER),
            )
            for month, n in sorted(months.items(), reverse=True)[:MOST_MONTHS]
        ),
        is_late=any(rules.standing(facts_of(one), now=now, zone=ZONE).is_late for one in cases),
    )  # fmt: skip
