"""Receipt codes: made once, kept as hashes, checked slowly; the way back of a teller without an account."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, select

from storyapp.data.db import add_unless_there, db, n_touched
from storyapp.data.tables.stories import Draft, Receipt, Throttle
from storyapp.formats.picture_png import png
from storyapp.formats.receipt_picture import receipt_drawing
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.errors import RuleBroken
from storyapp.rules.receipts import Receipt as Code
from storyapp.rules.receipts import check_pace, new_receipt, parse_receipt
from storyapp.services.jobs import Ticket
from storyapp.services.transaction import TELLER, WORKER, act

RETURN_LASTS = timedelta(minutes=30)
FORGET_AFTER = timedelta(hours=24)
PICTURE_WIDTH = 800  # pixels: read on any phone, and by a camera from another screen


def fresh_code() -> Code:
    """Return a new receipt code from the system's source of chance."""
    return new_receipt(lambda n: f"{secrets.randbelow(10**n):0{n}d}")


def receipt_values(story_id: int, code: Code) -> dict[str, Any]:
    """Return the row by which a code is found and proved; the code itself is kept nowhere."""
    vault = kit().vault
    return {
        "story_id": story_id, "selector_hash": vault.fingerprint(code.digits, "receipt-selector"),
        "verifier_hmac": vault.fingerprint(code.verifier, "receipt-verifier"),
    }  # fmt: skip


def is_taken(code: Code) -> bool:
    """Tell whether a story is kept under this code."""
    selector = kit().vault.fingerprint(code.digits, "receipt-selector")
    return db.session.scalar(select(Receipt.story_id).where(Receipt.selector_hash == selector)) is not None


def picture_of(code: Code) -> bytes:
    """Return the code as a picture (PNG): its digits and the same as a QR code, and not a word."""
    return png(receipt_drawing(code.grouped.split(), code.digits), width=PICTURE_WIDTH)


def harden_receipt(ticket: Ticket) -> None:
    """Put Argon2id over the keyed hash, within a minute, in the worker (30 ms are too dear in a request)."""
    with act(WORKER):
        row = db.session.get(Receipt, ticket.subject_id)
        if row is not None and row.verifier_hmac is not None:
            row.verifier_argon2 = kit().vault.hash_password(row.verifier_hmac.hex())
            row.verifier_hmac = None


def come_back(typed: str, *, visitor: str) -> str:
    """Check a typed code and return the cookie that opens "my story"; unknown and wrong look and cost the same."""
    row = proved(typed, visitor=visitor, find=lambda selector: select(Receipt).where(Receipt.selector_hash == selector))
    return open_my_story(row.story_id)


def proved(typed: str, *, visitor: str, find: Callable[[bytes], Select[Any]]) -> Any:
    """Return the row that a typed code opens; `find` says where to look. Raises RuleBroken, and slows down who guesses."""
    code = parse_receipt(typed)
    buckets = buckets_of(visitor, code)
    check_pace_of(buckets)
    row = db.session.scalar(find(kit().vault.fingerprint(code.digits, "receipt-selector")))
    if not _is_proved(row, code) or row is None:
        note_failure(buckets)
        raise RuleBroken("receipt.unknown")
    return row


def open_my_story(story_id: int) -> str:
    """Give a returned teller the cookie that opens their story for half an hour."""
    token = new_token()
    vault = kit().vault
    with act(TELLER):
        db.session.add(
            Draft(
                token_hash=vault.fingerprint(token, "draft"), story_id=story_id,
                sealed=vault.seal(vault.token_key(token), "{}", "drafts"), expires_at=kit().clock() + RETURN_LASTS,
            )
        )  # fmt: skip
    return token


def confirm_saved(story_id: int) -> None:
    """Note that the teller says the code is saved."""
    with act(TELLER):
        row = db.session.get(Receipt, story_id)
        if row is not None and row.confirmed_on is None:
            row.confirmed_on = kit().clock().date()


def sweep_throttles() -> int:
    """Forget failures that are a day old; return how many."""
    with act(WORKER):
        return n_touched(delete(Throttle).where(Throttle.forgotten_at <= kit().clock()))


def _is_proved(row: Any, code: Code) -> bool:
    vault = kit().vault
    proof = vault.fingerprint(code.verifier, "receipt-verifier")
    if isinstance(row, Receipt) and row.verifier_hmac is not None:
        return secrets.compare_digest(row.verifier_hmac, proof)
    return vault.is_password(proof.hex(), row.verifier_argon2 if row is not None else None)


def buckets_of(visitor: str, code: Code) -> list[bytes]:
    """Return where failures are counted: this browser, and the six digits that were tried from anywhere."""
    vault = kit().vault
    return [vault.fingerprint(visitor, "receipt-throttle"), vault.fingerprint(code.selector, "receipt-tried")]


def check_pace_of(buckets: list[bytes]) -> None:
    """Raise RuleBroken while somebody who typed wrong codes has to wait."""
    now = kit().clock()
    query = select(Throttle).where(Throttle.bucket.in_(buckets), Throttle.forgotten_at > now)
    for slow in db.session.scalars(query):
        check_pace(n_failures=slow.n_failures, last_failed_at=slow.open_again_at, now=now)


def note_failure(buckets: list[bytes]) -> None:
    """Count one wrong code more, in every bucket."""
    now = kit().clock()
    with act(TELLER):
        for bucket in sorted(buckets):  # always in one order, so that two tries never wait for each other
            add_unless_there(Throttle, bucket=bucket, n_failures=0, forgotten_at=now + FORGET_AFTER)
            slow = db.session.get_one(Throttle, bucket, with_for_update=True, populate_existing=True)
            if slow.forgotten_at <= now:
                slow.n_failures = 0
            slow.n_failures += 1
            slow.open_again_at = now  # when it failed last; the rule adds the wait
            slow.forgotten_at = now + FORGET_AFTER
