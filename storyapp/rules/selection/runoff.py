"""Ranking, counted by instant run-off: whoever has the fewest first places leaves, and their ballots go on.

A ballot that puts several equally first is shared among them. All that stand last together leave together, unless
nobody else is left: then they share the lead. No lot is drawn. A ballot with nobody left on it rests.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import lcm

from storyapp.rules.selection.outcome import Ballot, Outcome, Step, ballots_of_turn, last_turn_of, led_by
from storyapp.rules.selection.preferences import named_groups

Groups = list[tuple[int, list[list[int]]]]


def decide_by_runoff(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Count again and again until somebody has more than half of the ballots that still count."""
    last = ballots_of_turn(ballots, last_turn_of(ballots))
    ids = sorted(story_ids)
    read = [(one.count, named_groups(one, ids)) for one in last if not one.is_abstention]
    # Counted in parts so small that any shared first place is a whole number of them: nothing is ever rounded.
    part = lcm(*range(1, max((len(group) for _, groups in read for group in groups), default=1) + 1))
    steps, places = _run([(count * part, groups) for count, groups in read], ids, part)
    outcome = led_by(places, ballots=last, n_seats=n_seats, story_ids=story_ids)
    tally = {story_id: votes for step in steps for story_id, votes in step.votes.items()}
    return replace(outcome, tally=dict(sorted(tally.items())), steps=tuple(steps))


def _run(ballots: Groups, ids: list[int], part: int) -> tuple[list[Step], dict[int, float]]:
    """Return the counts and a place for each story: who left later stands higher, who left together, equal."""
    steps: list[Step] = []
    places: dict[int, float] = {}
    standing = ids
    while standing:
        votes, ballots = _first_places(ballots, standing)
        most, fewest, total = max(votes.values()), min(votes.values()), sum(votes.values())
        shown = {story_id: _plain(n, part) for story_id, n in votes.items()}
        if most * 2 > total or most == fewest:
            steps.append(Step(votes=shown))
            rest = sorted(set(votes.values()))
            places |= {story_id: len(steps) + rest.index(n) for story_id, n in votes.items()}
            break
        left = tuple(story_id for story_id in standing if votes[story_id] == fewest)
        steps.append(Step(votes=shown, left=left))
        places |= dict.fromkeys(left, float(len(steps)))
        standing = [story_id for story_id in standing if story_id not in left]
    return steps, places


def _first_places(ballots: Groups, standing: list[int]) -> tuple[dict[int, int], Groups]:
    """Count who stands first on each ballot; what has left is taken off the ballots on the way."""
    here = set(standing)
    votes: dict[int, int] = dict.fromkeys(standing, 0)
    kept: Groups = []
    for count, groups in ballots:
        for n, group in enumerate(groups):
            first = [one for one in group if one in here] if len(group) > 1 or group[0] not in here else group
            if first:
                for story_id in first:
                    votes[story_id] += count // len(first)
                kept.append((count, groups[n:] if n else groups))
                break
    return votes, kept


def _plain(votes: int, part: int) -> float:
    return votes // part if votes % part == 0 else round(votes / part, 6)
