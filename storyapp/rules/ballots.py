"""One ballot: is the seat its own, is it in time, is it whole; until the round closes it may be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.outcome import Ballot
from storyapp.rules.selection.scoring import LOWEST, SCALES
from storyapp.rules.selection.shortlist import NO, YES
from storyapp.rules.sentences import SHORTEST_REASON, n_words


@dataclass(frozen=True, kw_only=True)
class VotingFacts:
    """What is known of the round and the seat at the moment of voting."""

    state: RoundState
    closes_at: datetime
    turn: int
    story_ids: frozenset[int]
    is_revoked: bool = False
    expires_at: datetime | None = None
    recused_story_ids: frozenset[int] = frozenset()
    asks: BallotKind = BallotKind.CHOICE
    highest_score: int = SCALES[0]


def check_seat(facts: VotingFacts, *, now: datetime) -> None:
    """Raise RuleBroken where the seat is no longer good."""
    if facts.is_revoked:
        raise RuleBroken("ballot.seat-revoked")
    if facts.expires_at is not None and facts.expires_at <= now:
        raise RuleBroken("ballot.seat-expired", expires_at=facts.expires_at)


def check_voting_time(facts: VotingFacts, *, now: datetime) -> None:
    """Raise RuleBroken where the round does not take ballots now."""
    if facts.state is RoundState.DRAFT:
        raise RuleBroken("ballot.round-not-open")
    if facts.state is RoundState.PAUSED:
        raise RuleBroken("ballot.round-paused")
    if facts.state is not RoundState.OPEN:
        raise RuleBroken("ballot.round-closed")
    if now >= facts.closes_at:
        raise RuleBroken("ballot.too-late", closes_at=facts.closes_at)


def may_vote(facts: VotingFacts, *, now: datetime) -> bool:
    """Tell whether a page should offer the ballot."""
    try:
        check_seat(facts, now=now)
        check_voting_time(facts, now=now)
    except RuleBroken:
        return False
    return True


def check_ballot(facts: VotingFacts, ballot: Ballot, *, now: datetime) -> None:
    """Raise RuleBroken where the ballot cannot be taken; a first one and a changed one obey the same rule (C11)."""
    check_seat(facts, now=now)
    check_voting_time(facts, now=now)
    if ballot.turn != facts.turn:
        raise RuleBroken("ballot.turn-over", turn=ballot.turn, current=facts.turn)
    _check_said(facts, ballot)
    # MSC guide, step 5: a choice without its reason teaches nobody; so does an abstention.
    if not n_words(ballot.reason):  # a short one is taken, and its writer is asked for a sentence (C3)
        raise RuleBroken("ballot.reason-too-short", n_words=0, shortest=SHORTEST_REASON)


def check_comparison(
    facts: VotingFacts, pair: frozenset[int], *, better_id: int | None, turn: int, now: datetime
) -> None:
    """Raise RuleBroken where this seat cannot compare these two now; without a better one it cannot say."""
    check_seat(facts, now=now)
    check_voting_time(facts, now=now)
    if turn != facts.turn:
        raise RuleBroken("ballot.turn-over", turn=turn, current=facts.turn)
    if facts.asks is not BallotKind.PAIRS or len(pair) != 2 or (better_id is not None and better_id not in pair):
        raise RuleBroken("ballot.wrong-kind")
    _check_stories(facts, pair)


def _check_said(facts: VotingFacts, ballot: Ballot) -> None:
    if ballot.is_abstention:
        return
    if (ballot.story_id is not None) is not (facts.asks is BallotKind.CHOICE):
        raise RuleBroken("ballot.wrong-kind")
    if ballot.story_id is not None:
        _check_stories(facts, (ballot.story_id,))
    _check_stories(facts, ballot.marks)
    lowest, highest = {
        BallotKind.SCORES: (LOWEST, facts.highest_score),
        BallotKind.SHORTLIST: (NO, YES),
    }.get(facts.asks, (1, len(facts.story_ids)))
    if any(not lowest <= mark <= highest for mark in ballot.marks.values()):
        raise RuleBroken("ballot.mark-out-of-range", lowest=lowest, highest=highest)


def _check_stories(facts: VotingFacts, story_ids: Iterable[int]) -> None:
    for story_id in story_ids:
        if story_id in facts.recused_story_ids:
            raise RuleBroken("ballot.recused")
        if story_id not in facts.story_ids:
            raise RuleBroken("ballot.story-not-here")
