"""Erasing a story: its key, its text and all that was made from it; what is left says only that it was there."""

import json
import logging
import os
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, select, update

from storyapp.data.db import db
from storyapp.data.queries import erasing as queries
from storyapp.data.queries import verifying
from storyapp.data.queries.unplanned import hush_small_groups
from storyapp.data.tables.attachments import Attachment
from storyapp.data.tables.coding import (
    Analysis,
    Case,
    CaseNote,
    CodedStory,
    CodingDecision,
    JointDecision,
    LearnedStory,
    MaskSuggestion,
    ResultLink,
    Tag,
)
from storyapp.data.tables.consenting import KeptWording, Rewording, TextApproval, TextEdit
from storyapp.data.tables.evidence import OtherEvidence, OthersCounted, StoryCheck
from storyapp.data.tables.house import Job
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.paper_scans import PaperScanKey
from storyapp.data.tables.quotes import ChosenQuote
from storyapp.data.tables.rounds import (
    BallotCast,
    Comparison,
    Dissent,
    DomainMove,
    Recusal,
    RefusedChoice,
    Round,
    RoundStory,
    Share,
)
from storyapp.data.tables.stories import (
    Answer,
    ConsentEvent,
    Draft,
    GuardianLink,
    LastingAnswer,
    Receipt,
    SealedOriginal,
    Story,
    StoryKey,
    StoryWords,
    TellerMessage,
    Tombstone,
)  # fmt: skip
from storyapp.data.tables.unplanned import GroupedStory
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import SealBroken
from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind
from storyapp.rules.people import TellerRole
from storyapp.rules.retention import USUAL, Destroyed, Ground
from storyapp.rules.rounds import UNDECIDED
from storyapp.rules.stories import Mode, StoryState
from storyapp.services import consents, reading, rewording, scans, sealing
from storyapp.services.destroying import note_destroyed
from storyapp.services.transaction import SHELL, WORKER, Act, act

_log = logging.getLogger("storyapp")
LOG_NAME = "erasures.jsonl"
NOTHING = "—"
WRITTEN_OF_A_CHOICE = (
    "joint_reason", "criteria", "next_steps", "why_not_others", "answer_to_youth", "youth_word_reason",
)  # fmt: skip
QUOTED_WORDS = 3
AT_ONCE = 20
MADE_FROM_IT = (
    Answer, Attachment, SealedOriginal, Receipt, Draft, TellerMessage, StoryWords, Tag, ResultLink, MaskSuggestion, Analysis,
    ConsentEvent, GuardianLink, Recusal, Share, CodingDecision, JointDecision, CodedStory, GroupedStory, LearnedStory,
    ChosenQuote, PaperScanKey, Memo, StoryCheck, OthersCounted, OtherEvidence, TextApproval, TextEdit, DomainMove,
    KeptWording, Rewording, LastingAnswer, StoryKey,
)  # fmt: skip
ABOUT_ONE_STORY = (JobKind.ANALYSE_STORY, JobKind.HARDEN_RECEIPT)


def erase_story(story_id: int, *, actor: str, reason: str) -> None:
    """Erase a story for good. The empty row stays, so that finished rounds and reports keep their numbers."""
    with act(actor) as doing:
        story = db.session.get(Story, story_id, with_for_update=True)
        if story is None or _is_erased(story):
            return
        today = kit().clock().date()
        _erase(doing, story, today=today)
        doing.note(story.organisation_id, "story.erased", f"story:{story.public_id}", reason=reason)
        ground = Ground[reason] if reason in Ground.__members__ else Ground.STAFF
        note_destroyed(doing, story.organisation_id, story.programme_id, Destroyed.STORY, ground)
        public_id = story.public_id
        doing.after += [lambda: log_erasures([public_id], on=today), queries.wipe_what_was_deleted]


def log_erasures(public_ids: Iterable[str], *, on: date) -> None:
    """Note outside the database that stories were erased, so that a backup brought back later loses them again.

    They are erased by then: where the disk is full that stands, and the sweep adds what the log lacks.
    """
    lines = [json.dumps({"public_id": public_id, "erased_on": on.isoformat()}) for public_id in public_ids]
    try:
        with _log_path().open("a+b") as log:
            log.write(_line_end(log) + "".join(f"{line}\n" for line in lines).encode())
            log.flush()
            os.fsync(log.fileno())
    except OSError as trouble:
        _log.warning("the log of erasures was not written: %s", trouble.strerror)


