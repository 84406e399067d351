"""What a panel looked for, as tags: one line is one tag, however it is spelt; and how many reasons speak of it."""

from collections import Counter
from collections.abc import Iterable

from storyapp.rules.sentences import words_of

LEAST_LETTERS, ENDING = 4, 3  # of a word that carries meaning; of an ending that may differ


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a round, each once, as they were first written."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.strip():
            found.setdefault(_plain(line), line.strip(" \t-–•*."))
    return tuple(found.values())


def in_rounds(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Count in how many rounds each tag emerged, the most frequent first."""
    spelt: dict[str, str] = {}
    n: Counter[str] = Counter()
    for text in texts:
        for tag in tags_of(text):
            spelt.setdefault(_plain(tag), tag)
            n[_plain(tag)] += 1
    return [(spelt[plain], count) for plain, count in sorted(n.items(), key=lambda item: (-item[1], item[0]))]


def n_reasons(tag: str, reasons: Iterable[str]) -> int:
    """Count the reasons that speak of a tag: that hold the beginning of each of its longer words.

    Endings are left off by length, since neither Russian nor English words stay as they are in a sentence.
    """
    stems = [_stem(word) for word in words_of(tag.casefold()) if len(word) >= LEAST_LETTERS]
    spoken = [words_of(reason.casefold()) for reason in reasons]
    return sum(all(any(word.startswith(stem) for word in words) for stem in stems) for words in spoken) if stems else 0


def _stem(word: str) -> str:
    return word[: max(LEAST_LETTERS, len(word) - ENDING)]


def _plain(line: str) -> str:
    return " ".join(words_of(line.casefold())) or line.strip().casefold()
