"""Help lines: whom a child can call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.people import Helpline
from storyapp.gateways.kit import kit
from storyapp.rules.helplines import LineFacts, in_order, is_due, is_old
from storyapp.rules.wording import Wording

MOST_LINES = 200


@dataclass(frozen=True, kw_only=True)
class Line:
    """A help line as whoever may call it reads it."""

    name: Wording
    phone: str
    note: Wording
    country: str  # empty where all lines are of one country
    checked_on: date | None
    is_old: bool  # nobody has called it for a year


def lines_for(organisation_id: int, language: str) -> list[Line]:
    """Return an organisation's lines for a reader of a language: those that speak it first."""
    return _shown(_rows(organisation_id), language)


def lines_for_everyone(language: str) -> list[Line]:
    """Return every line of the installation, for a visitor whose organisation is not known; each phone once."""
    rows = db.session.scalars(select(Helpline).order_by(Helpline.position, Helpline.id).limit(MOST_LINES))
    return _shown({row.phone: row for row in rows}.values(), language)


def lines_to_call(organisation_id: int) -> list[Line]:
    """Return the lines that nobody has called for half a year, or ever: a child would be the next to try."""
    today = kit().clock().date()
    rows = [row for row in _rows(organisation_id) if is_due(row.checked_on, today=today)]
    return sorted((_line(row, today, country="") for row in rows), key=lambda one: not one.is_old)


def _rows(organisation_id: int) -> list[Helpline]:
    query = select(Helpline).where(Helpline.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(Helpline.position, Helpline.id)))


def _shown(rows: Iterable[Helpline], language: str) -> list[Line]:
    today = kit().clock().date()
    facts = [LineFacts(line=row, spoken=row.spoken, checked_on=row.checked_on) for row in rows]
    has_one_country = len({one.line.country for one in facts}) < 2
    return [
        _line(row, today, country="" if has_one_country else row.country)
        for row in in_order(facts, language=language, today=today)
    ]


def _line(row: Helpline, today: date, *, country: str) -> Line:
    return Line(
        name=row.name, phone=row.phone, note=row.note, country=country, checked_on=row.checked_on,
        is_old=is_old(row.checked_on, today=today),
    )  # fmt: skip
