"""Which two stories are compared next: at random and not by what was preferred before, every story equally often.

Pairing by what was preferred so far makes an order look more reliable than it is; so each seat has a tournament of
its own, in which every story meets every other, shuffled by lot. Whenever somebody stops, no story was seen much more
often than another.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

CYCLES = 3  # how often each story is seen by each reader, as advised


def tournament(story_ids: Collection[int], *, seat_id: int, seed: str) -> list[tuple[int, int]]:
    """Return all pairs for one seat in the order they are shown; which story stands first changes too."""
    ids: list[int | None] = [*sorted(story_ids, key=lambda one: _lot(seed, "place", seat_id, one))]
    if len(ids) % 2:
        ids.append(None)  # whoever meets nobody rests
    half, seen = len(ids) // 2, Counter[int]()
    pairs: list[tuple[int, int]] = []
    for _ in range(len(ids) - 1):
        met = zip(ids[:half], reversed(ids[half:]), strict=True)
        now = [(one, other) for one, other in met if one is not None and other is not None]
        now.sort(key=lambda pair: seen[pair[0]] + seen[pair[1]])
        for one, other in now:
            seen.update((one, other))
            turned = _lot(seed, "side", seat_id, *sorted((one, other)))[0] % 2
            pairs.append((other, one) if turned else (one, other))
        ids[1:] = [ids[-1], *ids[1:-1]]
    return pairs


def next_pair(
    plan: Sequence[tuple[int, int]], *, judged: Iterable[tuple[int, int]], allowed: Collection[int]
) -> tuple[int, int] | None:
    """Return the next pair that this seat has not judged, of stories that it may judge."""
    done = {frozenset(pair) for pair in judged}
    free = (pair for pair in plan if set(pair) <= set(allowed) and frozenset(pair) not in done)
    return next(free, None)


def n_advised(n_stories: int) -> int:
    """Return how many comparisons are asked of each reader: each story a few times, never more than all pairs."""
    return min(n_stories * (n_stories - 1) // 2, n_stories * CYCLES // 2)


def _lot(seed: str, use: str, seat_id: int, *story_ids: int) -> bytes:
    drawn = ":".join(map(str, (seed, use, seat_id, *story_ids)))
    return hashlib.sha256(drawn.encode()).digest()
