"""A teller comes back by receipt: what became of the story, words both ways, and the right to take it back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from storyapp.data.db import db
from storyapp.data.queries import my_story as queries
from storyapp.data.queries.my_story import Reading
from storyapp.data.tables.consenting import TextEdit
from storyapp.data.tables.programmes import Change, Programme
from storyapp.data.tables.rounds import Round
from storyapp.data.tables.stories import Draft, LastingAnswer, Story, TellerMessage
from storyapp.gateways.kit import kit
from storyapp.rules.consent import ASKED_WHEN_TELLING, ConsentBy, Purpose, teller_speaks_as
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand
from storyapp.rules.questionnaire.unfolding import unfolded
from storyapp.rules.rounds import UNDER_WAY, RoundState
from storyapp.rules.stories import LONGEST_TEXT, ReadBack, StoryState, check_reading_back
from storyapp.services import (
    cases,
    consents,
    erasing,
    form_versions,
    guardians,
    questionnaires,
    reading,
    rewording,
    sealing,
)
from storyapp.services.submission import sealed_key
from storyapp.services.transaction import TELLER, Act, act
from storyapp.words.answers import answer_words, asked_words

TELLER_SAYS = ("reply", "question", "complaint", "misread", "help")
MOST_MESSAGES = 50
TOLD = ("title", "happened", "matters", "considered", "pseudonym")


@dataclass(frozen=True, kw_only=True)
class Returned:
    """Who came back, to which story."""

    story: Story
    programme: Programme

    @property
    def address(self) -> str:
        """Return how Russian speaks to this teller."""
        is_adult = self.story.age_band in (AgeBand.ADULT, None)
        return "vy" if is_adult else self.programme.address_form.value


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message, opened."""

    kind: str
    is_from_teller: bool
    text: str
    said_on: date


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a panel gave back for this story."""

    round_name: str
    panel_name: str
    is_chosen: bool
    outcome: str
    joint_reason: str
    has_dissent: bool
    valued: str
    will_change: str
    next_steps: str
    answered_on: date | None


@dataclass(frozen=True, kw_only=True)
class MyStory:
    """All that the page of a returned teller shows."""

    original: Mapping[str, Any]
    is_being_read: bool
    was_read: bool
    guardian_refused: bool = False
    asks_again: bool = False  # a yes has run out, or will soon
    is_grown_up: bool = False  # of age since telling: a guardian's yes is not enough any more
    answers: tuple[Answered, ...] = ()
    changes: tuple[Change, ...] = ()
    said: tuple[Said, ...] = field(default=())

    @property
    def objection_answer(self) -> str:
        """Return what somebody wrote last about an objection to the text."""
        return next((one.text for one in reversed(self.said) if one.kind == "reply" and not one.is_from_teller), "")


def returned(draft: Draft) -> Returned:
    """Return whose key this is."""
    found = queries.story_and_programme(draft.story_id) if draft.story_id is not None else None
    if found is None:
        raise RuleBroken("story.erased")
    return Returned(story=found[0], programme=found[1])


def look(who: Returned) -> MyStory:
    """Return what became of the story; feedback appears when it is given, nothing tells of cases."""
    story = who.story
    readings = [one for one in queries.readings_of(story) if _is_told(one)]
    answered = [one for one in readings if _is_answered(one)]
    return MyStory(
        original=_original_of(story),
        is_being_read=any(one.round.state in UNDER_WAY for one in readings),
        was_read=any(one.round.state in (RoundState.DECIDED, RoundState.FINISHED) for one in readings),
        guardian_refused=guardians.has_refused(story),
        asks_again=consents.asks_again(story, today=kit().clock().date()),
        is_grown_up=consents.is_grown_up(story, today=kit().clock().date()),
        answers=tuple(_answer(one) for one in answered),
        changes=tuple(queries.changes_after(story, [one.round.id for one in answered])),
        said=tuple(messages_of(story)),
    )


def note_seen(who: Returned) -> None:
    """Note the day on which the teller first saw an answer (E2: the loop is closed)."""
    story_id, today = who.story.id, kit().clock().date()
    readings = [one for one in queries.readings_of(who.story) if _is_told(one) and _is_answered(one)]
    if all(one.row.seen_on is not None for one in readings):
        return
    with act(TELLER):
        story = db.session.get(Story, story_id)
        for one in queries.readings_of(story) if story is not None else []:
            if _is_told(one) and _is_answered(one) and one.row.seen_on is None:
                one.row.seen_on = today


def messages_of(story: Story) -> list[Said]:
    """Return the words between a teller and the programme, opened, oldest first."""
    return [
        Said(
            kind=row.kind, is_from_teller=row.is_from_teller, said_on=row.said_on,
            text=sealing.open_words(story.id, row.sealed, sealing.MESSAGES_AT),
        )
        for row in queries.messages_of(story)
    ]  # fmt: skip


def write(story_id: int, *, kind: str, text: str, may_print: bool = False) -> None:
    """Send a word by receipt: a reply, a question, a complaint, or a call for help, which a person sees soon.

    `may_print`: the teller lets a report say it, without a name; a call for help never stands in one.
    """
    if kind not in TELLER_SAYS or not text.strip():
        raise RuleBroken("message.empty")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("story.too-long", longest=LONGEST_TEXT)
    with act(TELLER) as doing:
        add_message(doing, _open_story(story_id), kind=kind, text=text, may_print=may_print)


def add_message(doing: Act, story: Story, *, kind: str, text: str, may_print: bool) -> None:
    """Lay a teller's word before the programme; call inside an act."""
    n_before = db.session.scalar(
        select(func.count(TellerMessage.id)).where(TellerMessage.story_id == story.id, TellerMessage.is_from_teller)
    )
    if (n_before or 0) >= MOST_MESSAGES:
        raise RuleBroken("message.too-many")
    db.session.add(
        TellerMessage(
            story_id=story.id, kind=kind, is_from_teller=True, said_on=kit().clock().date(),
            sealed=sealing.seal_words(story.id, text, sealing.MESSAGES_AT), may_print=may_print and kind != "help",
        )
    )  # fmt: skip
    if kind == "help":
        story.wants_help = True
        cases.open_case(doing, story, opened_by="teller", signals=[{"kind": "help_request", "score": 1.0}])
    doing.note(story.organisation_id, "message.sent", f"story:{story.public_id}")


