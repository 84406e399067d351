"""A guardian agrees or refuses by a card with a link, and comes back by a code; never does a guardian see a story."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from storyapp.data.db import db, n_touched
from storyapp.data.queries.stories import story_by_public_id
from storyapp.data.tables.programmes import Introduction, Programme
from storyapp.data.tables.stories import GuardianLink, GuardianVisit, Story
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.consent import ASKED_WHEN_TELLING, ConsentAct, GuardianKind, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import ConsentBand
from storyapp.rules.receipts import Receipt as Code
from storyapp.rules.receipts import parse_receipt
from storyapp.rules.retention import USUAL
from storyapp.rules.stories import StoryState
from storyapp.services import consents, receipts, telling
from storyapp.services.transaction import TELLER, WORKER, account_actor, act
from storyapp.words.consent_texts import Asked
from storyapp.words.speech import language

GUARDIAN = "guardian"  # how a guardian stands in the audit chain: no name, no number
LINK_LASTS = timedelta(days=USUAL.guardian_days)
VISIT_LASTS = timedelta(minutes=30)
TOKEN_PLACE, SEALED_AT = "guardian_links/token", "guardian_visits"


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card as it is handed out: whose link it carries and until when it works."""

    link_id: int
    token: str
    language: str
    expires_at: datetime
    n_not_guardian: int


@dataclass(frozen=True, kw_only=True)
class GuardianHere:
    """A guardian's browser: which card, for which programme, what was chosen and not taken yet."""

    token: str
    link: GuardianLink
    programme: Programme
    kind: GuardianKind | None
    kept: dict[str, Any]

    @property
    def is_by_code(self) -> bool:
        """Tell whether the guardian has answered before and came back by the code."""
        return bool(self.kept.get("by_code"))

    @property
    def code(self) -> Code | None:
        """Return the code to write down, until it is saved."""
        digits = self.kept.get("code", "")
        return parse_receipt(digits) if digits else None


# --- the card ---------------------------------------------------------------------------------------------------------


def make_card(story_id: int, *, account_id: int | None = None) -> None:
    """Make a card for the guardian of a story; one that nobody has answered yet stops.

    A teller (no account) makes one only while the story waits, so that no card undoes what a guardian has said.
    """
    with act(TELLER if account_id is None else account_actor(account_id)) as doing:
        story = db.session.get(Story, story_id, with_for_update=True)
        if story is None:
            raise RuleBroken("story.erased")
        if not story.guardian_needed or story.state is StoryState.WITHDRAWN:
            raise RuleBroken("guardian.not-needed")
        if account_id is None and story.state is not StoryState.WAITING_FOR_GUARDIAN:
            raise RuleBroken("guardian.answered-already")
        _revoke_unanswered(story.id)
        token, now = new_token(), kit().clock()
        db.session.add(
            GuardianLink(
                organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id,
                token_hash=_hash(token), token_sealed=kit().vault.seal_for_house(token, TOKEN_PLACE),
                language=language(), made_by_id=account_id, made_on=now.date(), expires_at=now + LINK_LASTS,
            )
        )  # fmt: skip
        doing.note(story.organisation_id, "guardian-card.made", f"story:{story.public_id}")


def make_cards(programme: Programme, public_ids: Collection[str], *, account_id: int) -> list[str]:
    """Make cards for the waiting stories among these that have none that works; return for which a card is ready."""
    ready = []
    for public_id in public_ids:
        story = story_by_public_id(programme, public_id)
        if story is None or story.state is not StoryState.WAITING_FOR_GUARDIAN:
            continue
        if card_of(story.id) is None:
            make_card(story.id, account_id=account_id)
        ready.append(public_id)
    if not ready:
        raise RuleBroken("consent.nothing-chosen")
    return ready


def card_of(story_id: int) -> Card | None:
    """Return the card that still waits for its answer, or None."""
    link = db.session.scalar(_open_links().where(GuardianLink.story_id == story_id))
    return None if link is None else _card(link)


def cards_of(programme: Programme) -> dict[str, Card]:
    """Return the cards of a programme that wait for their answer, by the public id of the story."""
    query = (
        _open_links()
        .join(Story, Story.id == GuardianLink.story_id)
        .where(
            GuardianLink.organisation_id == programme.organisation_id, GuardianLink.programme_id == programme.id,
            Story.state == StoryState.WAITING_FOR_GUARDIAN,
        )
        .add_columns(Story.public_id)
    )  # fmt: skip
    return {public_id: _card(link) for link, public_id in db.session.execute(query)}


