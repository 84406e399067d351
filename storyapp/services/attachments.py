"""Pictures and voices beside stories: brought by their teller, looked at by a person, sealed all the time (A11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from storyapp.data.db import db
from storyapp.data.queries.stories import bounded_count
from storyapp.data.tables.attachments import Attachment
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import SealedOriginal, Story
from storyapp.formats.bare_voice import bare_voice
from storyapp.gateways.kit import kit
from storyapp.gateways.pictures import PictureBroken, made_anew
from storyapp.gateways.vault import new_public_id
from storyapp.rules.attachments import (
    LONGEST_SIDE,
    MOST_OF_A_STORY,
    AttachmentKind,
    AttachmentState,
    kind_of,
    may_stand_beside,
)  # fmt: skip
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind
from storyapp.rules.stories import StoryState
from storyapp.services import reading, sealing
from storyapp.services.my_story import Returned
from storyapp.services.transaction import TELLER, Act, account_actor, act

PAGE = 30
FILE, ABOUT, TRANSCRIPT = "attachments/sealed", "attachments/about_sealed", "attachments/transcript_sealed"
OUT_OF_REACH = (StoryState.WITHDRAWN, StoryState.WAITING_FOR_GUARDIAN)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """An attachment with its words opened, and the story it stands beside."""

    row: Attachment
    story: Story
    about: str
    transcript: str


def are_taken(programme: Programme) -> bool:
    """Tell whether the programme takes anything besides words; off until somebody decides otherwise."""
    return programme.takes_pictures or programme.takes_voices


def of_teller(who: Returned) -> list[Seen]:
    """Return what the teller has put beside the story, oldest first."""
    return [_seen(row, who.story) for row in db.session.scalars(_of_story(who.story.id))]


def has_any(who: Returned) -> bool:
    """Tell whether the teller has put anything beside the story."""
    return db.session.scalar(_of_story(who.story.id).with_only_columns(Attachment.id).limit(1)) is not None


def add(who: Returned, raw: bytes, *, about: str, may_be_shown: bool, said: str = "") -> None:
    """Put a picture or a voice beside a story; raises RuleBroken where it cannot be taken.

    A picture is made anew before it is kept, a voice loses what its recorder remarked. Nothing of the file's name,
    place or device is. What a teller wrote down of a voice is screened with the rest of the story; whoever listens to
    it later may put it right.
    """
    programme, story_id = who.programme, who.story.id
    kind, media = kind_of(raw, pictures=programme.takes_pictures, voices=programme.takes_voices)
    width = height = None
    db.session.rollback()  # nothing is locked while the picture is made anew
    if kind is AttachmentKind.PICTURE:
        try:
            picture = made_anew(raw, longest_side=LONGEST_SIDE)
        except PictureBroken as broken:
            raise RuleBroken("attachment.broken") from broken
        raw, media, width, height = picture.data, "image/jpeg", picture.width, picture.height
    else:
        raw = bare_voice(raw, media)
    with act(TELLER) as doing:
        story = db.session.get(Story, story_id, with_for_update=True)
        if story is None or story.state is StoryState.WITHDRAWN:
            raise RuleBroken("story.taken-back")
        n = db.session.scalar(select(func.count()).select_from(Attachment).where(Attachment.story_id == story_id))
        if (n or 0) >= MOST_OF_A_STORY:
            raise RuleBroken("attachment.too-many", limit=MOST_OF_A_STORY)
        row = Attachment(
            story_id=story_id, public_id=new_public_id(), kind=kind, media_type=media, n_bytes=len(raw), width=width,
            height=height, may_be_shown=may_be_shown and kind is AttachmentKind.PICTURE,
            added_on=kit().clock().date(), about_sealed=sealing.seal_words(story_id, about, ABOUT),
        )  # fmt: skip
        row.sealed = sealing.seal_raw(story_id, raw, f"{FILE}/{row.public_id}")
        if said and kind is AttachmentKind.VOICE:
            row.transcript_sealed = sealing.seal_words(story_id, said, TRANSCRIPT)
            _into_original(doing, story, "", said)
        db.session.add(row)
        doing.note(story.organisation_id, "attachment.added", f"story:{story.public_id}", reason=kind.name)


def remove(who: Returned, public_id: str) -> None:
    """Take a picture or a voice away for good; nothing happens where it is gone."""
    story_id = who.story.id
    with act(TELLER) as doing:
        row = db.session.scalar(_of_story(story_id).where(Attachment.public_id == public_id))
        if row is not None:
            story = db.session.get_one(Story, story_id)
            db.session.delete(row)
            doing.note(story.organisation_id, "attachment.removed", f"story:{story.public_id}", reason=row.kind.name)


def file_of_teller(who: Returned, public_id: str) -> tuple[bytes, str] | None:
    """Return bytes and media type of what the teller brought; None where there is nothing."""
    row = db.session.scalar(_of_story(who.story.id).where(Attachment.public_id == public_id))
    return None if row is None else (_opened(row), row.media_type)


def listed(programme: Programme, *, passed: int = 0) -> tuple[list[tuple[Attachment, Story]], int, int]:
    """Return a page of attachments, those that wait first; how many wait; and how many to pass over next (0: the end)."""
    waits = Attachment.state == AttachmentState.WAITING
    query = _within(programme).order_by(waits.desc(), Attachment.id.desc()).offset(passed).limit(PAGE + 1)
    rows = [(row, story) for row, story in db.session.execute(query)]
    return rows[:PAGE], n_waiting(programme), passed + PAGE if len(rows) > PAGE else 0


def n_waiting(programme: Programme) -> int:
    """Count what nobody has looked at."""
    return _counted(_within(programme).where(Attachment.state == AttachmentState.WAITING))


def look(programme: Programme, public_id: str, *, account_id: int) -> Seen | None:
    """Open one for somebody who screens; that they did is noted (once a day)."""
    found = _found(programme, public_id)
    if found is None:
        return None
    reading.note_once_a_day(programme, account_id, "attachment.opened", f"story:{found[1].public_id}")
    found = _found(programme, public_id)
    return None if found is None else _seen(*found)


def file_of(programme: Programme, public_id: str) -> tuple[bytes, str] | None:
    """Return bytes and media type for somebody who screens; None where it is out of reach."""
    found = _found(programme, public_id)
    return None if found is None else (_opened(found[0]), found[0].media_type)


def decide(programme: Programme, public_id: str, *, is_shown: bool, account_id: int) -> None:
    """Say whether anybody in a picture can be told; a voice is never shown."""
    with act(account_actor(account_id)) as doing:
        row, story = _required(programme, public_id)
        shown = is_shown and row.kind is AttachmentKind.PICTURE
        row.state = AttachmentState.SHOWN if shown else AttachmentState.KEPT
        row.looked_at_on, row.looked_at_by_id = kit().clock().date(), account_id
        if shown:
            doing.note(story.organisation_id, "attachment.shown", f"story:{story.public_id}")
        else:
            doing.note(story.organisation_id, "attachment.kept", f"story:{story.public_id}")


def transcribe(programme: Programme, public_id: str, text: str, *, account_id: int) -> None:
    """Keep what is said in a voice. It goes into the sealed original, to be screened with the rest of the story."""
    with act(account_actor(account_id)) as doing:
        row, story = _required(programme, public_id)
        before = sealing.open_words(story.id, row.transcript_sealed, TRANSCRIPT)
        row.transcript_sealed = sealing.seal_words(story.id, text, TRANSCRIPT)
        row.state = AttachmentState.KEPT
        if text != before:
            _into_original(doing, story, before, text)
        row.looked_at_on, row.looked_at_by_id = kit().clock().date(), account_id
        doing.note(story.organisation_id, "attachment.transcribed", f"story:{story.public_id}")


def beside(story: Story) -> list[Seen]:
    """Return the pictures that stand beside a story wherever it may be met; whoever asks has settled that it may."""
    rows = db.session.scalars(_of_story(story.id).where(Attachment.state == AttachmentState.SHOWN))
    return [_seen(row, story) for row in rows if _stands(row, story)]


def pictures_allowed(story: Story) -> tuple[int, int]:
    """Return how many pictures beside a story may be shown as far as its teller goes, and how many there are."""
    rows = db.session.scalars(_of_story(story.id).where(Attachment.kind == AttachmentKind.PICTURE)).all()
    return sum(row.may_be_shown and not story.guardian_needed for row in rows), len(rows)


def has_unheard_voice(story: Story) -> bool:
    """Tell whether a voice beside a story was neither written down nor put aside: it may say more than the text."""
    waits = _of_story(story.id).where(
        Attachment.kind == AttachmentKind.VOICE, Attachment.state == AttachmentState.WAITING
    )
    return db.session.scalar(waits.with_only_columns(Attachment.id).limit(1)) is not None


def file_beside(story: Story, public_id: str) -> tuple[bytes, str] | None:
    """Return a picture that stands beside a story; None where there is none or it may not be met."""
    row = db.session.scalar(_of_story(story.id).where(Attachment.public_id == public_id))
    return (_opened(row), row.media_type) if row is not None and _stands(row, story) else None


def _stands(row: Attachment, story: Story) -> bool:
    return may_stand_beside(
        kind=row.kind, state=row.state, teller_allows=row.may_be_shown, guardian_needed=story.guardian_needed
    )


def _into_original(doing: Act, story: Story, before: str, text: str) -> None:
    newest = select(func.max(SealedOriginal.version)).where(SealedOriginal.story_id == story.id)
    version = db.session.scalar(newest) or 0
    if not version:
        return  # the originals' time has passed; the transcript is kept by itself
    original = sealing.open_original(story.id, version=version)
    told = original["happened"].removesuffix(f"\n\n{before}") if before else original["happened"]
    sealing.seal_next(story.id, version + 1, {**original, "happened": f"{told}\n\n{text}".strip()})
    doing.ask(story.organisation_id, JobKind.ANALYSE_STORY, story.id)


def _of_story(story_id: int) -> Select[Attachment]:
    return select(Attachment).where(Attachment.story_id == story_id).order_by(Attachment.id)


def _within(programme: Programme) -> Select[Attachment, Story]:
    """Leave out what was taken back, what waits for a guardian, and what is held: there, leads look after it."""
    return (
        select(Attachment, Story)
        .join(Story, Story.id == Attachment.story_id)
        .where(
            Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
            Story.state.not_in(OUT_OF_REACH), Story.is_held.is_(False),
        )
    )  # fmt: skip


def _counted(query: Select[Any, Any]) -> int:
    return bounded_count(query.with_only_columns(Attachment.id))


def _found(programme: Programme, public_id: str) -> tuple[Attachment, Story] | None:
    row: Sequence[Any] | None = db.session.execute(
        _within(programme).where(Attachment.public_id == public_id)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _required(programme: Programme, public_id: str) -> tuple[Attachment, Story]:
    found = _found(programme, public_id)
    if found is None:
        raise RuleBroken("attachment.gone")
    return found


def _seen(row: Attachment, story: Story) -> Seen:
    return Seen(
        row=row, story=story, about=sealing.open_words(story.id, row.about_sealed, ABOUT),
        transcript=sealing.open_words(story.id, row.transcript_sealed, TRANSCRIPT),
    )  # fmt: skip


def _opened(row: Attachment) -> bytes:
    return sealing.open_raw(row.story_id, row.sealed, f"{FILE}/{row.public_id}")
