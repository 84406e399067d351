"""A reason is a sentence: enough words for somebody else to understand it."""

import re

SHORTEST_REASON = 3
SHORTEST_JOINT_REASON = 5
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def n_words(text: str) -> int:
    """Count words: runs of letters of any script; numbers and signs alone are no words."""
    return len(_WORD.findall(text))


def is_sentence(text: str, *, shortest: int = SHORTEST_REASON) -> bool:
    """Tell whether a text has words enough to give a reason."""
    return n_words(text) >= shortest
