"""Words into the pieces that the English encoder knows (WordPiece of BERT, uncased: Wu and others 2016, arXiv:1609.08144)."""

import functools
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
SPECIAL = re.compile(r"\[(?:PAD|UNK|CLS|SEP|MASK)\]")
LONGEST_WORD = 100
HAN = re.compile(
    "[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f\U0002b920-\U0002ceaf"
    "\uf900-\ufaff\U0002f800-\U0002fa1f]"
)
SPACE, MARK = " ", "mark"
Piece = tuple[int, int, int]  # number, from, to


class WordPiece:
    """The vocabulary, and how a text is parted by it."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers

    def read(self, text: str, most: int) -> tuple[list[int], list[tuple[int, int]]]:
        """Answer the numbers of the pieces with a start and an end, `most` at most, and where each stands in the text."""
        pieces: list[Piece] = []
        for word in _words(text):
            if len(pieces) >= most - 2:
                break
            pieces += self._pieces_of(word)
        kept = pieces[: most - 2]
        ids = [self._numbers[START], *(piece[0] for piece in kept), self._numbers[END]]
        return ids, [(0, 0), *((start, end) for _, start, end in kept), (0, 0)]

    def _pieces_of(self, word: list[tuple[str, int]]) -> list[Piece]:
        """Take the longest known beginning, then the longest known going on; a word with an unknown rest is unknown."""
        written = "".join(letter for letter, _ in word)
        whole = (self._numbers[UNKNOWN], word[0][1], word[-1][1] + 1)
        if SPECIAL.fullmatch(written):
            return [(self._numbers[written], word[0][1], word[-1][1] + 1)]
        if len(written) > LONGEST_WORD:
            return [whole]
        found: list[Piece] = []
        start = 0
        while start < len(written):
            lead = "##" if start else ""
            end = next((e for e in range(len(written), start, -1) if lead + written[start:e] in self._numbers), None)
            if end is None:
                return [whole]
            found.append((self._numbers[lead + written[start:end]], word[start][1], word[end - 1][1] + 1))
            start = end
        return found


def open_wordpiece(file: Path) -> WordPiece:
    """Read the vocabulary out of the `tokenizer.json` of a model."""
    return WordPiece(json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"])


def _words(text: str) -> Iterator[list[tuple[str, int]]]:
    """Part a text at white space and marks; each letter of a word comes with its place in the text."""
    at = 0
    for found in SPECIAL.finditer(text):
        yield from _plain_words(text, at, found.start())
        yield [(text[n], n) for n in range(*found.span())]
        at = found.end()
    yield from _plain_words(text, at, len(text))


def _plain_words(text: str, start: int, end: int) -> Iterator[list[tuple[str, int]]]:
    word: list[tuple[str, int]] = []
    for n in range(start, end):
        for letter, kind in _letters(text[n]):
            if kind and word:
                yield word
                word = []
            if kind == MARK:
                yield [(letter, n)]
            elif not kind:
                word.append((letter, n))
    if word:
        yield word


@functools.lru_cache(maxsize=4096)
def _letters(sign: str) -> tuple[tuple[str, str], ...]:
    """Answer a sign in lower case without accents, with what it does: part words, stand alone, or nothing."""
    if sign in "\t\n\r":
        return ((" ", SPACE),)
    if sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs"):
        return ()
    if sign.isspace():
        return ((" ", SPACE),)
    bare = (each for each in unicodedata.normalize("NFD", sign) if unicodedata.category(each) != "Mn")
    small = [letter for each in bare for letter in each.lower()]
    return tuple((letter, MARK if _is_mark(letter) else "") for letter in small)


def _is_mark(letter: str) -> bool:
    is_ascii_mark = letter.isascii() and not letter.isalnum() and letter > " "
    return is_ascii_mark or unicodedata.category(letter)[0] == "P" or bool(HAN.fullmatch(letter))
