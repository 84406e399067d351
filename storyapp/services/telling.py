"""A story on its way: the draft that only the teller's browser opens, and its sending."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete

from storyapp.data.db import db
from storyapp.data.queries import programmes
from storyapp.data.queries import telling as queries
from storyapp.data.queries.telling import Place
from storyapp.data.tables.programmes import Domain, Introduction, Programme
from storyapp.data.tables.stories import Draft
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.consent import ASKED_WHEN_TELLING, Purpose
from storyapp.rules.people import TELLER_BANDS, ConsentBand
from storyapp.rules.questionnaire.asked import Questionnaire
from storyapp.rules.receipts import Receipt as Code
from storyapp.rules.receipts import parse_receipt
from storyapp.rules.wording import Wording, wording_of
from storyapp.services import consents, form_versions, leads, receipts, sessions, submission, understanding
from storyapp.services.submission import StoryTold
from storyapp.services.transaction import TELLER, act
from storyapp.words.consent_texts import Asked, built_in
from storyapp.words.speech import language

DRAFT_LASTS = timedelta(hours=24)
SEALED_AT = "drafts"
DRAFTS = Draft.__table__
OWN_KINDS = ("starter", "example")  # options of a question that brings a story to mind are helps to begin
LEAVE_CODE = (
    DRAFTS.update()
    .where(DRAFTS.c.token_hash == bindparam("token"))
    .values(sealed=bindparam("rest"), story_id=bindparam("story"))
)
LEFT_AFTER_SENDING = DRAFTS.update().where(DRAFTS.c.token_hash == bindparam("token")).values(sealed=bindparam("rest"))


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """How a programme asks one of our questions, with ways to begin and examples of its own."""

    wording: Wording
    hint: Wording
    starters: tuple[Wording, ...] = ()
    examples: tuple[Wording, ...] = ()


@dataclass(kw_only=True)
class Contents:
    """What a draft holds. `answers` are whole, step by step; `typed` is what did not hold yet, as it was typed."""

    submission_key: str = ""
    code: str = ""
    address: str = "vy"
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)  # steps whose errors should be shown
    shown: dict[str, str] = field(default_factory=dict)  # purpose → fingerprint of the words shown
    trouble: str = ""  # why the story could not be sent
    form_version: int = 0  # the id of the version of the form that is answered
    has_check: bool = False  # whether two questions ask if consent was understood
    own_phone: bool = False
    is_sent: bool = False
    waits_for_guardian: bool = False  # nobody reads before an adult has agreed on paper
    later_code: str = ""  # by which the draft can be taken along to another device
    next_invitation: int = (
        0  # a link that was opened while this story was half told; till that is settled it stays shut
    )
    was_shown: bool = False  # the code, at least once
    passed_on: str = ""  # secret of the link for friends

    @property
    def is_begun(self) -> bool:
        """Tell whether something was written that would be a pity to lose."""
        return not self.is_sent and bool(self.answers.keys() - {"start"} or self.typed.keys() - {"start"})

    @property
    def receipt(self) -> Code:
        """Return the receipt code that was made when telling began."""
        return parse_receipt(self.code)


CONTENTS = frozenset(one.name for one in fields(Contents))


def open_invitation(token: str) -> Place | None:
    """Return what a link opens, or None where it is unknown, revoked or has ended."""
    place = queries.place_of_link(kit().vault.fingerprint(token, "invitation"))
    if place is None or not submission.is_open(place.invitation, kit().clock()):
        return None
    return place


def unfinished(token: str) -> Contents | None:
    """Return what a browser holds half told, or None."""
    found = sessions.telling_of(token) if token else None
    contents = contents_of(found[0], token) if found is not None else None
    return contents if contents is not None and contents.is_begun else None


def has_unseen_code(token: str) -> bool:
    """Tell whether a browser holds a story that is sent, with a code that is still to be shown.

    On the teller's own phone it is shown until they say that it is saved; elsewhere only if no page showed it yet, as
    where the answer to the last press was lost: whoever opens the link next may be somebody else.
    """
    found = sessions.telling_of(token) if token else None
    contents = contents_of(found[0], token) if found is not None else None
    return contents is not None and contents.is_sent and (contents.own_phone or not contents.was_shown)


def note_shown(token: str, contents: Contents) -> None:
    """Remember that a page showed the code."""
    if contents.was_shown:
        return
    contents.was_shown = True
    with act(TELLER):
        keep_after_sending(token, contents)


def keep_after_sending(token: str, contents: Contents) -> None:
    """Save what is left of a draft after sending; call inside an act."""
    db.session.execute(LEFT_AFTER_SENDING, {"token": _hash(token), "rest": seal(token, contents)})


def place_of_next(contents: Contents) -> Place | None:
    """Return the link that was opened while this story was half told, where it is still good."""
    place = queries.place_of_invitation(contents.next_invitation) if contents.next_invitation else None
    is_good = place is not None and submission.is_open(place.invitation, kit().clock()) and not leads.rests(place)
    return place if is_good else None


def begin(place: Place, *, instead_of: str = "") -> str:
    """Start a draft and return the cookie that opens it; a draft that is left in this browser goes."""
    token, invitation_id = new_token(), place.invitation.id
    contents = Contents(
        submission_key=new_token(), code=receipts.fresh_code().digits, address=place.programme.address_form.value,
        has_check=understanding.asks(place.programme),
    )  # fmt: skip
    with act(TELLER) as doing:
        _forget(instead_of)
        contents.form_version = form_versions.settle(doing, place.programme)
        db.session.add(
            Draft(
                token_hash=_hash(token), invitation_id=invitation_id, sealed=seal(token, contents),
                expires_at=kit().clock() + DRAFT_LASTS,
            )
        )  # fmt: skip
    return token


def contents_of(draft: Draft, token: str) -> Contents:
    """Open a draft with its cookie."""
    vault = kit().vault
    kept = json.loads(vault.open(vault.token_key(token), draft.sealed, SEALED_AT))
    return Contents(**{name: value for name, value in kept.items() if name in CONTENTS})  # it may be of another release


def keep(token: str, contents: Contents) -> None:
    """Save a draft for another day."""
    with act(TELLER):
        draft = db.session.get(Draft, _hash(token), with_for_update=True)
        if draft is None or draft.story_id is not None:  # sent meanwhile: nothing may be written over the receipt
            return
        draft.sealed, draft.expires_at = seal(token, contents), kit().clock() + DRAFT_LASTS


def leave(token: str) -> None:
    """Forget a draft at once."""
    if token:
        with act(TELLER):
            _forget(token)


def send(token: str, invitation_id: int, contents: Contents, told: StoryTold) -> None:
    """Send the story; in the same act only the receipt's code is left in the draft."""

    def leave_only_the_code(story_id: int) -> None:
        rest = Contents(
            code=contents.code, address=contents.address, is_sent=True, own_phone=contents.own_phone,
            waits_for_guardian=contents.waits_for_guardian,
        )  # fmt: skip
        db.session.execute(LEAVE_CODE, {"token": _hash(token), "rest": seal(token, rest), "story": story_id})

    submission.submit_story(invitation_id, told, contents.receipt, also=leave_only_the_code)