def show_cards(programme: Programme, public_ids: Collection[str], *, account_id: int) -> dict[str, Card]:
    """Return cards to be printed, by the public id of the story; that they were shown is noted."""
    cards = cards_of(programme)
    shown = [public_id for public_id in public_ids if public_id in cards]
    with act(account_actor(account_id)) as doing:
        for public_id in shown:
            doing.note(programme.organisation_id, "guardian-card.shown", f"story:{public_id}")
    return {public_id: cards[public_id] for public_id in shown}


def revoke_card(programme: Programme, public_id: str, *, account_id: int) -> None:
    """Stop a card that nobody has answered: it was lost, or it is in the wrong hands."""
    with act(account_actor(account_id)) as doing:
        story = story_by_public_id(programme, public_id)
        if story is not None and _revoke_unanswered(story.id):
            doing.note(story.organisation_id, "guardian-card.revoked", f"story:{public_id}")


# --- the guardian's way -----------------------------------------------------------------------------------------------


def open_card(token: str) -> tuple[str, str] | None:
    """Exchange the secret of a card for a cookie, and say in which language the card was made; None where it ended."""
    link = db.session.scalar(_open_links().where(GuardianLink.token_hash == _hash(token)))
    return None if link is None else (_begin(link, {}), link.language)


def come_back(typed: str, *, visitor: str) -> str:
    """Check a guardian's code and return a cookie; wrong and unknown codes cost and look the same."""
    link = receipts.proved(
        typed, visitor=visitor, find=lambda selector: select(GuardianLink).where(GuardianLink.selector_hash == selector)
    )
    return _begin(link, {"by_code": True})


def here(token: str) -> GuardianHere | None:
    """Return whose browser this is, or None where the visit or the card has ended."""
    query = (
        select(GuardianVisit, GuardianLink, Programme)
        .join(GuardianLink, GuardianLink.id == GuardianVisit.link_id)
        .join(Programme, Programme.id == GuardianLink.programme_id)
        .where(GuardianVisit.token_hash == _visit_hash(token))
    )
    row = db.session.execute(query).one_or_none()
    if row is None or row.GuardianVisit.ends_at <= kit().clock():
        return None
    vault, visit, link = kit().vault, row.GuardianVisit, row.GuardianLink
    kept = json.loads(vault.open(vault.token_key(token), visit.sealed, SEALED_AT))
    if not (kept.get("by_code") or kept.get("code") or _is_open(link)):
        return None
    return GuardianHere(token=token, link=link, programme=row.Programme, kind=visit.kind or link.kind, kept=kept)


def questions(programme: Programme) -> dict[Purpose, Asked]:
    """Return what a guardian is asked, in the programme's words for guardians or in ours."""
    return telling.consent_questions(programme, ConsentBand.GUARDIAN)


def introduction(programme: Programme) -> Introduction | None:
    """Return what the programme says of itself to guardians, where it has written that."""
    return telling.queries.introductions_of(programme).get(ConsentBand.GUARDIAN)


def answers_now(who: GuardianHere) -> dict[Purpose, bool]:
    """Return what a guardian has said last about each purpose."""
    said = consents.guardian_answers(who.link.story_id)
    return {p: said_last is ConsentAct.GRANT for p, said_last in said.items() if p in ASKED_WHEN_TELLING}


def say_kind(who: GuardianHere, kind: GuardianKind) -> None:
    """Take down in which capacity somebody answers."""
    with act(GUARDIAN):
        visit = db.session.get(GuardianVisit, _visit_hash(who.token))
        if visit is not None:
            visit.kind = kind


def say_not_guardian(who: GuardianHere) -> None:
    """Take down that the card came into other hands: no answer is kept, the card goes on working, the visit ends."""
    link_id = who.link.id
    with act(GUARDIAN) as doing:
        link = db.session.get(GuardianLink, link_id, with_for_update=True)
        if link is not None:
            link.n_not_guardian += 1
            story = db.session.get_one(Story, link.story_id)
            doing.note(link.organisation_id, "guardian-card.not-guardian", f"story:{story.public_id}")
        _end(who.token)