def change_consent(story_id: int, changes: Mapping[Purpose, bool]) -> None:
    """Narrow or widen what may be done with the story, purpose by purpose."""
    today = kit().clock().date()
    with act(TELLER) as doing:
        story = _open_story(story_id)
        consents.change_consent(doing, story, changes, by=_speaks_as(story), today=today)


def may_change_words(who: Returned) -> bool:
    """Tell whether what was typed still lies here, so that its teller can change it."""
    return who.story.state is not StoryState.WITHDRAWN and reading.newest_version(who.story.id) > 0


def confirm_reading_back(story_id: int, *, agrees: bool) -> None:
    """Keep whether a teller with a code finds what somebody wrote down to be what was told."""
    said = ReadBack.BY_CODE if agrees else ReadBack.DISPUTED
    with act(TELLER) as doing:
        story = _open_story(story_id)
        check_reading_back(story.mode, story.read_back, said)
        story.read_back, story.read_back_on = said, kit().clock().date()
        doing.note(story.organisation_id, "story.read-back", f"story:{story.public_id}", reason=said.name)


def object_to_text(story_id: int) -> None:
    """Say that the text as others read it still tells who somebody is: it rests until a person has covered it."""
    today = kit().clock().date()
    with act(TELLER) as doing:
        story = _open_story(story_id)
        if not story.text_version:
            raise RuleBroken("story.not-read-yet")
        if story.text_objected_on is not None and story.objection_answered_on is None:
            return
        story.text_objected_on, story.objection_answered_on = today, None
        db.session.execute(delete(TextEdit).where(TextEdit.story_id == story_id, TextEdit.is_waiting))
        consents.rest_until_covered(story, today=today)
        doing.note(story.organisation_id, "story.text-objected", f"story:{story.public_id}")


def let_text_stay(story_id: int) -> None:
    """Say, after reading why, that the text may stay as it is: others read it again."""
    with act(TELLER) as doing:
        story = _open_story(story_id)
        if story.text_objected_on is None or story.objection_answered_on is None:
            raise RuleBroken("story.objection-unanswered")
        story.text_objected_on = story.objection_answered_on = None
        doing.note(story.organisation_id, "story.objection-settled", f"story:{story.public_id}")


def withdraw(story_id: int) -> None:
    """Take the whole story back: nobody reads it any more; it can still be erased."""
    today = kit().clock().date()
    with act(TELLER) as doing:
        story = _open_story(story_id)
        consents.withdraw_story(doing, story, by=_speaks_as(story), today=today)


def erase(story_id: int) -> None:
    """Erase the story for good."""
    erasing.erase_story(story_id, actor=TELLER, reason="TELLER_ASKED")


def close(token: str) -> None:
    """Forget that somebody came back in this browser."""
    with act(TELLER):
        db.session.execute(delete(Draft).where(Draft.token_hash == kit().vault.fingerprint(token, "draft")))


def typed_of(draft: Draft, token: str) -> dict[str, Any]:
    """Return what was typed on a page of "my story" and could not be taken yet."""
    vault = kit().vault
    return json.loads(vault.open(vault.token_key(token), draft.sealed, "drafts"))


