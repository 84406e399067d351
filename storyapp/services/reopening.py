"""After a youth panel's no: adults talk and vote again, and what was refused stays on paper with both reasons (K2)."""

from dataclasses import dataclass
from datetime import datetime

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import RefusedChoice, RefusedStory, Round
from storyapp.gateways.kit import kit
from storyapp.rules.panels import YouthWord
from storyapp.rules.rounds import RoundState, check_closing_time, check_reopening
from storyapp.services.rounds import locked_round, seat_expires_at
from storyapp.services.sitting import Sitting, name_of
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A choice that a youth panel refused: its stories, why it was made, why it was refused."""

    names: tuple[str, ...]  # an empty one: a story that may no longer be read
    joint_reason: str
    because: str
    decided_at: datetime


def reopen(programme: Programme, round_id: int, closes_at: datetime | None, *, account_id: int) -> None:
    """Let adults talk and vote again about a choice that a youth panel refused; what was refused stays on paper (K2)."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_reopening(state=one.state, is_refused=one.youth_word is YouthWord.REFUSES)
        check_closing_time(closes_at, now=kit().clock())
        _keep_refused(one)
        one.state, one.closes_at, one.turn = RoundState.OPEN, closes_at, one.turn + 1
        one.outcome = one.decided_at = one.youth_word = None
        one.joint_reason = one.youth_word_reason = one.answer_to_youth = ""
        one.is_tie = False
        for seat in queries.seats_of(one.id):
            seat.expires_at = seat_expires_at(one)
        doing.note(one.organisation_id, "round.reopened", f"round:{one.id}", reason=f"TURN-{one.turn}")


def refused_before(sitting: Sitting) -> tuple[Refused, ...]:
    """Return what the young people refused in this round, in order; words that retell a story that left are kept back."""
    reads = {read.row.story_id: read for read in sitting.reads}
    found = []
    for row, story_ids in queries.refused_of(sitting.one.id):
        stories = tuple(reads[story_id] for story_id in story_ids if story_id in reads)
        is_whole = len(stories) == len(story_ids) and all(sitting.may_read(read) for read in stories)
        found.append(
            Refused(
                names=tuple(name_of(read.story) if sitting.may_read(read) else "" for read in stories),
                joint_reason=row.joint_reason if is_whole else "", because=row.refused_because, decided_at=row.decided_at,
            )
        )  # fmt: skip
    return tuple(found)


def _keep_refused(one: Round) -> None:
    row = RefusedChoice(
        round_id=one.id, turn=one.turn, joint_reason=one.joint_reason, refused_because=one.youth_word_reason,
        decided_at=one.decided_at or kit().clock(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    for read in queries.reads_of(one.id):
        if read.row.is_chosen:
            db.session.add(RefusedStory(refused_id=row.id, story_id=read.row.story_id))
            read.row.is_chosen = False
