"""A teller changes the own words after sending: sealed as a new version and screened anew; a panel keeps what it read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlalchemy import delete, select

from storyapp.data.db import db
from storyapp.data.queries import recalls as recall_queries
from storyapp.data.queries.rounds import Read
from storyapp.data.tables.consenting import KeptWording, Rewording, TextEdit
from storyapp.data.tables.stories import SealedOriginal, Story, StoryKey
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind
from storyapp.rules.light_edits import PARTS, Stretch, changed_words
from storyapp.rules.rewording import check_rewording
from storyapp.rules.stories import WRITTEN_DOWN, ReadBack, StoryState, check_story
from storyapp.services import reading, recalls, sealing
from storyapp.services.transaction import TELLER, act

FORMER_AT = "rewordings/former_sealed"


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a story that its teller may change."""

    title: str = ""
    happened: str = ""
    matters: str = ""

    @property
    def parts(self) -> list[str]:
        """Return the words part by part, in the order in which differences are shown."""
        return [getattr(self, part) for part in PARTS]


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """What a teller sees before changing the words: the newest ones, and who has the present text already."""

    words: Words
    version: int
    is_read: bool  # others have a text of it
    n_rounds: int  # panels that have it, or had it, before them
    n_reports: int  # reports that say some of its words


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a teller changed, word by word, and when."""

    title: tuple[Stretch, ...]
    happened: tuple[Stretch, ...]
    matters: tuple[Stretch, ...]
    reworded_on: date


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The words as they were told before a day."""

    until: date
    words: Words


def own_words(story: Story) -> OwnWords | None:
    """Return what a teller may change; None where the words are gone because their time has passed."""
    version = reading.newest_version(story.id)
    if not version or story.state is StoryState.WITHDRAWN:
        return None
    said = {report_id for report_id, _, use in recall_queries.report_uses(story) if use in ("quoted", "published")}
    return OwnWords(
        words=_words(sealing.open_original(story.id, version=version)), version=version,
        is_read=story.text_version > 0, n_rounds=len(_on_tables(story)), n_reports=len(said),
    )  # fmt: skip


def reword(story_id: int, words: Words, *, seen_version: int) -> None:
    """Keep other words as a new version of the original. Consent stays; nobody reads them before they are screened.

    Rounds that were open before keep the former text, reports that said it are recalled, and the list names both.
    """
    check_story(happened=words.happened, matters=words.matters)
    today = kit().clock().date()
    with act(TELLER) as doing:
        story = _locked(story_id)
        version = reading.newest_version(story_id)
        if not version:
            raise RuleBroken("rewording.too-late")
        if version != seen_version:
            raise RuleBroken("rewording.meanwhile")
        original = sealing.open_original(story_id, version=version)
        known = _rewordings(story_id)
        check_rewording(
            story.state, _words(original).parts, words.parts, n_in_all=len(known),
            n_today=sum(one.reworded_on == today for one in known),
        )  # fmt: skip
        sealing.seal_next(story_id, version + 1, {**original, **vars(words)})
        row = _kept(story, version + 1, today)
        db.session.add(row)
        db.session.flush()
        if story.text_version:
            _let_rest(story, row, today)
        else:
            story.n_words = len(words.happened.split()) + len(words.matters.split())
        if story.mode in WRITTEN_DOWN:  # with the code a teller writes alone
            story.read_back, story.read_back_on = ReadBack.BY_CODE, today
        doing.ask(story.organisation_id, JobKind.ANALYSE_STORY, story_id, stage="original")
        doing.note(story.organisation_id, "story.reworded", f"story:{story.public_id}")


def as_read(reads: Iterable[Read]) -> list[Read]:
    """Return stories as their round read them: with the former words where the teller changed them since."""
    reads = list(reads)
    ids = [read.row.story_id for read in reads if read.kept is not None]
    keys = set(db.session.scalars(select(StoryKey).where(StoryKey.story_id.in_(ids)))) if ids else set()
    open_ids = {key.story_id for key in keys}
    return [
        replace(read, story=_with_former_words(read.story, read.kept))
        if read.kept is not None and read.row.story_id in open_ids
        else read
        for read in reads
    ]