def _line_end(log: BinaryIO) -> bytes:
    """Return what ends a line that was torn, so that the next one is not torn with it."""
    if log.seek(0, os.SEEK_END) == 0:
        return b""
    log.seek(-1, os.SEEK_END)
    return b"" if log.read(1) == b"\n" else b"\n"


def log_what_is_missing() -> int:
    """Add erasures that the log could not take when they happened; return how many."""
    known = {_public_id_in(line) for line in _log_lines()}
    query = select(Tombstone.public_id, Tombstone.erased_on).order_by(Tombstone.id)
    missing = [(public_id, on) for public_id, on in db.session.execute(query) if public_id not in known]
    db.session.rollback()
    for public_id, on in missing:
        log_erasures([public_id], on=on)
    return len(missing)


def erase_unconfirmed() -> int:
    """Erase stories whose guardian has not agreed in time; return how many. The teller was told so beforehand."""
    today = kit().clock().date()
    overdue = db.session.scalars(
        select(Story.id)
        .where(
            Story.state == StoryState.WAITING_FOR_GUARDIAN,
            Story.told_on <= today - timedelta(days=USUAL.guardian_days),
        )
        .order_by(Story.id)
        .limit(AT_ONCE)
    ).all()
    for story_id in overdue:
        erase_story(story_id, actor=WORKER, reason="NO_GUARDIAN_IN_TIME")
    return len(overdue)


def replay_erasures(lines: Iterable[str] | None = None) -> int:
    """Erase again what a restored backup brought back; return how many. Reads our own log unless lines are given."""
    n_erased = 0
    for line in _log_lines() if lines is None else lines:
        story = _named_in(line)
        if story is not None and not _is_erased(story):
            _erase_again(story.id)
            n_erased += 1
    return n_erased


def _erase_again(story_id: int) -> None:
    with act(SHELL) as doing:
        story = db.session.get(Story, story_id)
        if story is None:
            return
        _erase(doing, story, today=kit().clock().date())
        doing.note(story.organisation_id, "story.erased", f"story:{story.public_id}", reason="RESTORED")
        note_destroyed(doing, story.organisation_id, story.programme_id, Destroyed.STORY, Ground.RESTORED)
        doing.after.append(queries.wipe_what_was_deleted)


def _erase(doing: Act, story: Story, *, today: date) -> None:
    phrases = _phrases_of(story)
    consents.stop_uses(doing, story, set(Purpose), today=today)
    _clear_rounds(story, phrases)
    _clear_cases(story)
    hush_small_groups(story.id)
    verifying.forget_beside(story.id)
    for table in MADE_FROM_IT:
        db.session.execute(delete(table).where(table.story_id == story.id))
    scans.drop_without_stories()
    db.session.execute(delete(Job).where(Job.kind.in_(ABOUT_ONE_STORY), Job.subject_id == story.id))
    _empty(story)
    known = db.session.scalar(select(Tombstone).where(Tombstone.public_id == story.public_id))
    if known is None:
        db.session.add(Tombstone(organisation_id=story.organisation_id, public_id=story.public_id, erased_on=today))
    db.session.flush()
    consents.refold(story, today=today, events=())


def _empty(story: Story) -> None:
    story.state, story.text_version, story.screened_on, story.screened_by_id = StoryState.WITHDRAWN, 0, None, None
    story.title = story.happened = story.matters = story.made_up_name = ""
    story.considered, story.n_words = [], 0
    story.age_band = story.direction = story.domain_id = story.period_id = story.submission_key = None
    story.invitation_id = story.collector_id = story.import_batch_id = story.import_row = None
    story.teller_role, story.mode = TellerRole.OTHER, Mode.SELF
    story.understanding = story.text_objected_on = story.objection_answered_on = story.reworded_on = None
    story.approved_version = 0
    story.wants_help = story.is_held = story.guardian_needed = False


def _clear_rounds(story: Story, phrases: list[str]) -> None:
    """Open rounds lose the story; decided ones keep their numbers and lose every word about it."""
    rows = db.session.execute(
        select(RoundStory, Round)
        .join(Round, Round.id == RoundStory.round_id)
        .where(Round.organisation_id == story.organisation_id, RoundStory.story_id == story.id)
    ).all()
    for row, its_round in rows:
        _clear_ballots_about_several(its_round.id, story.id, phrases)
        if its_round.state in UNDECIDED:
            db.session.delete(row)
            _clear_refused(its_round.id, phrases)
            continue
        row.valued, row.will_change, row.exception, row.is_removed = "", "", NOTHING, True
        db.session.execute(
            update(BallotCast)
            .where(BallotCast.round_id == its_round.id, BallotCast.story_id == story.id, BallotCast.reason != "")
            .values(reason=NOTHING)
        )
        for column in WRITTEN_OF_A_CHOICE:
            setattr(its_round, column, without_quotes(getattr(its_round, column), phrases))
        _clear_refused(its_round.id, phrases)
        for dissent in db.session.scalars(select(Dissent).where(Dissent.round_id == its_round.id)):
            dissent.text = without_quotes(dissent.text, phrases)


