"""The act of destruction: what was destroyed, how many, when, by whom and on what ground; never what it said."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.consenting import Destruction
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.rules.retention import Destroyed, Ground
from storyapp.services.transaction import TELLER, Act

MOST_LISTED = 1000


@dataclass(frozen=True, kw_only=True)
class DestructionLine:
    """One line of the act; `who` is a name where a member of staff did it."""

    number: int
    done_on: date
    destroyed: Destroyed
    n: int
    ground: Ground
    who: str
    is_by_teller: bool


def note_destroyed(
    doing: Act, organisation_id: int, programme_id: int, destroyed: Destroyed, ground: Ground, *, n: int = 1
) -> None:
    """Count what was destroyed; the same on one day, on one ground, by the same hand is one line. Call inside an act."""
    today = kit().clock().date()
    line = db.session.scalar(
        select(Destruction).where(
            Destruction.organisation_id == organisation_id, Destruction.programme_id == programme_id,
            Destruction.destroyed == destroyed, Destruction.ground == ground, Destruction.actor == doing.actor,
            Destruction.done_on == today,
        )
    )  # fmt: skip
    if line is not None:
        line.n += n
        return
    db.session.add(
        Destruction(
            organisation_id=organisation_id, programme_id=programme_id, destroyed=destroyed, ground=ground,
            actor=doing.actor, done_on=today, n=n,
        )
    )  # fmt: skip


def destructions_of(programme: Programme) -> list[DestructionLine]:
    """Return the lines of a programme, the newest first."""
    rows = list(
        db.session.scalars(
            select(Destruction)
            .where(
                Destruction.organisation_id == programme.organisation_id, Destruction.programme_id == programme.id
            )
            .order_by(Destruction.id.desc())
            .limit(MOST_LISTED)
        )
    )  # fmt: skip
    ids = {int(row.actor.removeprefix("account:")) for row in rows if row.actor.startswith("account:")}
    names = dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all()) if ids else {}
    return [
        DestructionLine(
            number=row.id, done_on=row.done_on, destroyed=row.destroyed, n=row.n, ground=row.ground,
            who=names.get(int(row.actor.removeprefix("account:")), "") if row.actor.startswith("account:") else "",
            is_by_teller=row.actor == TELLER,
        )
        for row in rows
    ]  # fmt: skip
