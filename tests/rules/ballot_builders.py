"""Ballots and rounds for tests: name only what the test is about."""

from datetime import UTC, datetime, timedelta

from storyapp.rules.ballots import VotingFacts
from storyapp.rules.rounds import ClosingFacts, FinishingFacts, Method, OpeningFacts, RoundState, TurnFacts
from storyapp.rules.selection.outcome import Ballot

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
EARLIER = NOW - timedelta(seconds=1)
REASON = "It shows courage at home"
JOINT_REASON = "We all saw how far he came."


def a_ballot(seat_id=1, story_id=10, turn=1, reason=REASON):
    return Ballot(seat_id=seat_id, turn=turn, story_id=story_id, reason=reason)


def a_turn(*story_ids, turn=1):
    """One ballot for each seat 1, 2, 3 … ; None abstains."""
    return [a_ballot(seat_id=seat, story_id=story, turn=turn) for seat, story in enumerate(story_ids, start=1)]


def voting(**facts):
    usual = {"state": RoundState.OPEN, "closes_at": LATER, "turn": 1, "story_ids": frozenset({10, 20, 30})}
    return VotingFacts(**(usual | facts))


def opening(**facts):
    usual = {"state": RoundState.DRAFT, "n_stories": 4, "n_seats": 3, "closes_at": LATER}
    return OpeningFacts(**(usual | facts))


def closing(**facts):
    usual = {"state": RoundState.OPEN, "n_cast": 4, "n_seats": 5, "quorum": 3, "chosen": (10,)}
    return ClosingFacts(**(usual | facts))


def a_tie(**facts):
    return closing(chosen=(), tied=(10, 20, 30), **facts)


def finishing(**facts):
    return FinishingFacts(**({"state": RoundState.DECIDED, "n_without_feedback": 0} | facts))


def turn_facts(**facts):
    usual = {"state": RoundState.OPEN, "method": Method.ITERATIVE, "turn": 1, "most_turns": 3, "n_cast": 4}
    return TurnFacts(**(usual | facts))


def an_order(*groups, seat_id=1, turn=1, **facts):
    """An order of preference: a number stands alone, a tuple stands side by side."""
    places = [group if isinstance(group, tuple) else (group,) for group in groups]
    marks = {story: place for place, group in enumerate(places, start=1) for story in group}
    return Ballot(seat_id=seat_id, turn=turn, marks=marks, is_ranked=True, reason=REASON, **facts)


def orders(*each):
    """One order for each seat 1, 2, 3 …"""
    return [an_order(*groups, seat_id=seat) for seat, groups in enumerate(each, start=1)]


def scores(*each, turn=1):
    """One ballot with scores for each seat 1, 2, 3 …; an empty one abstains."""
    return [Ballot(seat_id=seat, turn=turn, marks=marks, reason=REASON) for seat, marks in enumerate(each, start=1)]


def comparisons(*each):
    """One ballot with pairs, the better first, for each seat 1, 2, 3 …"""
    return [Ballot(seat_id=seat, pairs=tuple(pairs), reason=REASON) for seat, pairs in enumerate(each, start=1)]
