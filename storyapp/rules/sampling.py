"""Chance that can be repeated: an order and a sample that follow from a seed, so nobody can steer them unseen."""

import hashlib
from collections.abc import Iterable


def reading_order(seat_id: int, story_ids: Iterable[int], seed: str) -> tuple[int, ...]:
    """Return the stories in an order of this reader's own, so that no story is always read first (C5).

    The order is stable: a story that leaves or joins later does not move the others.
    """
    return tuple(sorted(set(story_ids), key=lambda story_id: _lot(seed, "read", seat_id, story_id)))


def random_sample(story_ids: Iterable[int], n: int, seed: str) -> tuple[int, ...]:
    """Draw n stories to be verified beside the chosen ones (MSC guide, step 7; D1)."""
    drawn = sorted(set(story_ids), key=lambda story_id: _lot(seed, "draw", 0, story_id))
    return tuple(sorted(drawn[: max(0, n)]))


def _lot(seed: str, use: str, seat_id: int, story_id: int) -> tuple[bytes, int]:
    return hashlib.sha256(f"{seed}\n{use}\n{seat_id}\n{story_id}".encode()).digest(), story_id