def answer(
    who: GuardianHere, agreed: Mapping[Purpose, bool], shown: Mapping[Purpose, str], *, spoken: str
) -> None:  # fmt: skip
    """Write a guardian's answers. The first one ends the link and gives a code; the others change what was said."""
    today, link_id, kind, token = kit().clock().date(), who.link.id, who.kind, who.token
    kept: dict[str, Any] = {"by_code": True} if who.is_by_code else {}
    with act(GUARDIAN) as doing:
        link = db.session.get(GuardianLink, link_id, with_for_update=True)
        if link is None:
            raise RuleBroken("story.erased")
        story = db.session.get_one(Story, link.story_id, with_for_update=True)
        if link.answered_on is None:
            if not _is_open(link) or kind is None:
                raise RuleBroken("guardian.card-ended")
            kept = {"code": _give_code(link, kind, today)}
        elif not kept:
            raise RuleBroken("guardian.card-ended")
        is_first = "code" in kept
        consents.guardian_says(doing, story, agreed, on=today, today=today, language=spoken, shown=shown)
        doing.note(
            story.organisation_id, "consent.guardian-answered" if is_first else "consent.guardian-changed",
            f"story:{story.public_id}", reason=kind.name if kind is not None else "",
        )  # fmt: skip
        _keep(token, kept)


def keep_chosen(who: GuardianHere, values: Mapping[str, str] | None) -> None:
    """Keep what was chosen and could not be taken, or (None) forget it."""
    kept = {name: value for name, value in who.kept.items() if name != "typed"}
    with act(GUARDIAN):
        _keep(who.token, kept if values is None else kept | {"typed": dict(values)})


def confirm_saved(who: GuardianHere) -> None:
    """The guardian says that the code is saved: the visit goes, and with it the last place that held the code."""
    leave(who.token)


def leave(token: str) -> None:
    """Forget a visit at once."""
    if token:
        with act(GUARDIAN):
            _end(token)


def sweep_guardian_visits() -> int:
    """Remove visits that have ended; return how many."""
    with act(WORKER):
        return n_touched(delete(GuardianVisit).where(GuardianVisit.ends_at <= kit().clock()))


def has_refused(story: Story) -> bool:
    """Tell whether a guardian has said no to every use of a story that waits."""
    return story.state is StoryState.WAITING_FOR_GUARDIAN and bool(consents.guardian_answers(story.id))


def erased_on(story: Story) -> date:
    """Return the day on which a story that no guardian has agreed to is erased."""
    return story.told_on + LINK_LASTS


def _open_links() -> Any:
    return select(GuardianLink).where(
        GuardianLink.answered_on.is_(None), GuardianLink.revoked_at.is_(None), GuardianLink.expires_at > kit().clock()
    )


def _is_open(link: GuardianLink) -> bool:
    return link.answered_on is None and link.revoked_at is None and link.expires_at > kit().clock()


def _card(link: GuardianLink) -> Card:
    sealed = link.token_sealed or b""
    return Card(
        link_id=link.id, token=kit().vault.open_for_house(sealed, TOKEN_PLACE), language=link.language,
        expires_at=link.expires_at, n_not_guardian=link.n_not_guardian,
    )  # fmt: skip


def _revoke_unanswered(story_id: int) -> int:
    return n_touched(
        update(GuardianLink)
        .where(GuardianLink.story_id == story_id, GuardianLink.answered_on.is_(None), GuardianLink.revoked_at.is_(None))
        .values(revoked_at=kit().clock())
    )


def _give_code(link: GuardianLink, kind: GuardianKind, today: date) -> str:
    code, vault = receipts.fresh_code(), kit().vault
    values = receipts.receipt_values(link.story_id, code)
    link.answered_on, link.kind, link.token_sealed = today, kind, None
    link.selector_hash = values["selector_hash"]
    link.verifier_argon2 = vault.hash_password(values["verifier_hmac"].hex())
    return code.digits


def _begin(link: GuardianLink, kept: Mapping[str, Any]) -> str:
    token, vault, link_id = new_token(), kit().vault, link.id
    with act(GUARDIAN):
        db.session.add(
            GuardianVisit(
                token_hash=_visit_hash(token), link_id=link_id, ends_at=kit().clock() + VISIT_LASTS,
                sealed=vault.seal(vault.token_key(token), json.dumps(kept), SEALED_AT),
            )
        )  # fmt: skip
    return token


def _keep(token: str, kept: Mapping[str, Any]) -> None:
    vault, visit = kit().vault, db.session.get(GuardianVisit, _visit_hash(token))
    if visit is not None:
        visit.sealed = vault.seal(vault.token_key(token), json.dumps(kept, ensure_ascii=False), SEALED_AT)


def _end(token: str) -> None:
    db.session.execute(delete(GuardianVisit).where(GuardianVisit.token_hash == _visit_hash(token)))


def _hash(token: str) -> bytes:
    return kit().vault.fingerprint(token, "guardian-card")


def _visit_hash(token: str) -> bytes:
    return kit().vault.fingerprint(token, "guardian-visit")
