"""Scoring, then a vote: score at home, talk about the order that came out, then vote; the vote decides."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from storyapp.rules.rounds import OutcomeKind
from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, most_votes
from storyapp.rules.selection.scoring import mean_scores


def decide_by_scoring_then_vote(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Count the votes of the newest turn after the scores; before there are any, show the scores and choose none."""
    scored = mean_scores(ballots_of_turn(ballots, 1), n_seats=n_seats, story_ids=story_ids)
    turn = last_turn_of(ballots)
    if turn <= 1:
        return replace(scored, kind=OutcomeKind.NONE, chosen=(), tied=(), is_halfway=True)
    voted = most_votes(ballots_of_turn(ballots, turn), n_seats=n_seats, story_ids=story_ids)
    return replace(voted, spread=scored.spread)
