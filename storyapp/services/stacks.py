"""A stack of paper stories, typed in one after another; the codes are kept sealed until their slips are printed (A7)."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from sqlalchemy import or_, select

from storyapp.data.db import db
from storyapp.data.tables.people import Account, Membership
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Draft
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Capability
from storyapp.rules.receipts import Receipt as Code
from storyapp.rules.receipts import parse_receipt
from storyapp.services import receipts, submission
from storyapp.services.submission import StoryTold
from storyapp.services.transaction import act

LASTS = timedelta(hours=24)
SEALED_AT = "drafts/stack"
MOST_OF_A_STACK = 200
LAST_NUMBER = re.compile(r"(\d+)(\D*)$")


@dataclass(frozen=True, kw_only=True)
class Slip:
    """The receipt of one typed story, to be cut off and handed to its teller."""

    paper: str
    code: str

    @property
    def receipt(self) -> Code:
        """Return the code."""
        return parse_receipt(self.code)


@dataclass(kw_only=True)
class Stack:
    """What was typed in this browser so far: for each story its paper and its code, and what the next one takes over."""

    invitation_id: int
    slips: list[Slip] = field(default_factory=list)
    told_on: str = ""
    collector_id: int = 0

    @property
    def next_number(self) -> str:
        """Return the number that the next paper probably bears: one more than the last."""
        return _one_more(self.slips[-1].paper) if self.slips else ""


def stack_of(token: str, invitation_id: int) -> Stack:
    """Return the stack of a cookie for this invitation; a new one where there is none."""
    vault = kit().vault
    draft = db.session.get(Draft, _hash(token)) if token else None
    if draft is None or draft.invitation_id != invitation_id or draft.expires_at <= kit().clock():
        return Stack(invitation_id=invitation_id)
    kept = json.loads(vault.open(vault.token_key(token), draft.sealed, SEALED_AT))
    return Stack(**{**kept, "slips": [Slip(**one) for one in kept["slips"]]})


def put_on(token: str, stack: Stack, told: StoryTold) -> bool:
    """Keep one more story and its code in one act; False where this very press was kept before.

    Raises RuleBroken where the paper is of tomorrow, the stack is full, or the story or its link does not hold.
    """
    paper = told.on_paper
    assert paper is not None
    if paper.told_on > kit().clock().date():
        raise RuleBroken("consent.paper-in-the-future")
    if len(stack.slips) >= MOST_OF_A_STACK:
        raise RuleBroken("stack.full", most=MOST_OF_A_STACK)
    code = receipts.fresh_code()
    longer = Stack(
        invitation_id=stack.invitation_id, slips=[*stack.slips, Slip(paper=paper.number, code=code.digits)],
        told_on=paper.told_on.isoformat(), collector_id=paper.collector_id or 0,
    )  # fmt: skip
    return submission.submit_story(stack.invitation_id, told, code, also=_kept(token, longer))


def forget(token: str) -> None:
    """Forget the codes of a stack: their slips are printed."""
    if token:
        with act("stack"):
            draft = db.session.get(Draft, _hash(token))
            if draft is not None:
                db.session.delete(draft)


def who_asked(programme: Programme) -> list[Account]:
    """Return those who may have asked for a story of this programme, by name."""
    roles = select(Membership).where(
        Membership.organisation_id == programme.organisation_id,
        or_(Membership.programme_id.is_(None), Membership.programme_id == programme.id),
    )  # fmt: skip
    ids = {one.account_id for one in db.session.scalars(roles) if one.role.may(Capability.COLLECT)}
    query = select(Account).where(Account.id.in_(ids), Account.is_disabled.is_(False)).order_by(Account.name)
    return list(db.session.scalars(query))


def _kept(token: str, stack: Stack) -> Callable[[int], None]:
    vault = kit().vault

    def keep(story_id: int) -> None:
        sealed = vault.seal(vault.token_key(token), json.dumps(asdict(stack), ensure_ascii=False), SEALED_AT)
        draft = db.session.get(Draft, _hash(token))
        if draft is None:
            draft = Draft(token_hash=_hash(token), invitation_id=stack.invitation_id)
            db.session.add(draft)
        draft.sealed, draft.expires_at = sealed, kit().clock() + LASTS

    return keep


def _one_more(number: str) -> str:
    found = LAST_NUMBER.search(number)
    if found is None:
        return ""
    digits = found[1]
    return f"{number[: found.start()]}{int(digits) + 1:0{len(digits)}d}{found[2]}"


def _hash(token: str) -> bytes:
    return kit().vault.fingerprint(token, "stack")
