"""Interviews written down where there is no network: a phone seals each for this house alone, and sends it later."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import SealBroken
from storyapp.rules.errors import RuleBroken
from storyapp.rules.receipts import parse_receipt
from storyapp.services import form_versions, receipts, submission
from storyapp.services.submission import StoryTold
from storyapp.services.transaction import TELLER, act

LONGEST = 400_000  # characters of a sealed interview, as it is sent


def letterbox(invitation: StoryInvitation) -> bytes:
    """Return the key by which a phone seals interviews of this link; nothing in the phone opens them again."""
    return kit().vault.letterbox(_box(invitation))


def settled_form(programme: Programme) -> int:
    """Return the id of the version of the form that interviews begun now will answer."""
    with act(TELLER) as doing:
        return form_versions.settle(doing, programme)


def opened(invitation: StoryInvitation, letter: bytes) -> Mapping[str, Any]:
    """Open an interview that a phone sealed for this link."""
    try:
        said = json.loads(kit().vault.open_letter(_box(invitation), letter))
    except (SealBroken, ValueError, RecursionError) as broken:
        raise RuleBroken("away.unreadable") from broken
    if not isinstance(said, dict):
        raise RuleBroken("away.unreadable")
    return said


def keep(invitation: StoryInvitation, told: StoryTold, code: str) -> bool:
    """Keep an interview under the code that its teller was given; False where it had arrived before.

    Raises RuleBroken where another story has this code: its teller could never come back to the own words.
    """
    receipt = parse_receipt(code)
    try:
        return submission.submit_story(invitation.id, told, receipt)
    except IntegrityError as broken:
        if receipts.is_taken(receipt):
            raise RuleBroken("away.code-taken") from broken
        raise


def _box(invitation: StoryInvitation) -> str:
    return f"away:{invitation.id}:{invitation.token_hash.hex()}"
