"""The audit chain, for those who look after it: read, search, check."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from storyapp.data.db import db
from storyapp.data.queries.stories import HANDED_OVER
from storyapp.data.tables.house import AuditEvent, AuditHead
from storyapp.data.tables.people import Account, Organisation
from storyapp.rules.audit_chain import START, ChainedEvent, first_break
from storyapp.services.transaction import audit_facts

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One act as the audit page shows it; `who` is a name where the actor is a member of staff."""

    sequence: int
    at: datetime
    actor: str
    who: str
    act: str
    subject: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    """Fifty lines, the newest first; `next_before` opens the older ones."""

    lines: tuple[AuditLine, ...]
    next_before: int | None


def verify(organisation_id: int) -> int | None:
    """Return the sequence number where the chain breaks, or None where it holds to its recorded end."""
    last_sequence, last_hash = 0, START

    def stored() -> Iterator[ChainedEvent]:
        nonlocal last_sequence, last_hash
        for row in _rows(organisation_id):
            facts = audit_facts(organisation_id, row.sequence, row.at, row.actor, row.act, row.subject, row.reason)
            yield ChainedEvent(event=facts, hash=row.chain_hash)
            last_sequence, last_hash = row.sequence, row.chain_hash

    broken = first_break(stored())
    if broken is not None:
        return broken
    head = db.session.get(AuditHead, organisation_id)
    end = (head.sequence, head.chain_hash) if head is not None else (0, START)
    return None if end == (last_sequence, last_hash) else last_sequence + 1


def verify_all() -> list[tuple[str, int, int | None]]:
    """Return for every organisation its slug, how many acts its chain has, and where it breaks (None: whole)."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.slug, AuditHead.sequence)
        .outerjoin(AuditHead, AuditHead.organisation_id == Organisation.id)
        .order_by(Organisation.slug)
    )
    return [(row.slug, row.sequence or 0, verify(row.id)) for row in rows.all()]


def is_of_a_case(code: str) -> bool:
    """Tell whether an act shows that a safeguarding case exists."""
    return code.startswith("case.") or code == HANDED_OVER


def audit_page(
    organisation_id: int, *, search: str = "", acts_said: Collection[str] = (), only: str = "",
    before: int | None = None, with_cases: bool = False,
) -> AuditPage:  # fmt: skip
    """Return acts of an organisation that contain the searched code, newest first.

    `acts_said` are acts that the search means by their words; `only` narrows to one act.

    That a safeguarding case exists is for leads alone: without `with_cases` its acts are left out.
    """
    query = select(AuditEvent).where(AuditEvent.organisation_id == organisation_id)
    if not with_cases:
        query = query.where(
            AuditEvent.act.not_like("case.%"),
            AuditEvent.subject.not_like("case:%"),
            AuditEvent.act != HANDED_OVER,
        )
    if search:
        pieces = (AuditEvent.act, AuditEvent.subject, AuditEvent.actor, AuditEvent.reason)
        found = [piece.icontains(search, autoescape=True) for piece in pieces]
        query = query.where(or_(*found, AuditEvent.act.in_(acts_said)))
    if only:
        query = query.where(AuditEvent.act == only)
    if before is not None:
        query = query.where(AuditEvent.sequence < before)
    rows = list(db.session.scalars(query.order_by(AuditEvent.sequence.desc()).limit(PAGE + 1)))
    shown = rows[:PAGE]
    names = _names(shown)
    return AuditPage(
        lines=tuple(
            AuditLine(
                sequence=row.sequence, at=row.at, actor=row.actor, who=names.get(row.actor, ""), act=row.act,
                subject=row.subject, reason=row.reason,
            )
            for row in shown
        ),
        next_before=shown[-1].sequence if len(rows) > PAGE else None,
    )  # fmt: skip


def _rows(organisation_id: int) -> Iterator[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.organisation_id == organisation_id).order_by(AuditEvent.sequence)
    yield from db.session.scalars(query.execution_options(yield_per=1000, populate_existing=True))


def _names(rows: list[AuditEvent]) -> dict[str, str]:
    ids = {int(row.actor.removeprefix("account:")) for row in rows if row.actor.startswith("account:")}
    found = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {f"account:{account_id}": name for account_id, name in found}