def _clear_refused(round_id: int, phrases: list[str]) -> None:
    """What was refused and why loses what it quotes of the story."""
    for refused in db.session.scalars(select(RefusedChoice).where(RefusedChoice.round_id == round_id)):
        refused.joint_reason = without_quotes(refused.joint_reason, phrases)
        refused.refused_because = without_quotes(refused.refused_because, phrases) or NOTHING


def _clear_ballots_about_several(round_id: int, story_id: int, phrases: list[str]) -> None:
    """A reason for an order or for scores speaks of several stories: it loses what it quotes of this one."""
    ballots = select(BallotCast).where(BallotCast.round_id == round_id, BallotCast.story_id.is_(None))
    for ballot in db.session.scalars(ballots):
        ballot.reason = without_quotes(ballot.reason, phrases) or NOTHING
    of_round = select(BallotCast.id).where(BallotCast.round_id == round_id)
    pair = (Comparison.low_id == story_id) | (Comparison.high_id == story_id)
    db.session.execute(
        update(Comparison)
        .where(Comparison.ballot_id.in_(of_round), pair, Comparison.reason != "")
        .values(reason=NOTHING)
        .execution_options(synchronize_session=False)
    )


def _clear_cases(story: Story) -> None:
    """What was sealed under the story's key cannot be read any more; that there was a case stays."""
    for case in db.session.scalars(select(Case).where(Case.story_id == story.id)):
        case.outcome_note_sealed = None
        db.session.execute(update(CaseNote).where(CaseNote.case_id == case.id).values(sealed=None))


def without_quotes(text: str, phrases: Iterable[str]) -> str:
    """Take out of a text what it quotes of a story: any three words in a row that stood there."""
    words = re.findall(r"\w+|\W+", text)
    places = [n for n, word in enumerate(words) if re.match(r"\w", word)]
    quoted = set(phrases)
    gone: set[int] = set()
    for start in range(len(places) - QUOTED_WORDS + 1):
        run = places[start : start + QUOTED_WORDS]
        if " ".join(words[n].casefold() for n in run) in quoted:
            gone.update(range(run[0], run[-1] + 1))
    kept = "".join("\0" if n in gone else word for n, word in enumerate(words))
    return re.sub("\0+", "…", kept) if gone else text


def _phrases_of(story: Story) -> list[str]:
    texts = [story.title, story.happened, story.matters, *(story.considered or [])]
    try:
        texts += rewording.former_words(story.id)
        for version in range(1, reading.newest_version(story.id) + 1):
            original = sealing.open_original(story.id, version=version)
            texts += [original.get("title", ""), original.get("happened", ""), original.get("matters", "")]
    except (RuleBroken, SealBroken):  # the original was erased before, after its time
        pass
    for edit in db.session.scalars(select(TextEdit).where(TextEdit.story_id == story.id)):
        texts += [edit.title, edit.happened, edit.matters]
    phrases = []
    for text in texts:
        words = [word.casefold() for word in re.findall(r"\w+", text or "")]
        phrases += [" ".join(words[n : n + QUOTED_WORDS]) for n in range(len(words) - QUOTED_WORDS + 1)]
    return phrases


def _is_erased(story: Story) -> bool:
    known = select(Tombstone.id).where(Tombstone.public_id == story.public_id)
    return db.session.scalar(known) is not None and db.session.get(StoryKey, story.id) is None


def _log_path() -> Path:
    return kit().settings.data_folder / LOG_NAME


def _log_lines() -> list[str]:
    path = _log_path()
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _public_id_in(line: str) -> str | None:
    try:
        return json.loads(line)["public_id"]
    except (ValueError, KeyError, TypeError):  # a line torn by a power cut names nobody
        return None


def _named_in(line: str) -> Story | None:
    public_id = _public_id_in(line)
    return db.session.scalar(select(Story).where(Story.public_id == public_id)) if public_id else None
