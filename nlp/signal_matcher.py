"""Rows of words with gaps, found in a document: only patterns whose first word stands somewhere are tried at all."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from nlp.signals import AS_WRITTEN, GAP
from nlp.turns import CLAUSE_ENDS
from nlp.words import lemma

LONGEST_GAP = 3
SENTENCE_MARKS = CLAUSE_ENDS - {","}


@dataclass(frozen=True, slots=True)
class Step:
    """A word of a pattern: which lemmas it may have, or how it may be written; with neither it is a gap."""

    lemmas: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()

    @property
    def is_gap(self) -> bool:
        """Tell whether up to three words may stand here."""
        return not self.lemmas and not self.written

    def fits(self, lemma_of_word: str, plain: str) -> bool:
        """Tell whether a word can stand here."""
        return lemma_of_word in self.lemmas or plain in self.written


def steps_of(pattern: str, counted: Callable[[str], str] = lemma) -> tuple[Step, ...]:
    """Read a written pattern: words by lemma, "a|b" a choice, "…" up to three words, "=a" as written."""
    steps = []
    for step in pattern.split():
        if step == GAP:
            steps.append(Step())
        elif step[0] == AS_WRITTEN:
            steps.append(Step(written=frozenset(step[1:].split("|"))))
        else:
            steps.append(Step(lemmas=frozenset(counted(word) for word in step.split("|"))))
    return tuple(steps)


class SignalMatcher:
    """The patterns of a language, each with its kind and strength."""

    def __init__(self, patterns: Sequence[tuple[str, str, str]], counted: Callable[[str], str] = lemma) -> None:
        """Make ready; `counted` answers the lemma of a word of the patterns, as the documents have it."""
        self._patterns = [(name, steps_of(name[2], counted)) for name in patterns]
        self._by_lemma: dict[str, list[int]] = defaultdict(list)
        self._by_written: dict[str, list[int]] = defaultdict(list)
        for n, (_, (first, *_)) in enumerate(self._patterns):
            for word in first.lemmas:
                self._by_lemma[word].append(n)
            for word in first.written:
                self._by_written[word].append(n)

    def __call__(self, doc: Doc) -> Iterator[tuple[str, str, str, int, int]]:
        """Answer kind, strength, pattern, start and end of every match, of those that begin together the shortest."""
        lemmas, written = [token.lemma_ for token in doc], [token.lower_ for token in doc]
        for i, (word, plain) in enumerate(zip(lemmas, written, strict=True)):
            for n in (*self._by_lemma.get(word, ()), *self._by_written.get(plain, ())):
                name, steps = self._patterns[n]
                end = _end_of(steps, lemmas, written, i)
                if end is not None:
                    yield *name, i, end


def _end_of(steps: Sequence[Step], lemmas: Sequence[str], written: Sequence[str], start: int) -> int | None:
    """Answer where the shortest match from here ends."""
    places = [start]
    for step in steps:
        if step.is_gap:
            places = sorted({end for place in places for end in _reach(written, place)})
        else:
            places = [n + 1 for n in places if n < len(lemmas) and step.fits(lemmas[n], written[n])]
        if not places:
            return None
    return places[0]


def _reach(written: Sequence[str], place: int) -> Iterator[int]:
    """Answer where what follows a gap may begin: here, or up to three words on, never past the end of a sentence."""
    yield place
    for end in range(place, min(place + LONGEST_GAP, len(written))):
        if written[end] in SENTENCE_MARKS:
            return
        yield end + 1
