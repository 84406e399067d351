"""Majority: one vote each, most votes; a tie chooses none, and the panel talks again or names two."""

from collections.abc import Collection, Sequence

from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, most_votes


def decide_by_majority(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Count one vote for each seat; after a tie that was talked over, only the newest turn counts."""
    return most_votes(ballots_of_turn(ballots, last_turn_of(ballots)), n_seats=n_seats, story_ids=story_ids)