def changed(story: Story) -> Changed | None:
    """Return what is different from what others read before: in the text that they read now, or in the words that wait."""
    row = db.session.scalar(
        select(Rewording).where(Rewording.story_id == story.id).order_by(Rewording.id.desc()).limit(1)
    )
    if row is None:
        return None
    if row.former_sealed is None:
        return Changed(title=(), happened=(), matters=(), reworded_on=row.reworded_on)
    now = _words(reading.newest_original(story.id)) if story.reworded_on is not None else _standing(story)
    title, happened, matters = (changed_words(old, new) for old, new in zip(_former(row).parts, now.parts, strict=True))
    return Changed(title=title, happened=happened, matters=matters, reworded_on=row.reworded_on)


def earlier(story: Story) -> list[Earlier]:
    """Return the words as they were told before each change, the oldest first."""
    rows = _rewordings(story.id)
    wanted = [row.original_version - 1 for row in rows]
    kept = db.session.scalars(
        select(SealedOriginal).where(SealedOriginal.story_id == story.id, SealedOriginal.version.in_(wanted))
    )
    versions = {row.version for row in kept}
    return [
        Earlier(until=row.reworded_on, words=_words(sealing.open_original(story.id, version=row.original_version - 1)))
        for row in rows
        if row.original_version - 1 in versions
    ]


def former_words(story_id: int) -> list[str]:
    """Return every text that others read of a story before its teller changed the words."""
    return [text for row in _rewordings(story_id) if row.former_sealed is not None for text in _former(row).parts]


class _AsRead:
    """A story with the words that a round read; all else is the story's own."""

    def __init__(self, story: Story, **own: Any) -> None:
        vars(self).update(own, told=story)

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["told"], name)


def _with_former_words(story: Story, row: Rewording) -> Story:
    former = _AsRead(
        story, **vars(_former(row)), text_version=row.text_version, reworded_on=None,
        approved_version=row.text_version if row.was_approved else 0,
    )  # fmt: skip
    return cast(Story, former)


def _let_rest(story: Story, row: Rewording, today: date) -> None:
    """Let the present text rest until the new words are screened; what has read it is noted."""
    story.reworded_on = today
    db.session.execute(delete(TextEdit).where(TextEdit.story_id == story.id, TextEdit.is_waiting))
    keep = set(db.session.scalars(select(KeptWording.round_id).where(KeptWording.story_id == story.id)))
    db.session.add_all(
        KeptWording(round_id=round_id, story_id=story.id, rewording_id=row.id)
        for round_id in _on_tables(story)
        if round_id not in keep
    )
    recalls.recall_former_words(story, today=today)


def _on_tables(story: Story) -> list[int]:
    return [one.round_id for one in recall_queries.rounds_with(story) if not one.is_removed]


def _kept(story: Story, version: int, today: date) -> Rewording:
    former = json.dumps(vars(_standing(story)), ensure_ascii=False) if story.text_version else None
    return Rewording(
        story_id=story.id, original_version=version, text_version=story.text_version, reworded_on=today,
        former_sealed=None if former is None else sealing.seal_words(story.id, former, FORMER_AT),
        was_approved=story.text_version > 0 and story.approved_version == story.text_version,
    )  # fmt: skip


def _former(row: Rewording) -> Words:
    return Words(**json.loads(sealing.open_words(row.story_id, row.former_sealed, FORMER_AT)))


def _standing(story: Story) -> Words:
    return Words(title=story.title, happened=story.happened, matters=story.matters)


def _words(original: Any) -> Words:
    return Words(**{part: original.get(part, "") for part in PARTS})


def _rewordings(story_id: int) -> Sequence[Rewording]:
    return db.session.scalars(select(Rewording).where(Rewording.story_id == story_id).order_by(Rewording.id)).all()


def _locked(story_id: int) -> Story:
    story = db.session.get(Story, story_id, with_for_update=True)
    if story is None:
        raise RuleBroken("story.erased")
    return story
