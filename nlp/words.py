"""Words and their lemmas, the language of a text: light enough for a web process (no spaCy here)."""

import functools
import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import snowballstemmer

from nlp.languages import detect_language
from nlp.morphology import LONGEST_WORD, dictionary, is_russian_word
from nlp.wordlists import OURS, about_added, word_list

__all__ = [
    "Word",
    "count_words",
    "detect_language",
    "is_russian_word",
    "lemma",
    "lemma_of",
    "read_words",
    "root",
    "russian_parses",
    "search_lemmas",
]

CACHED_WORDS = 100_000
# What the dictionary says of a word weighs a hundred times more than its lemma.
CACHED_PARSES = 20_000
LETTER = r"[^\W_][\u0300-\u036f]?"
# A run of letters without end is cut every 64, so that no later step meets a word of 200 KB.
WORD = re.compile(rf"(?:{LETTER}){{1,64}}(?:['’ʼ‑-](?:{LETTER}){{1,64}}){{0,3}}")
CYRILLIC = re.compile("[а-яё]")
CLITIC = re.compile(r"'(?:s|m|re|ve|ll|d)?$")
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‑": "-"})
_stemming = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in its text."""

    start: int
    end: int
    text: str


def read_words(text: str) -> list[Word]:
    """Find the words of a text in order."""
    return [Word(found.start(), found.end(), found.group()) for found in WORD.finditer(text)]


def count_words(text: str) -> int:
    """Count the words as a person would: numbers count, punctuation and emoji do not."""
    return sum(1 for _ in WORD.finditer(text))


def search_lemmas(text: str) -> list[str]:
    """Turn a text or a query into the words it is found by: the same for both, order and repeats kept."""
    return [lemma(found.group()) for found in WORD.finditer(text)]


@functools.cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


@functools.cache
def _irregular(language: str) -> dict[str, str]:
    """Map each form that the general way gets wrong to its lemma."""
    table = word_list(language, "irregular")["forms"]
    return {form: base for base, forms in table.items() for form in forms.split()}


@functools.lru_cache(maxsize=CACHED_PARSES)
def russian_parses(word: str) -> tuple[Any, ...]:
    """Answer what the Russian dictionary says of a word, the most probable first."""
    if len(word) > LONGEST_WORD:
        return ()
    return tuple(dictionary().parse(word))


@functools.lru_cache(maxsize=CACHED_WORDS)
def lemma(word: str) -> str:
    """Answer the form a word is counted under: lower case, ё as е. Russian by dictionary, Latin letters by stem."""
    plain = unicodedata.normalize("NFC", word).lower().translate(APOSTROPHES)
    if len(plain) > LONGEST_WORD:
        return plain
    plain = DRAWN_OUT.sub(r"\1", plain) if DRAWN_OUT.search(plain) else plain
    if CYRILLIC.search(plain):
        return _russian_lemma(plain)
    return _english_lemma(plain) if plain.isascii() and not plain.isdigit() else plain


def lemma_of(language: str) -> Callable[[str], str]:
    """Answer how words of a language are counted: by `lemma` in ours, by their stem in one that a folder adds."""
    return lemma if language in OURS else functools.partial(_added_lemma, language)


@functools.lru_cache(maxsize=CACHED_WORDS)
def _added_lemma(language: str, word: str) -> str:
    plain = unicodedata.normalize("NFC", word).lower().translate(APOSTROPHES)
    if len(plain) > LONGEST_WORD:
        return plain
    irregular = _irregular(language)
    stemmer = about_added(language).get("stemmer")
    return irregular.get(plain) or (_stem(str(stemmer), plain) if stemmer else plain)


def _russian_lemma(word: str) -> str:
    if word in _irregular("ru"):
        return _irregular("ru")[word]
    parses = russian_parses(word)
    return (parses[0].normal_form if parses else word).replace("ё", "е")


def _english_lemma(word: str) -> str:
    irregular = _irregular("en")
    if word in irregular:
        return irregular[word]
    if word.endswith("n't"):
        return "not"
    base = CLITIC.sub("", word)
    return _stem("english", irregular.get(base, base))


def _stem(name: str, word: str) -> str:
    # A stemmer keeps the word it works on in itself: two threads must not share it at once.
    with _stemming:
        return str(_stemmer(name).stemWord(word))


@functools.lru_cache(maxsize=CACHED_WORDS)
def root(lemma_of_word: str) -> str:
    """Answer a looser form than the lemma, in which «уверенность» and «уверенный» meet."""
    return _stem("russian", lemma_of_word) if CYRILLIC.search(lemma_of_word) else lemma_of_word
