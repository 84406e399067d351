"""Shortlist: yes, maybe or no to each story of a long list, down to a number that can be talked about; then a vote.

A yes is a whole voice, a maybe is half of one. A story is on the shortlist when it has at least half of the voices of
those who judged it. Whoever has as many voices is on it as well: the number is never cut by a lot.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction

from storyapp.rules.rounds import OutcomeKind, kind_of
from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, led_by, most_votes

YES, MAYBE, NO = 2, 1, 0
ENOUGH = Fraction(1, 2)


def decide_by_shortlist(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Return the shortlist; once it was voted on, the story with most votes. One story alone on it is chosen."""
    listed = shortlisted(ballots_of_turn(ballots, 1), n_seats=n_seats, story_ids=story_ids)
    turn = last_turn_of(ballots)
    if turn <= 1:
        chosen = listed.shortlist if len(listed.shortlist) == 1 else ()
        return replace(listed, kind=kind_of(chosen), chosen=chosen, tied=(), is_halfway=len(listed.shortlist) > 1)
    voted = most_votes(ballots_of_turn(ballots, turn), n_seats=n_seats, story_ids=listed.shortlist)
    return replace(voted, shortlist=listed.shortlist)


def shortlisted(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Return the share of voices for each story, and which of them have enough."""
    shares = {story_id: share for story_id in sorted(story_ids) if (share := _share(ballots, story_id)) is not None}
    outcome = led_by(shares, ballots=ballots, n_seats=n_seats, story_ids=story_ids)  # type: ignore[arg-type]
    on_it = tuple(story_id for story_id, share in shares.items() if share >= ENOUGH)
    tally = {story_id: float(share) for story_id, share in shares.items()}
    return replace(outcome, kind=OutcomeKind.NONE, tally=tally, shortlist=on_it)


def _share(ballots: Sequence[Ballot], story_id: int) -> Fraction | None:
    """Return the voices for a story as a part of those who judged it, or None where nobody did."""
    found = [
        (ballot.marks[story_id], ballot.count)
        for ballot in ballots
        if story_id in ballot.marks and story_id not in ballot.apart
    ]
    n = sum(count for _, count in found)
    return Fraction(sum(mark * count for mark, count in found), n * YES) if n else None
