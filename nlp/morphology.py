"""The Russian dictionary, opened once."""

import functools
from typing import Any

import pymorphy3

LONGEST_WORD = 40


@functools.cache
def dictionary() -> Any:
    """Open the dictionary; it takes a tenth of a second."""
    return pymorphy3.MorphAnalyzer()


@functools.lru_cache(maxsize=50_000)
def is_russian_word(word: str) -> bool:
    """Tell whether the Russian dictionary knows the word itself, not only its ending."""
    return len(word) <= LONGEST_WORD and bool(dictionary().word_is_known(word.lower()))