def keep_typed(token: str, page: str, values: Mapping[str, list[str]] | None, *, tried: bool) -> None:
    """Keep what was typed on a page, or (None) forget it."""
    vault = kit().vault
    with act(TELLER):
        draft = db.session.get(Draft, vault.fingerprint(token, "draft"), with_for_update=True)
        if draft is None:
            return
        typed = typed_of(draft, token)
        if values is None:
            typed.pop(page, None)
        else:
            typed[page] = {"values": dict(values), "tried": tried}
        draft.sealed = vault.seal(vault.token_key(token), json.dumps(typed, ensure_ascii=False), "drafts")


def agreed_now(story: Story) -> dict[Purpose, bool]:
    """Return what the teller has said last about each purpose."""
    said = consents.own_answers(story.id, today=kit().clock().date())
    return {purpose: yes for purpose, yes in said.items() if purpose in ASKED_WHEN_TELLING}


def take_along(who: Returned) -> dict[str, Any]:
    """Return everything that is kept about the story, as plain values for the teller."""
    story, seen = who.story, look(who)
    return {
        "told_on": story.told_on.isoformat(),
        "language": story.language,
        "age": story.age_band.value if story.age_band else None,
        "teller": story.teller_role.value,
        "direction": story.direction.value if story.direction else None,
        "state": story.state.value,
        "as_you_told_it": {key: seen.original.get(key) for key in TOLD},
        "as_you_told_it_before": [
            {"on": one.until.isoformat(), **vars(one.words)} for one in rewording.earlier(story)
        ],
        "your_answers": _answers_in_words(who, seen.original.get("answers", {})),
        "as_others_read_it": {"title": story.title, "happened": story.happened, "matters": story.matters},
        "words_put_right": [
            {"waits": row.is_waiting, "title": row.title, "happened": row.happened, "matters": row.matters}
            for row in db.session.scalars(select(TextEdit).where(TextEdit.story_id == story.id))
        ],
        "consents": [
            {"purpose": e.purpose.value, "act": e.act.value, "by": e.by.value, "on": e.said_on.isoformat()}
            for e in consents.events_of(story.id)
        ],
        "asked_again_later": _said_later(who),
        "answers_to_you": [
            {"chosen": a.is_chosen, "reason": a.joint_reason, "valued": a.valued, "will_change": a.will_change}
            for a in seen.answers
        ],
        "messages": [
            {"from_you": m.is_from_teller, "kind": m.kind, "on": m.said_on.isoformat(), "text": m.text}
            for m in seen.said
        ],
    }  # fmt: skip


def _said_later(who: Returned) -> dict[str, Any] | None:
    said = db.session.get(LastingAnswer, who.story.id)
    if said is None:
        return None
    rated = {sealed_key(int(one), 0): {"now": {"teller": areas}} for one, areas in said.ratings.items()}
    return {
        "on": said.answered_on.isoformat(), "lasted": said.lasted.value, "your_answers": _answers_in_words(who, rated),
    }  # fmt: skip


def _answers_in_words(who: Returned, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to the programme's own questions in its words, in the language of the story."""
    language = who.story.language
    form = form_versions.form_of_version(who.story.form_version_id) or questionnaires.written_form(who.programme)
    known = {sealed_key(question.id, question.occasion): question for question in unfolded(form).questions}
    return {
        asked_words(known[key], language) if key in known else key: answer_words(known[key], value, language)
        if key in known
        else value
        for key, value in answers.items()
    }


def _original_of(story: Story) -> Mapping[str, Any]:
    """Return what was typed; once its time has passed and it is gone, what people read instead."""
    try:
        return reading.newest_original(story.id)
    except RuleBroken:
        return {key: getattr(story, key, "") for key in TOLD}


def _is_told(one: Reading) -> bool:
    return one.round.state is not RoundState.DRAFT and (not one.row.is_removed or one.row.answered_at is not None)


def _is_answered(one: Reading) -> bool:
    """An answer is read when its round is finished: until then the young people or a new vote may change the choice."""
    return one.round.state is RoundState.FINISHED


def _answer(one: Reading) -> Answered:
    row: Any = one.row
    decided: Round = one.round
    return Answered(
        round_name=decided.name, panel_name=decided.panel_name,
        is_chosen=row.is_chosen, outcome=decided.outcome.name if decided.outcome else "",
        joint_reason=decided.joint_reason, has_dissent=one.n_dissents > 0, valued=row.valued,
        will_change=row.will_change, next_steps=decided.next_steps,
        answered_on=max((at.date() for at in (row.answered_at, decided.finished_at) if at), default=None),
    )  # fmt: skip


def _open_story(story_id: int) -> Story:
    story = db.session.get(Story, story_id, with_for_update=True)
    if story is None:
        raise RuleBroken("story.erased")
    if story.state is StoryState.WITHDRAWN:
        raise RuleBroken("story.taken-back")
    return story


def _speaks_as(story: Story) -> ConsentBy:
    if consents.is_grown_up(story, today=kit().clock().date()):
        return ConsentBy.YOUNG_ADULT
    return teller_speaks_as(story.age_band or AgeBand.ADULT)
