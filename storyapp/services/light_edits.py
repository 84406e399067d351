"""A few words of a screened text are put right: written by a reader, agreed by the teller, shown to panels as a difference."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select

from storyapp.data.db import db
from storyapp.data.queries import stories
from storyapp.data.tables.consenting import TextEdit
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.light_edits import (
    LONGEST_HOW,
    PARTS,
    Stretch,
    changed_words,
    check_editable,
    check_light,
    may_be_noted,
)
from storyapp.rules.masking import stands_covered
from storyapp.rules.stories import check_story
from storyapp.services.screening import Texts, put_in_place
from storyapp.services.transaction import TELLER, Act, account_actor, act


@dataclass(frozen=True, kw_only=True)
class PutRight:
    """A light edit as people see it: what went and what came, part by part."""

    title: tuple[Stretch, ...]
    happened: tuple[Stretch, ...]
    matters: tuple[Stretch, ...]
    texts: Texts  # the words that are proposed, or that stood before
    seen: str  # says which edit somebody had before them
    written_on: date
    may_be_noted: bool


def waiting(story: Story) -> PutRight | None:
    """Return the edit that waits for the teller's yes."""
    row = _row(story, is_waiting=True)
    return _compared(story, _texts(story), _texts(row), row) if row is not None else None


def shown(story: Story) -> PutRight | None:
    """Return what was put right in the text that others read now."""
    row = _row(story, is_waiting=False)
    return _compared(story, _texts(row), _texts(story), row) if row is not None else None


def n_put_right(story_ids: Iterable[int], *, until: date | None) -> int:
    """Count those of these stories whose text was put right with the teller's yes, up to a day."""
    query = select(func.count()).where(TextEdit.story_id.in_(tuple(story_ids)), TextEdit.agreed_on.is_not(None))
    if until is not None:
        query = query.where(TextEdit.agreed_on <= until)
    return db.session.scalar(query) or 0


def write(programme: Programme, public_id: str, texts: Texts, *, account_id: int, seen_version: int) -> None:
    """Propose other words for a screened text; it stays as it is until the teller has agreed."""
    check_story(happened=texts.happened, matters=texts.matters)
    with act(account_actor(account_id)) as doing:
        story = _open_story(_id_of(programme, public_id))
        if story.text_version != seen_version:
            raise RuleBroken("story.changed-meanwhile")
        before = _texts(story)
        check_light(_parts(before), _parts(texts))
        if stands_covered(story.made_up_name, before=before.all_words, after=texts.all_words):
            raise RuleBroken("story.name-was-covered")
        _forget(story, is_waiting=True)
        db.session.add(
            TextEdit(
                story_id=story.id, is_waiting=True, text_version=story.text_version, title=texts.title,
                happened=texts.happened, matters=texts.matters, written_by_id=account_id, written_on=_today(),
            )
        )  # fmt: skip
        doing.note(story.organisation_id, "story.edit-written", f"story:{public_id}")


def drop(programme: Programme, public_id: str, *, account_id: int) -> None:
    """Take back an edit that waits."""
    with act(account_actor(account_id)) as doing:
        story = _open_story(_id_of(programme, public_id))
        if _row(story, is_waiting=True) is None:
            raise RuleBroken("edit.gone")
        _forget(story, is_waiting=True)
        doing.note(story.organisation_id, "story.edit-dropped", f"story:{public_id}")


def answer(story_id: int, *, agrees: bool, seen: str) -> None:
    """Take the teller's yes or no to the edit that was seen."""
    with act(TELLER) as doing:
        story = _locked(story_id)
        row = _seen_row(story, seen)
        if agrees:
            _let_hold(doing, story, row, how="", noted_by_id=None)
            return
        _forget(story, is_waiting=True)
        doing.note(story.organisation_id, "story.edit-refused", f"story:{story.public_id}")


def note_agreement(programme: Programme, public_id: str, *, how: str, seen: str, account_id: int) -> None:
    """Note who agreed to the edit and how, where the teller did not tell alone and cannot be reached by the code."""
    if not how.strip() or len(how) > LONGEST_HOW:
        raise RuleBroken("edit.how-missing")
    with act(account_actor(account_id)) as doing:
        story = _open_story(_id_of(programme, public_id))
        if not may_be_noted(story.mode):
            raise RuleBroken("edit.teller-answers")
        _let_hold(doing, story, _seen_row(story, seen), how=how.strip(), noted_by_id=account_id)


def _let_hold(doing: Act, story: Story, row: TextEdit, *, how: str, noted_by_id: int | None) -> None:
    """Let the edit be what others read; what was put right before it stays part of what is shown."""
    proposed, earlier = _texts(row), _row(story, is_waiting=False)
    before = _texts(earlier if earlier is not None else story)
    written_by_id, written_on = row.written_by_id, row.written_on
    put_in_place(doing, story, proposed, account_id=written_by_id or story.screened_by_id)
    for is_waiting in (True, False):
        _forget(story, is_waiting=is_waiting)
    if _parts(before) != _parts(proposed):
        db.session.add(
            TextEdit(
                story_id=story.id, is_waiting=False, text_version=story.text_version, title=before.title,
                happened=before.happened, matters=before.matters, written_by_id=written_by_id, written_on=written_on,
                agreed_on=_today(), agreed_how=how, noted_by_id=noted_by_id,
            )
        )  # fmt: skip
    doing.note(story.organisation_id, "story.edit-agreed", f"story:{story.public_id}")


def _row(story: Story, *, is_waiting: bool) -> TextEdit | None:
    query = select(TextEdit).where(
        TextEdit.story_id == story.id, TextEdit.is_waiting.is_(is_waiting), TextEdit.text_version == story.text_version
    )
    return db.session.scalar(query)


def _seen_row(story: Story, seen: str) -> TextEdit:
    row = _row(story, is_waiting=True)
    if row is None or _seal(row) != seen:
        raise RuleBroken("edit.gone")
    return row


def _forget(story: Story, *, is_waiting: bool) -> None:
    db.session.execute(delete(TextEdit).where(TextEdit.story_id == story.id, TextEdit.is_waiting.is_(is_waiting)))


def _id_of(programme: Programme, public_id: str) -> int:
    story = stories.story_by_public_id(programme, public_id)
    if story is None:
        raise RuleBroken("story.withdrawn")
    return story.id


def _locked(story_id: int) -> Story:
    story = db.session.get(Story, story_id, with_for_update=True)
    if story is None:
        raise RuleBroken("story.erased")
    return story


def _open_story(story_id: int) -> Story:
    story = _locked(story_id)
    check_editable(
        story.state, is_objected=story.text_objected_on is not None, is_reworded=story.reworded_on is not None
    )
    return story


def _texts(of: Story | TextEdit) -> Texts:
    return Texts(title=of.title, happened=of.happened, matters=of.matters)


def _parts(texts: Texts) -> list[str]:
    return [getattr(texts, part) for part in PARTS]


def _compared(story: Story, before: Texts, after: Texts, row: TextEdit) -> PutRight:
    return PutRight(
        title=changed_words(before.title, after.title), happened=changed_words(before.happened, after.happened),
        matters=changed_words(before.matters, after.matters), texts=_texts(row), seen=_seal(row),
        written_on=row.written_on, may_be_noted=may_be_noted(story.mode),
    )  # fmt: skip


def _seal(row: TextEdit) -> str:
    return hashlib.sha256(repr((row.text_version, *_parts(_texts(row)))).encode()).hexdigest()[:32]


def _today() -> date:
    return kit().clock().date()
