"""The audit log as a chain: each event carries a hash over itself and all before it, so a changed past shows."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from storyapp.rules.errors import RuleBroken

START = "0" * 64
_VERSION = b"storyapp-audit-1\n"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")

Fact = int | str | None


@dataclass(frozen=True, kw_only=True)
class AuditEvent:
    """One act: ids and codes only, never words of a person. `actor_id` is None for tellers and for the house."""

    organisation_id: int
    sequence: int
    act: str
    at: datetime
    actor_id: int | None = None
    subject: str = ""
    subject_id: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ChainedEvent:
    """An event as it was stored, with the hash it was given then."""

    event: AuditEvent
    hash: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """Where a chain stood once, as it is kept apart from the chain; `is_restored`: a backup brought it back to here."""

    organisation_id: int
    sequence: int
    hash: str
    is_restored: bool = False


@dataclass(frozen=True, kw_only=True)
class KeptLinks:
    """What is kept apart of one chain: the hash of each act that counts, and where backups brought it back to."""

    hashes: Mapping[int, str]
    restored_to: tuple[int, ...] = ()


def check_event(event: AuditEvent) -> None:
    """Raise RuleBroken where an event carries more than ids and codes."""
    for key, value in {"act": event.act, "subject": event.subject or None, **event.facts}.items():
        if not _CODE.fullmatch(key) or (isinstance(value, str) and not _CODE.fullmatch(value)):
            raise RuleBroken("audit.not-a-code", field=key if _CODE.fullmatch(key) else "")


def canonical_bytes(event: AuditEvent) -> bytes:
    """Write an event so that the same event always gives the same bytes; time in whole seconds of UTC."""
    check_event(event)
    values = {
        "act": event.act,
        "actor": event.actor_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="seconds"),
        "facts": dict(event.facts),
        "organisation": event.organisation_id,
        "sequence": event.sequence,
        "subject": event.subject,
        "subject_id": event.subject_id,
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def chain_hash(previous: str, event: AuditEvent) -> str:
    """Return the hash of an event after the hash of the one before it; the first one follows START."""
    return hashlib.sha256(_VERSION + previous.encode("ascii") + b"\n" + canonical_bytes(event)).hexdigest()


def first_break(events: Iterable[ChainedEvent], *, previous: str = START, first_sequence: int = 1) -> int | None:
    """Return the sequence number where the chain first breaks, or None where it holds.

    Changed, missing, doubled and reordered events break it. A cut-off end does not: compare the last hash
    with one that is kept elsewhere.
    """
    expected = first_sequence
    for chained in events:
        if chained.event.sequence != expected or not _follows(previous, chained):
            return expected
        previous, expected = chained.hash, expected + 1
    return None


def kept_links(links: Iterable[Link], organisation_id: int) -> KeptLinks:
    """Return what counts of the links of one chain; what followed on the day of a backup was lost with its house."""
    hashes: dict[int, str] = {}
    restored_to = []
    for link in links:
        if link.organisation_id != organisation_id:
            continue
        if link.is_restored:
            hashes = {sequence: kept for sequence, kept in hashes.items() if sequence <= link.sequence}
            restored_to.append(link.sequence)
        if link.sequence:
            hashes.setdefault(link.sequence, link.hash)  # the first word counts: a log can be added to
    return KeptLinks(hashes=hashes, restored_to=tuple(restored_to))


def _follows(previous: str, chained: ChainedEvent) -> bool:
    try:
        return chain_hash(previous, chained.event) == chained.hash
    except RuleBroken:  # words smuggled into a stored event are a break like any other
        return False
