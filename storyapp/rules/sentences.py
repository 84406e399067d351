"""A reason is a sentence: enough words for somebody else to understand it."""

import re
from enum import Enum

SHORTEST_REASON = 3
SHORTEST_JOINT_REASON = 5
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


_APART = re.compile(r"[,;/\n•·|]+|\s[-–—]\s")
KEYWORD = 2  # words of a part that is no sentence


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
