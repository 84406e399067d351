"""Texts that say nearly the same words: a story sent twice, or copied from another."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

SIZE = 5
SIMILAR = 0.6
COMMON = 200
NOT_LETTERS = re.compile(r"[\W_]+")


def near_duplicates(texts: Sequence[str], *, least: float = SIMILAR) -> Iterator[tuple[int, int, float]]:
    """Answer pairs of places whose texts share most runs of five letters, with their similarity, 0 to 1.

    Runs that stand in more than 200 texts choose no candidates: they would pair all with all.
    """
    plain = [_plain(text) for text in texts]
    first_of: dict[str, int] = {}
    grams: dict[int, frozenset[str]] = {}
    index: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(plain):
        if not text:
            continue
        if text in first_of:
            yield first_of[text], place, 1.0
            continue
        first_of[text] = place
        grams[place] = _grams(text)
        yield from _similar(place, grams, index, least)
        for gram in grams[place]:
            index[gram].append(place)


def nearest(text: str, others: Sequence[str], *, least: float = SIMILAR) -> int | None:
    """Answer the place of the text that says most nearly the same words, or None where none is similar enough."""
    mine = _grams(_plain(text))
    best, place = 0.0, None
    for other, words in enumerate(others):
        theirs = _grams(_plain(words))
        similarity = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
        if similarity >= least and similarity > best:
            best, place = similarity, other
    return place


def _grams(plain: str) -> frozenset[str]:
    """Answer the runs of five letters of a text; one that is shorter is a run itself."""
    return frozenset(plain[i : i + SIZE] for i in range(max(len(plain) - SIZE + 1, 1))) if plain else frozenset()


def _similar(
    place: int, grams: dict[int, frozenset[str]], index: dict[str, list[int]], least: float
) -> Iterator[tuple[int, int, float]]:
    shared = Counter(
        other for gram in grams[place] if len(index.get(gram, ())) <= COMMON for other in index.get(gram, ())
    )
    for other, n in sorted(shared.items()):
        if n < 0.2 * min(len(grams[place]), len(grams[other])):
            continue
        common = len(grams[place] & grams[other])
        similarity = common / len(grams[place] | grams[other])
        if similarity >= least:
            yield other, place, round(similarity, 4)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return NOT_LETTERS.sub(" ", folded).strip()
