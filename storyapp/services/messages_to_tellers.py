"""Replies, questions and complaints of tellers, and what the programme answers; all sealed under the story's key."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from storyapp.data.db import db
from storyapp.data.queries.stories import bounded_count, story_by_public_id
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Receipt, Story, StoryKey, TellerMessage
from storyapp.gateways.kit import kit
from storyapp.rules.answering import MessageKind, answer_due_on
from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import is_sentence
from storyapp.rules.stories import StoryState
from storyapp.services import sealing
from storyapp.services.my_story import Said, messages_of
from storyapp.services.transaction import account_actor, act

PAGE = 50
READ_BY_STAFF = tuple(
    kind.value for kind in (MessageKind.REPLY, MessageKind.QUESTION, MessageKind.COMPLAINT, MessageKind.MISREAD)
)
LONGEST_FOR_REPORT = 600


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The words between one teller and the programme, oldest first; calls for help are for leads alone."""

    story: Story
    said: list[Said]
    can_be_read: bool  # the teller holds a code, so what is written will be found


@dataclass(frozen=True, kw_only=True)
class MessageLine:
    """A teller's words with what became of them."""

    id: int
    story_public_id: str
    language: str
    kind: MessageKind
    text: str
    said_on: date
    due_on: date | None
    seen_on: date | None
    is_answered: bool
    is_late: bool
    may_print: bool
    for_report: str


def message_list(
    programme: Programme, *, only_waiting: bool = False, before: int = 0
) -> tuple[list[MessageLine], bool]:
    """Return tellers' words, newest first, and whether there are older ones. Calls for help are for leads alone."""
    today = kit().clock().date()
    answered = _answered()
    query = (
        _of(programme)
        .outerjoin(StoryKey, StoryKey.story_id == Story.id)
        .with_only_columns(TellerMessage, Story.public_id, Story.language, StoryKey, answered)
        .order_by(TellerMessage.id.desc())
    )
    query = query.where(_waits()) if only_waiting else query
    query = query.where(TellerMessage.id < before) if before else query
    rows = db.session.execute(query.limit(PAGE + 1)).all()
    lines = [  # the keys came with the rows, so that none is asked for by itself
        _line(message, public_id, language, key is not None, bool(is_answered), today)
        for message, public_id, language, key, is_answered in rows[:PAGE]
    ]
    return lines, len(rows) > PAGE


def n_waiting(programme: Programme) -> int:
    """Count words of tellers that nobody has seen, or that wait for an answer."""
    return bounded_count(_of(programme).where(_waits()).with_only_columns(TellerMessage.id))


def mark_seen(programme: Programme, message_id: int, *, account_id: int) -> None:
    """Say that somebody read it and no answer is needed."""
    with act(account_actor(account_id)) as doing:
        message, story = _present(programme, message_id)
        message.seen_on = message.seen_on or kit().clock().date()
        doing.note(story.organisation_id, "message.seen", f"story:{story.public_id}")


def answer(programme: Programme, message_id: int, text: str, *, account_id: int) -> None:
    """Answer a teller; they read it when they come back with their code."""
    if not is_sentence(text, shortest=2):
        raise RuleBroken("message.answer-missing")
    with act(account_actor(account_id)) as doing:
        message, story = _present(programme, message_id)
        message.seen_on = message.seen_on or kit().clock().date()
        db.session.add(_from_programme(story, MessageKind.ANSWER, text, account_id))
        doing.note(story.organisation_id, "message.answered", f"story:{story.public_id}")


def write_for_report(programme: Programme, message_id: int, text: str, *, account_id: int) -> None:
    """Keep how a report may say a teller's words, names and places taken out; no words take them out of reports again."""
    text = " ".join(text.split())
    with act(account_actor(account_id)) as doing:
        message, story = _present(programme, message_id)
        if text and not message.may_print:
            raise RuleBroken("message.not-for-report")
        if len(text) > LONGEST_FOR_REPORT:
            raise RuleBroken("message.too-long-for-report", longest=LONGEST_FOR_REPORT)
        message.for_report = text
        doing.note(story.organisation_id, "message.written-for-report", f"story:{story.public_id}")


