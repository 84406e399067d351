"""Which word of the signals' lists a misspelt one was meant to be: written as it sounds («хачу умиреть», "tryed drugz").

Only a word that no dictionary knows is read so; what is written right stays what it is.
"""

import functools
import re
from collections.abc import Iterable

from nlp.types import SIGNAL_KINDS
from nlp.wordlists import word_list, words_of
from nlp.words import CYRILLIC, is_russian_word, lemma, russian_parses

SHORTEST, LONGEST = 4, 24
RUSSIAN_STEPS = tuple((re.compile(old), new) for old, new in (
    ("тьс|тс|дс", "ц"), ("чт(?=о)", "шт"), ("сч|зч|жч", "щ"), ("[ое]го$", "ава"), ("[ьъ]", ""), ("[её]|[эыя]", "и"), ("о", "а"),
    ("ю", "у"), ("б", "п"), ("в", "ф"), ("г", "к"), ("д", "т"), ("ж", "ш"), ("з", "с"), (r"(.)\1+", r"\1"),
))  # fmt: skip
ENGLISH_STEPS = tuple((re.compile(old), new) for old, new in (
    ("ph", "f"), ("^wr", "r"), ("^kn", "n"), ("igh", "i"), ("ck", "k"), ("(?<!^)y", "i"), ("z", "s"), ("c(?![eiyh])|k", "k"), ("oa|ow(?=.)", "o"), ("ea|ee", "e"),
    (r"(.)\1+", r"\1"), ("e$", ""),
))  # fmt: skip


def meant(word: str, language: str) -> str | None:
    """Answer the word that sounds alike, where this one is in no dictionary; None where it is, or nothing does."""
    plain = word.lower()
    if not SHORTEST <= len(plain) <= LONGEST or not plain.isalpha():
        return None
    if language == "ru":
        return _meant_in_russian(plain) if CYRILLIC.search(plain) else None
    return _meant_in_english(plain) if language == "en" and plain.isascii() else None


@functools.lru_cache(maxsize=20_000)
def _meant_in_russian(plain: str) -> str | None:
    return None if is_russian_word(plain) or lemma(plain) in _listed("ru") else _by_sound("ru").get(_sound(plain, "ru"))


@functools.lru_cache(maxsize=20_000)
def _meant_in_english(plain: str) -> str | None:
    known = any(plain in words_of("en", "everyday", key) for key in ("words", "common"))
    if known or plain in words_of("en", "grammar", "stop") or lemma(plain) in _listed("en"):
        return None
    return None if _is_a_name(plain) else _by_sound("en").get(_sound(plain, "en"))


def _is_a_name(plain: str) -> bool:
    return plain in words_of("en", "given_names", "names") or plain in words_of("en", "surnames", "names")


def _sound(plain: str, language: str) -> str:
    for old, new in RUSSIAN_STEPS if language == "ru" else ENGLISH_STEPS:
        plain = old.sub(new, plain)
    return plain


@functools.cache
def _listed(language: str) -> frozenset[str]:
    """Answer the lemmas that the shipped patterns hold."""
    lists = word_list(language, "signals")
    steps = (
        step
        for kind in SIGNAL_KINDS
        for key in ("strong", "weak")
        for pattern in lists[kind][key]
        for step in pattern.split()
    )
    return frozenset(lemma(word) for step in steps for word in step.lstrip("=").split("|") if word.isalpha())


@functools.cache
def _by_sound(language: str) -> dict[str, str]:
    """Map how a word sounds to the word, for all forms of the listed ones and the small words around them."""
    return {_sound(form, language): form for form in reversed(list(_forms(language))) if len(form) >= SHORTEST - 1}


def _forms(language: str) -> Iterable[str]:
    if language == "en":
        yield from sorted(words_of("en", "everyday", "common"))
        yield from sorted(word for word in words_of("en", "everyday", "words") if lemma(word) in _listed("en"))
        return
    for key in ("first_person", "third_person", "stop"):
        yield from sorted(words_of("ru", "grammar", key))
    for word in sorted(_listed("ru")):
        parses = russian_parses(word)
        yield from dict.fromkeys(str(form.word) for form in parses[0].lexeme) if parses else ()
