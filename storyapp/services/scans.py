"""Scans of guardians' papers: made anew, sealed, opened for a reason, gone with the last story they cover (B2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, delete, func, select

from storyapp.data.db import db
from storyapp.data.tables.paper_scans import PaperScan, PaperScanKey
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.gateways.pictures import PictureBroken, made_anew
from storyapp.gateways.vault import new_public_id
from storyapp.rules.errors import RuleBroken
from storyapp.rules.scans import LONGEST_SIDE, check_scan
from storyapp.services import sealing
from storyapp.services.reading import REASONS
from storyapp.services.transaction import Act, account_actor, act

SEALED_AT, KEY_AT = "paper_scans/sealed", "paper_scan_keys/wrapped"
MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class ScanLine:
    """A scan in the list: which paper, when it came, and how many stories it covers; never what it shows."""

    public_id: str
    paper: str
    added_on: date
    n_stories: int


def read_scan(raw: bytes) -> bytes:
    """Return a scan made anew, as one JPEG; raises RuleBroken. Call outside an act: it takes its time."""
    check_scan(raw)
    db.session.rollback()  # nothing is locked meanwhile
    try:
        return made_anew(raw, longest_side=LONGEST_SIDE).data
    except PictureBroken as broken:
        raise RuleBroken("scan.broken") from broken


def keep(doing: Act, stories: Sequence[Story], picture: bytes, paper: str, *, account_id: int) -> None:
    """Keep a scan with the stories that its paper covers; call inside an act."""
    vault, public_id, first = kit().vault, new_public_id(), stories[0]
    key, _ = vault.new_story_key(SEALED_AT)
    scan = PaperScan(
        organisation_id=first.organisation_id, programme_id=first.programme_id, public_id=public_id, paper=paper,
        n_bytes=len(picture), sealed=vault.seal_raw(key, picture, f"{SEALED_AT}/{public_id}"),
        added_on=kit().clock().date(), added_by_id=account_id,
    )  # fmt: skip
    db.session.add(scan)
    db.session.flush()
    db.session.add_all(
        PaperScanKey(
            scan_id=scan.id, story_id=story.id, wrapped=sealing.seal_raw(story.id, key, f"{KEY_AT}/{public_id}")
        )
        for story in stories
    )
    doing.note(first.organisation_id, "consent.scan-kept", f"scan:{public_id}")


def listed(programme: Programme) -> list[ScanLine]:
    """Return the scans of a programme, newest first."""
    query = (
        _of(programme)
        .join(PaperScanKey, PaperScanKey.scan_id == PaperScan.id)
        .with_only_columns(PaperScan.public_id, PaperScan.paper, PaperScan.added_on, func.count())
        .group_by(PaperScan.id, PaperScan.public_id, PaperScan.paper, PaperScan.added_on)
        .order_by(PaperScan.id.desc())
    )
    rows = db.session.execute(query.limit(MOST_LISTED))
    return [ScanLine(public_id=one, paper=paper, added_on=on, n_stories=n) for one, paper, on, n in rows]


def open_scan(programme: Programme, public_id: str, *, account_id: int, reason: str) -> bytes:
    """Return the picture of a paper, for a named reason; each opening is written down."""
    if reason not in REASONS:
        raise RuleBroken("scan.reason-missing")
    with act(account_actor(account_id)) as doing:
        scan = db.session.scalar(_of(programme).where(PaperScan.public_id == public_id))
        held = None if scan is None else db.session.scalar(_keys_of(scan).limit(1))
        if scan is None or held is None:
            raise RuleBroken("scan.gone")
        key = sealing.open_raw(held.story_id, held.wrapped, f"{KEY_AT}/{public_id}")
        picture = kit().vault.open_raw(key, scan.sealed, f"{SEALED_AT}/{public_id}")
        doing.note(scan.organisation_id, "consent.scan-opened", f"scan:{public_id}", reason=reason)
    return picture


def drop_without_stories() -> None:
    """Delete the scans whose last story is gone: nothing opens them any more. Call inside an act."""
    covered = select(PaperScanKey.scan_id)
    db.session.execute(delete(PaperScan).where(PaperScan.id.not_in(covered)))


def _of(programme: Programme) -> Select[PaperScan]:
    return select(PaperScan).where(
        PaperScan.organisation_id == programme.organisation_id, PaperScan.programme_id == programme.id
    )


def _keys_of(scan: PaperScan) -> Select[PaperScanKey]:
    return select(PaperScanKey).where(PaperScanKey.scan_id == scan.id).order_by(PaperScanKey.story_id)
