"""Ranking, counted by Schulze: the strongest chain of majorities from one story to another, with winning votes.

A majority is as strong as the number of ballots behind it; an equal number either way is no majority. A story leads
when nobody's chain to it is stronger than its own chain to them; several such stories share the lead.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from storyapp.rules.selection.outcome import Ballot, Outcome, ballots_of_turn, last_turn_of, led_by
from storyapp.rules.selection.preferences import count_wins


def decide_by_schulze(ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Let those lead whom no stronger chain beats; the tally says how many others each of them beats."""
    last = ballots_of_turn(ballots, last_turn_of(ballots))
    wins = count_wins(last, story_ids)
    beaten = _beaten(strongest_chains(wins))
    outcome = led_by(_places(beaten), ballots=last, n_seats=n_seats, story_ids=story_ids)
    return replace(outcome, tally={one: len(others) for one, others in sorted(beaten.items())}, pairwise=wins)


def strongest_chains(wins: Mapping[int, Mapping[int, int]]) -> dict[int, dict[int, int]]:
    """Return for each two stories how strong the strongest chain from the first to the second is."""
    ids = sorted(wins)
    chains = [[wins[a][b] if a != b and wins[a][b] > wins[b][a] else 0 for b in ids] for a in ids]
    for middle, through in enumerate(chains):
        for row in chains:
            if strength := row[middle]:
                row[:] = [
                    known if known >= strength or known >= further else min(strength, further)
                    for known, further in zip(row, through, strict=True)
                ]
    return {a: {b: chains[i][j] for j, b in enumerate(ids) if a != b} for i, a in enumerate(ids)}


def _beaten(chains: Mapping[int, Mapping[int, int]]) -> dict[int, set[int]]:
    return {a: {b for b, strength in row.items() if strength > chains[b][a]} for a, row in chains.items()}


def _places(beaten: Mapping[int, set[int]]) -> dict[int, float]:
    """Take off those whom nobody left beats, again and again: the first taken stand highest."""
    places: dict[int, float] = {}
    left = set(beaten)
    while left:
        free = {one for one in left if not any(one in beaten[other] for other in left)}
        places |= dict.fromkeys(free, float(len(left)))
        left -= free
    return places
