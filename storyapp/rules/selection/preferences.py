"""Ballots as orders of preference, and how many prefer one story to another."""

from collections.abc import Collection, Iterable, Mapping

from storyapp.rules.selection.outcome import Ballot

Wins = dict[int, dict[int, int]]


def groups_of(ballot: Ballot, story_ids: Collection[int]) -> list[list[int]]:
    """Return one ballot as groups that stand equal, the best first; what it does not name comes last, together.

    A story that this seat does not judge stands nowhere: it neither wins nor loses here.
    """
    places: dict[int, list[int]] = {}
    if ballot.story_id is not None and ballot.story_id in story_ids:
        places[0] = [ballot.story_id]
    for story_id, mark in ballot.marks.items():
        if story_id in story_ids and story_id not in ballot.apart:
            places.setdefault(mark if ballot.is_ranked else -mark, []).append(story_id)
    named = [sorted(places[place]) for place in sorted(places)]
    known = {story_id for group in named for story_id in group}
    rest = sorted(story_id for story_id in story_ids if story_id not in known and story_id not in ballot.apart)
    return [*named, rest] if rest else named


def count_wins(ballots: Iterable[Ballot], story_ids: Collection[int]) -> Wins:
    """Return for each two stories how many ballots put the first strictly above the second.

    One long number holds a whole row, a field for each story: a ballot is added to a row in one step.
    """
    kept = [ballot for ballot in ballots if not ballot.is_abstention]
    ids = sorted(story_ids)
    width = sum(ballot.count for ballot in kept).bit_length() + 1
    unit = {story_id: 1 << (n * width) for n, story_id in enumerate(ids)}
    rows = dict.fromkeys(ids, 0)
    for ballot in kept:
        below = 0
        for group in reversed(groups_of(ballot, ids)):
            for story_id in group:
                rows[story_id] += below
            below += sum(unit[story_id] for story_id in group) * ballot.count
    field = (1 << width) - 1
    return {
        one: {other: (rows[one] >> (n * width)) & field for n, other in enumerate(ids) if other != one} for one in ids
    }


def net_wins(wins: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """Return for each story how many comparisons on all ballots it won, less those that it lost."""
    return {one: sum(n - wins[other][one] for other, n in row.items()) for one, row in wins.items()}


def named_groups(ballot: Ballot, story_ids: Collection[int]) -> list[list[int]]:
    """Return one ballot as groups that stand equal, the best first, without what it does not name."""
    groups = groups_of(ballot, story_ids)
    if groups and not any(story_id in ballot.marks or story_id == ballot.story_id for story_id in groups[-1]):
        groups.pop()
    return groups
