"""How words that tell who or where somebody is are covered, and what is left to read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_ENDING, SHORTEST_BENT = 2, 3  # letters: of an ending («Марья», «Марьей»), of a word that bends
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, kw_only=True)
class Mask:
    """Words to cover from `start` to `end` (code points, end exclusive) and what stands there instead."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a text in order; `mask` is the number of the mask that covers it, or None."""

    text: str
    mask: int | None = None


def apply_masks(text: str, masks: Iterable[Mask]) -> str:
    """Return the text with all masks laid over; where two overlap the longer wins, then the earlier."""
    covered, at = [], 0
    for mask in _apart(masks, len(text)):
        covered += [text[at : mask.start], mask.replacement]
        at = mask.end
    return "".join([*covered, text[at:]])


def cover_words(text: str, words: str, replacement: str) -> str:
    """Return the text with every occurrence of these words covered, as whole words where they are words."""
    return apply_masks(text, occurrences(text, words, replacement))


def occurrences(text: str, words: str, replacement: str) -> list[Mask]:
    """Find where these words stand, capitals aside, never inside a longer word."""
    found: list[Mask] = []
    words = words.strip()
    if not words:
        return found
    lower, wanted, at = _same_length_lower(text), _same_length_lower(words), 0
    while (start := lower.find(wanted, at)) >= 0:
        end = start + len(wanted)
        if _stands_alone(text, start, end):
            found.append(Mask(start=start, end=end, replacement=replacement))
        at = end
    return found


def pieces(text: str, masks: Sequence[Mask], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut a part of a text into pieces, so that each mask can be shown in its place."""
    end = len(text) if end is None else end
    parts, at = [], start
    numbers = {id(mask): number for number, mask in enumerate(masks)}
    for mask in _apart(masks, len(text)):
        if mask.end <= start or mask.start >= end:
            continue
        first, last = max(mask.start, at), min(mask.end, end)
        if first > at:
            parts.append(Piece(text=text[at:first]))
        parts.append(Piece(text=text[first:last], mask=numbers[id(mask)]))
        at = last
    if at < end:
        parts.append(Piece(text=text[at:end]))
    return parts


def stands_covered(name: str, *, before: str, after: str) -> bool:
    """Tell whether a word of a name is one that was covered in a text, in any of its endings: it may be the real name.

    Rough on purpose: two words are taken for one where they differ in their last letter or two only.
    """
    covered = _words(before) - _words(after)
    return any(_are_one(word, other) for word in _words(name) for other in covered)


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold().replace("ё", "е")) if len(word) > 1}


def _are_one(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > MOST_ENDING:
        return False
    stem = shorter if len(shorter) < SHORTEST_BENT else shorter[:-1]
    return longer.startswith(stem)


def _apart(masks: Iterable[Mask], length: int) -> list[Mask]:
    whole = [mask for mask in masks if 0 <= mask.start < mask.end <= length]
    kept: list[Mask] = []
    for mask in sorted(whole, key=lambda m: (m.start - m.end, m.start)):
        if all(mask.end <= other.start or mask.start >= other.end for other in kept):
            kept.append(mask)
    return sorted(kept, key=lambda m: m.start)


def _same_length_lower(text: str) -> str:
    """Lower each letter by itself: some letters become two, and offsets must hold."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = before.isalnum() and text[start].isalnum()
    closes = after.isalnum() and text[end - 1].isalnum()
    return not opens and not closes
