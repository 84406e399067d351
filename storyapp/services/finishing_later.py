"""Going on with a half-told story on another device, by a code that works once and for a day."""

from sqlalchemy import delete, select

from storyapp.data.db import db
from storyapp.data.tables.stories import Draft, DraftCode
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.errors import RuleBroken
from storyapp.rules.receipts import Receipt as Code
from storyapp.rules.receipts import parse_receipt
from storyapp.services import receipts, telling
from storyapp.services.telling import Contents
from storyapp.services.transaction import TELLER, act

SEALED_AT = "draft_codes"


def take_along(token: str, contents: Contents) -> None:
    """Keep a draft for another device under a fresh code, which is shown from the draft; an older code ends."""
    code, vault = receipts.fresh_code(), kit().vault
    contents.later_code = code.digits
    telling.keep(token, contents)
    of_draft = vault.fingerprint(token, "draft")
    with act(TELLER):
        draft = db.session.get(Draft, of_draft)
        if draft is None or draft.story_id is not None:
            return
        db.session.execute(delete(DraftCode).where(DraftCode.token_hash == of_draft))
        db.session.add(
            DraftCode(
                selector_hash=_selector(code), token_hash=of_draft, expires_at=kit().clock() + telling.DRAFT_LASTS,
                sealed=vault.seal(_key(code), token, SEALED_AT),
            )
        )  # fmt: skip


def go_on(typed: str, *, visitor: str, instead_of: str = "") -> str:
    """Move the draft of a code to this browser and return its new cookie; the old device and the code open it no more.

    Wrong, used and late codes look the same, and whoever tries many has to wait longer and longer.
    A story that is half told in this browser (`instead_of`) is given up for it: the page says so before.
    """
    code = parse_receipt(typed)
    buckets = receipts.buckets_of(visitor, code)
    receipts.check_pace_of(buckets)
    moved = _moved(code, instead_of)
    if moved is None:
        receipts.note_failure(buckets)
        raise RuleBroken("draft-code.unknown")
    return moved


def _moved(code: Code, instead_of: str) -> str | None:
    vault, now = kit().vault, kit().clock()
    with act(TELLER):
        row = db.session.scalar(
            select(DraftCode)
            .where(DraftCode.selector_hash == _selector(code), DraftCode.expires_at > now)
            .with_for_update()
        )
        draft = db.session.get(Draft, row.token_hash, with_for_update=True) if row is not None else None
        if row is None or draft is None or draft.story_id is not None or draft.expires_at <= now:
            return None
        old, new = vault.open(_key(code), row.sealed, SEALED_AT), new_token()
        contents = telling.contents_of(draft, old)
        contents.later_code, contents.own_phone, contents.next_invitation = "", False, 0
        db.session.add(
            Draft(
                token_hash=vault.fingerprint(new, "draft"), invitation_id=draft.invitation_id,
                sealed=telling.seal(new, contents), expires_at=now + telling.DRAFT_LASTS,
            )
        )  # fmt: skip
        db.session.execute(delete(DraftCode).where(DraftCode.token_hash == row.token_hash))
        gone = [vault.fingerprint(one, "draft") for one in (old, instead_of) if one]
        db.session.execute(delete(Draft).where(Draft.token_hash.in_(gone), Draft.story_id.is_(None)))
        return new


def _selector(code: Code) -> bytes:
    return kit().vault.fingerprint(code.digits, "draft-code")


def _key(code: Code) -> bytes:
    return kit().vault.token_key(f"draft-code {code.digits}")
