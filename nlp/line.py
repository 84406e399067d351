"""The words of a text with what stands between them, as the finders of names read it."""

import re
from collections.abc import Sequence

from nlp.words import CLITIC, Word

MANY_CAPITALS = 0.5
SHORT_FORMS = frozenset(["mr", "mrs", "ms", "dr", "prof", "st", "fr", "rev"])
STARTS_SENTENCE = re.compile(r"[.!?…\n]")


class Line:
    """The words of a text with what stands between them."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self.states: dict[int, float] = {}  # word → how much it is used like a name, where an encoder read the text
        n_capital = sum(word.text[0].isupper() for word in words)
        self.has_many_capitals = len(words) > 4 and n_capital > MANY_CAPITALS * len(words)

    def gap(self, i: int) -> str:
        """Answer what stands before a word."""
        before = self.words[i - 1].end if i else 0
        return self.text[before : self.words[i].start][-40:]

    def is_inside(self, i: int) -> bool:
        """Tell whether a word stands inside a sentence, where a capital letter means something."""
        return i > 0 and (not STARTS_SENTENCE.search(self.gap(i)) or self._is_after_short_form(i))

    def _is_after_short_form(self, i: int) -> bool:
        """Tell whether the full stop before a word belongs to «Dr.» or to an initial."""
        before = self.words[i - 1].text
        return self.gap(i) in (".", ". ") and ((len(before) == 1 and before.isupper()) or before.lower() in SHORT_FORMS)

    def is_capital(self, i: int) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.words[i].text[0].isupper()

    def follows(self, i: int) -> bool:
        """Tell whether only a space parts a word from the one before."""
        return 0 < i < len(self.words) and (self.gap(i) in (" ", "\u00a0") or self._is_after_short_form(i))

    def plain(self, i: int) -> str:
        """Answer a word in lower case without «'s»; nothing where there is no word."""
        return bare(self.words[i].text) if 0 <= i < len(self.words) else ""

    def end(self, i: int) -> int:
        """Answer where a word ends, «'s» left out."""
        word = self.words[i]
        return word.start + len(bare(word.text))


def bare(word: str) -> str:
    """Put a word into lower case and take «'s» away."""
    return CLITIC.sub("", word.lower().replace("’", "'"))
