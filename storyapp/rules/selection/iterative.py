"""Iterative voting: vote, say the reasons, vote again towards agreement; the last turn counts, every turn is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, most_votes


@dataclass(frozen=True, kw_only=True)
class Move:
    """A seat that changed its mind: `turn` is the turn in which it voted otherwise; None is an abstention."""

    seat_id: int
    turn: int
    from_story_id: int | None
    to_story_id: int | None


@dataclass(frozen=True, kw_only=True)
class TurnOutcome:
    """What one turn by itself would have decided."""

    turn: int
    outcome: Outcome


def decide_by_iteration(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Count the last turn only: who did not vote in it is absent, whatever they said before."""
    return most_votes(ballots_of_turn(ballots, last_turn_of(ballots)), n_seats=n_seats, story_ids=story_ids)


def moves(ballots: Sequence[Ballot]) -> tuple[Move, ...]:
    """Return who changed from which story to which, by turn and seat; a turn that was missed is bridged.

    Only votes for one story can move; a ballot without a seat (a secret one) cannot be followed.
    """
    before: dict[int, int | None] = {}
    moved = []
    votes = [ballot for ballot in ballots if not ballot.marks and not ballot.pairs and ballot.seat_id > 0]
    for ballot in sorted(votes, key=lambda ballot: (ballot.turn, ballot.seat_id)):
        earlier = before.get(ballot.seat_id, ballot.story_id)
        if earlier != ballot.story_id:
            moved.append(
                Move(seat_id=ballot.seat_id, turn=ballot.turn, from_story_id=earlier, to_story_id=ballot.story_id)
            )
        before[ballot.seat_id] = ballot.story_id
    return tuple(moved)


def steps_to_agreement(ballots: Sequence[Ballot]) -> int | None:
    """Return after how many turns all votes were for one story and stayed so, or None."""
    turns = sorted({ballot.turn for ballot in ballots})
    agreed = [_agreed_story(ballots_of_turn(ballots, turn)) for turn in turns]
    if not agreed or agreed[-1] is None:
        return None
    n_last_together = next((n for n, story_id in enumerate(reversed(agreed)) if story_id != agreed[-1]), len(agreed))
    return len(agreed) - n_last_together + 1


def _agreed_story(ballots: Sequence[Ballot]) -> int | None:
    voted = {ballot.story_id for ballot in ballots if ballot.story_id is not None}
    return voted.pop() if len(voted) == 1 else None