def confirm_saved(token: str, story_id: int | None) -> None:
    """The teller says that the code is saved: the draft goes, and with it the last place that held the code."""
    if story_id is not None:
        receipts.confirm_saved(story_id)
    leave(token)


def introduction_of(programme: Programme, band: ConsentBand | None) -> Introduction | None:
    """Return what the programme says of itself to an age group; for no group yet, to the youngest it has words for."""
    known = queries.introductions_of(programme)
    if band is not None:
        return known.get(band)
    return next((known[one] for one in TELLER_BANDS if one in known), None)


def consent_questions(programme: Programme, band: ConsentBand) -> dict[Purpose, Asked]:
    """Return each question about consent in the programme's words, or in ours where it has none."""
    own = {row.purpose: row for row in queries.consent_texts_of(programme, band, language())}
    return {
        purpose: Asked(text=own[purpose].text, readers=own[purpose].readers, is_own=True)
        if purpose in own
        else built_in(purpose, band)
        for purpose in ASKED_WHEN_TELLING
    }


def shown_hashes(asked: Mapping[Purpose, Asked]) -> dict[str, str]:
    """Return the fingerprint of the words shown for each purpose."""
    return {purpose.name: consents.text_hash(question.text) for purpose, question in asked.items()}


def form_of(programme: Programme, contents: Contents) -> Questionnaire:
    """Return the form that this draft answers: the version with which it began, however the form is edited meanwhile."""
    return form_versions.form_of_version(contents.form_version) or form_versions.form_in_force(programme)


def own_words(form: Questionnaire, code: str) -> OwnWords | None:
    """Return how the programme itself asks one of our questions, or None where it leaves that to us."""
    asked = form.by_code.get(code)
    if asked is None or not asked.is_our_own:
        return None
    by_kind = {
        kind: tuple(wording_of(o) for o in asked.options if o.get("code", "").startswith(kind)) for kind in OWN_KINDS
    }
    return OwnWords(wording=asked.wording, hint=asked.hint, starters=by_kind["starter"], examples=by_kind["example"])


def domains_of(programme: Programme) -> list[Domain]:
    """Return the programme's domains in use."""
    return programmes.domains_of(programme, only_active=True)


def _forget(token: str) -> None:
    if token:
        db.session.execute(delete(Draft).where(Draft.token_hash == _hash(token)))


def _hash(token: str) -> bytes:
    return kit().vault.fingerprint(token, "draft")


def phone_key(token: str) -> bytes:
    """Return the key by which a phone of the teller's own seals what has not arrived yet; it goes with the draft."""
    return kit().vault.fingerprint(token, "phone")


def seal(token: str, contents: Contents) -> bytes:
    """Seal a draft under its cookie."""
    vault = kit().vault
    return vault.seal(vault.token_key(token), json.dumps(asdict(contents), ensure_ascii=False), SEALED_AT)
