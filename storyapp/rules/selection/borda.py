"""Ranking, counted by Borda: every comparison won on a ballot is a point, every one lost takes a point away.

Counted so, ties and stories that were left out weigh evenly: two that stand equal neither win nor lose against each
other. With whole orders it is the well-known count of places, doubled and moved to a middle of nought.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, led_by
from storyapp.rules.selection.preferences import count_wins, net_wins


def decide_by_borda(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Let the most points lead; equal points share the lead."""
    last = ballots_of_turn(ballots, last_turn_of(ballots))
    wins = count_wins(last, story_ids)
    return replace(led_by(net_wins(wins), ballots=last, n_seats=n_seats, story_ids=story_ids), pairwise=wins)
