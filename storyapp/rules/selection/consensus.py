"""Consensus: each states a choice and why; a story is chosen when nobody who chose stands elsewhere.

Who abstains stands aside and does not block. Anything less is no agreement: the views are kept side by side, and the
panel talks again or chooses none.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from storyapp.rules.rounds import OutcomeKind
from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, most_votes


def decide_by_consensus(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Choose the story that all statements of the newest turn name; otherwise none, and nobody leads."""
    stated = most_votes(ballots_of_turn(ballots, last_turn_of(ballots)), n_seats=n_seats, story_ids=story_ids)
    if stated.is_unanimous:
        return stated
    return replace(stated, kind=OutcomeKind.NONE, chosen=(), tied=())
