"""The audit chain, for those who look after it: read, search, check."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select

from storyapp.data.db import db
from storyapp.data.queries.stories import HANDED_OVER
from storyapp.data.tables.house import AuditEvent, AuditHead
from storyapp.data.tables.people import Account, Organisation
from storyapp.gateways import audit_log
from storyapp.gateways.kit import kit
from storyapp.rules.audit_chain import START, ChainedEvent, KeptLinks, Link, first_break, kept_links
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


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What checking a chain found; all numbers are of its lines."""

    n_events: int
    broken_at: int | None  # where the chain itself breaks
    n_kept: int  # how many links of it are kept apart
    differs_at: int | None  # the first of them that the chain does not have
    n_behind: int  # newest acts that the log apart does not know
    restored_to: tuple[int, ...]  # where backups brought it back to

    @property
    def holds(self) -> bool:
        """Tell whether nothing speaks against the chain."""
        return self.broken_at is None and self.differs_at is None


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


def check(organisation_id: int, kept: KeptLinks) -> Checked:
    """Check a chain by itself and against what is kept apart of it, which must have been read before."""
    db.session.rollback()  # see at least what was there when the kept links were read
    broken_at = verify(organisation_id)
    mine = AuditEvent.organisation_id == organisation_id
    rows = db.session.execute(select(AuditEvent.sequence, AuditEvent.chain_hash).where(mine))
    hashes = {row.sequence: row.chain_hash for row in rows}
    differing = [sequence for sequence, hashed in kept.hashes.items() if hashes.get(sequence) != hashed]
    return Checked(
        n_events=len(hashes), broken_at=broken_at, n_kept=len(kept.hashes),
        differs_at=min(differing, default=None), restored_to=kept.restored_to,
        n_behind=max(hashes, default=0) - max(kept.hashes, default=0) if kept.hashes and not differing else 0,
    )  # fmt: skip


def check_all(log: Path | None = None) -> list[tuple[str, Checked]]:
    """Check the chains of all organisations against the log apart, or against a copy of it."""
    links = list(audit_log.read(log or kit().settings.audit_log))
    db.session.rollback()
    organisations = db.session.execute(select(Organisation.slug, Organisation.id).order_by(Organisation.slug)).all()
    return [(row.slug, check(row.id, kept_links(links, row.id))) for row in organisations]


def check_one(organisation_id: int) -> Checked:
    """Check the chain of one organisation against the log apart."""
    return check(organisation_id, kept_links(audit_log.read(kit().settings.audit_log), organisation_id))


def note_restored() -> None:
    """Write into the log apart that a backup brought all chains back to where they stand now."""
    heads = db.session.execute(select(AuditHead.organisation_id, AuditHead.sequence, AuditHead.chain_hash))
    links = [
        Link(organisation_id=row.organisation_id, sequence=row.sequence, hash=row.chain_hash, is_restored=True)
        for row in heads
    ]
    audit_log.add(kit().settings.audit_log, links)


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
