"""A reason is a sentence: enough words for somebody else to understand it."""

import re
from collections.abc import Collection, Iterator
from enum import Enum

SHORTEST_REASON = 3
SHORTEST_JOINT_REASON = 5
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


_APART = re.compile(r"[,;/\n•·|]+|\s[-–—]\s")
KEYWORD = 2  # words of a part that is no sentence
_GAP = re.compile(r"[\s.…:,;!?–—-]*")


class ReasonHint(Enum):
    """What may be said, quietly, of a reason; it is taken all the same."""

    TOO_SHORT = "too_short"
    KEYWORDS = "keywords"


def words_of(text: str) -> list[str]:
    """Return the words of a text: runs of letters of any script."""
    return _WORD.findall(text)


def hint_for(text: str) -> ReasonHint | None:
    """Tell where a reason is a sign or two, or a list of keywords, which nobody understands a month later."""
    words = words_of(text)
    parts = [n for part in _APART.split(text) if (n := len(words_of(part)))]
    is_a_list = len(parts) > 1 and max(parts) <= KEYWORD
    if is_a_list and max(map(len, words)) >= KEYWORD:
        return ReasonHint.KEYWORDS
    return ReasonHint.TOO_SHORT if len(words) < SHORTEST_REASON or max(map(len, words)) < KEYWORD else None


def n_words(text: str) -> int:
    """Count words: runs of letters of any script; numbers and signs alone are no words."""
    return len(words_of(text))


def is_sentence(text: str, *, shortest: int = SHORTEST_REASON) -> bool:
    """Tell whether a text has words enough to give a reason."""
    return n_words(text) >= shortest


def left_open(text: str, beginnings: Collection[str]) -> tuple[str, ...]:
    """Return the beginnings ("Because of it we will…") that stand in a text with nothing said after them."""
    stems = [_stem(one) for one in beginnings]
    open_at = {
        found.start(): one
        for one in beginnings
        if one.endswith("…")
        for found in _found(_stem(one), text)
        if _says_nothing(text[found.end() :], stems)
    }
    return tuple(open_at[place] for place in sorted(open_at))


def _stem(beginning: str) -> str:
    return beginning.rstrip("…: ")


def _found(stem: str, text: str) -> Iterator[re.Match[str]]:
    words = r"\s+".join(map(re.escape, stem.split()))
    return re.finditer(rf"\b{words}(?!\w)", text, re.IGNORECASE)


def _says_nothing(rest: str, stems: Collection[str]) -> bool:
    """Tell whether a sentence ends here: with the text, with the next beginning, or with a line before a capital."""
    gap = _GAP.match(rest)
    after = rest[gap.end() :] if gap else rest
    is_next = any(after.casefold().startswith(stem.casefold()) for stem in stems)
    is_new_line = gap is not None and "\n" in gap[0] and after[:1].isupper()
    return not after or is_next or is_new_line