def talk_with(programme: Programme, public_id: str) -> Talk | None:
    """Return the words about one story of this programme, or None where it is not here or was taken back."""
    story = story_by_public_id(programme, public_id)
    if story is None or story.state is StoryState.WITHDRAWN:
        return None
    said = [one for one in messages_of(story) if one.kind != MessageKind.HELP.value]
    return Talk(story=story, said=said, can_be_read=_has_code(story))


def write_first(programme: Programme, public_id: str, text: str, *, account_id: int) -> None:
    """Write to a teller who did not ask; it waits under their code. Answers nothing that waits for an answer."""
    with act(account_actor(account_id)) as doing:
        story = story_by_public_id(programme, public_id)
        if story is None or story.state is StoryState.WITHDRAWN:
            raise RuleBroken("story.withdrawn")
        add_question(story, text, account_id=account_id)
        doing.note(story.organisation_id, "message.written", f"story:{story.public_id}")


def add_question(story: Story, text: str, *, account_id: int) -> None:
    """Lay a question under a teller's code; call inside an act, which notes it."""
    if not is_sentence(text, shortest=2):
        raise RuleBroken("message.answer-missing")
    if not _has_code(story):
        raise RuleBroken("message.no-code")
    db.session.add(_from_programme(story, MessageKind.QUESTION, text, account_id))


def add_reply(story: Story, text: str, *, account_id: int) -> None:
    """Lay under a teller's code what somebody answers to an objection; call inside an act, which notes it."""
    if not _has_code(story):
        raise RuleBroken("message.no-code")
    db.session.add(_from_programme(story, MessageKind.REPLY, text, account_id))


def _has_code(story: Story) -> bool:
    return db.session.scalar(select(Receipt.story_id).where(Receipt.story_id == story.id).limit(1)) is not None


def _from_programme(story: Story, kind: MessageKind, text: str, account_id: int) -> TellerMessage:
    return TellerMessage(
        story_id=story.id, kind=kind.value, is_from_teller=False, said_on=kit().clock().date(), account_id=account_id,
        sealed=sealing.seal_words(story.id, text, sealing.MESSAGES_AT),
    )  # fmt: skip


def _of(programme: Programme) -> Select[TellerMessage]:
    return (
        select(TellerMessage)
        .join(Story, Story.id == TellerMessage.story_id)
        .where(
            Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
            TellerMessage.is_from_teller, TellerMessage.kind.in_(READ_BY_STAFF),
        )
    )  # fmt: skip


def _answered() -> Any:
    later = aliased(TellerMessage)
    return (
        select(later.id)
        .where(
            later.story_id == TellerMessage.story_id,
            later.kind == MessageKind.ANSWER.value,
            later.id > TellerMessage.id,
        )
        .exists()
    )


def _waits() -> Any:
    """Unseen waits: an answer to another word of the same teller is none to this one."""
    return TellerMessage.seen_on.is_(None)


def _present(programme: Programme, message_id: int) -> tuple[TellerMessage, Story]:
    message = db.session.scalar(_of(programme).where(TellerMessage.id == message_id))
    story = db.session.get(Story, message.story_id) if message is not None else None
    if message is None or story is None or story.state is StoryState.WITHDRAWN:
        raise RuleBroken("story.withdrawn")
    return message, story


def _line(
    message: TellerMessage, public_id: str, language: str, has_key: bool, is_answered: bool, today: date
) -> MessageLine:
    kind = MessageKind(message.kind)
    due_on = answer_due_on(kind, message.said_on)
    waits = message.seen_on is None
    text = sealing.open_words(message.story_id, message.sealed, sealing.MESSAGES_AT) if has_key else ""
    return MessageLine(
        id=message.id, story_public_id=public_id, language=language, kind=kind, text=text, said_on=message.said_on,
        due_on=due_on, seen_on=message.seen_on, is_answered=is_answered and not waits,
        is_late=waits and due_on is not None and due_on < today, may_print=message.may_print,
        for_report=message.for_report,
    )  # fmt: skip
