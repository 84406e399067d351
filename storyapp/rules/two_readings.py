"""Nothing reported that only one person has seen: which codes two people have read, and whether they say the same (F8)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Pair = tuple[int, int]  # a story, and the theme or the result that is put on it
TWO = 2


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one reader says of one code; `reader` tells people, and what somebody reads as, apart."""

    story_id: int
    subject_id: int
    reader: str
    fits: bool


@dataclass(frozen=True, kw_only=True)
class ReadTwice:
    """How many codes of one theme or result stand, how many two have read, and of how many these say the same."""

    n: int = 0
    n_two: int = 0
    n_agreed: int = 0


def read_by_two(readings: Iterable[Reading], *, together: Collection[Pair] = ()) -> dict[Pair, bool]:
    """Return each code that two people have read, and whether all who read it said the same alone.

    What readers have settled `together` was read by two whoever of them still works here.
    """
    said: dict[Pair, dict[str, bool]] = defaultdict(dict)
    for one in readings:
        said[one.story_id, one.subject_id][one.reader] = one.fits
    return {
        pair: len(set(by.values())) == 1 and pair not in together
        for pair, by in said.items()
        if len(by) >= TWO or pair in together
    }


def counted(pairs: Iterable[Pair], twice: Mapping[Pair, bool]) -> dict[int, ReadTwice]:
    """Count by theme or result the codes that stand."""
    n: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pair in pairs:
        line = n[pair[1]]
        line[0] += 1
        line[1] += pair in twice
        line[2] += twice.get(pair, False)
    return {subject: ReadTwice(n=a, n_two=b, n_agreed=c) for subject, (a, b, c) in n.items()}
