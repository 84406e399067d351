"""Phrases that a person must see soon: found for recall, weighed, never judged."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from nlp.pipeline import building, pipeline_of, write_lemmas
from nlp.signals import AS_WRITTEN, GAP, HARMLESS, STRONG, WEAK, harmless_patterns, patterns_of
from nlp.spelling import meant
from nlp.turns import (
    CLAUSE_ENDS,
    evidence_of,
    negated_tokens,
    quotations,
    retells,
    speaks_of_others,
    speaks_of_the_past,
)
from nlp.types import SIGNAL_KINDS, Signal, SignalLists
from nlp.words import lemma

STRENGTHS = {STRONG: 0.8, WEAK: 0.35}
NEGATED = 0.6
OTHERS = 0.75
PAST = 0.85
QUOTED = 0.85
SOUNDS_ALIKE = 0.5
LONGEST_GAP = 3
MOST_MATCHERS = 16
SENTENCE_MARKS = sorted(CLAUSE_ENDS - {","})


def token_pattern(pattern: str) -> list[dict[str, Any]]:
    """Turn a written pattern into spaCy's: words by lemma, "a|b" a choice, "…" up to three words, "=a" as written."""
    steps: list[dict[str, Any]] = []
    for step in pattern.split():
        if step == GAP:
            steps.extend({"TEXT": {"NOT_IN": SENTENCE_MARKS}, "OP": "?"} for _ in range(LONGEST_GAP))
        elif step[0] == AS_WRITTEN:
            steps.append({"LOWER": {"IN": step[1:].split("|")}})
        else:
            steps.append({"LEMMA": {"IN": sorted({lemma(word) for word in step.split("|")})}})
    return steps


class SignalMatcher:
    """The patterns of a language; it keeps the names of its rules, because spaCy may forget strings after a reading."""

    def __init__(self, language: str, lists: SignalLists) -> None:
        self._strings = pipeline_of(language).vocab.strings
        self._matcher = Matcher(pipeline_of(language).vocab)
        self._names: dict[int, tuple[str, str, str]] = {}
        for kind in SIGNAL_KINDS:
            # A weak pattern is told from another one: of the same only the first counts, however often it comes.
            for strength, patterns in patterns_of(language, kind, lists).items():
                for pattern in patterns:
                    self._add((kind, strength, pattern))
            for pattern in harmless_patterns(language, kind):
                self._add((kind, HARMLESS, pattern))

    def _add(self, name: tuple[str, str, str]) -> None:
        rule = "/".join(name)
        self._matcher.add(rule, [token_pattern(name[2])])
        self._names[self._strings[rule]] = name

    def __call__(self, doc: Doc) -> Iterator[tuple[str, str, str, int, int]]:
        """Answer kind, strength, pattern, start and end of every match."""
        return ((*self._names[key], start, end) for key, start, end in self._matcher(doc))


def signal_matcher(language: str, lists: SignalLists | None = None) -> SignalMatcher:
    """Build the matcher of a language and of a programme's own lists, once, and never inside a reading."""
    return _matcher(language, (lists or SignalLists()).of(language))


@functools.lru_cache(maxsize=MOST_MATCHERS)
def _matcher(language: str, lists: SignalLists) -> SignalMatcher:
    with building:
        return SignalMatcher(language, lists)


def signals_in(text: str, doc: Doc, language: str, matcher: SignalMatcher) -> tuple[Signal, ...]:
    """Answer the signals of a text, the strongest first.

    A negation before the words, a sentence about somebody else or about long ago, a quotation, a tale and a turn of
    speech that only sounds alike lower a score and never take it away. Misspelt words are read as they sound.
    """
    read = _as_meant(doc, language)
    negated, quoted = negated_tokens(read, language), quotations(text)
    found: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    met: set[tuple[str, str]] = set()
    harmless: dict[str, list[Span]] = defaultdict(list)
    for kind, strength, pattern, start, end in matcher(read):
        if strength == HARMLESS:
            harmless[kind].append(doc[start:end])
        elif strength == STRONG or (kind, pattern) not in met:
            found[kind][strength].append(doc[start:end])
            met.add((kind, pattern))
    signals = [
        _signal(
            text, kind, by_strength, lambda span, kind=kind: _trust(span, negated, quoted, language, harmless[kind])
        )
        for kind, by_strength in found.items()
    ]
    return tuple(sorted(signals, key=lambda signal: (-signal.score, signal.kind)))


def _as_meant(doc: Doc, language: str) -> Doc:
    """Answer the document with misspelt words put right, word by word the same places; itself where there are none."""
    said = [None if _is_like_a_name(token) else meant(token.text, language) for token in doc]
    if not any(said):
        return doc
    words = [right or token.text for right, token in zip(said, doc, strict=True)]
    starts: list[bool | int | None] = [bool(token.is_sent_start) for token in doc]
    read = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc], sent_starts=starts)
    return write_lemmas(read)


def _is_like_a_name(token: Token) -> bool:
    return token.text[0].isupper() and not token.is_sent_start


def _signal(text: str, kind: str, found: dict[str, list[Span]], trust: Callable[[Span], float]) -> Signal:
    strong = _shortest(found["strong"])
    covered = {token.i for span in strong for token in span}
    weak = [span for span in _shortest(found["weak"]) if not covered & {token.i for token in span}]
    silence = 1.0
    for spans, strength in ((strong, STRENGTHS["strong"]), (weak, STRENGTHS["weak"])):
        for span in spans:
            silence *= 1 - strength * trust(span)
    shown = sorted([*strong, *weak], key=lambda span: span.start)
    return Signal(kind=kind, score=round(1 - silence, 4), evidence=tuple(evidence_of(text, span) for span in shown))


def _shortest(spans: Sequence[Span]) -> list[Span]:
    """Of matches that begin or end together keep the shortest, then drop overlaps."""
    by_start: dict[int, Span] = {}
    for span in sorted(spans, key=len):
        by_start.setdefault(span.start, span)
    return list(filter_spans(by_start.values()))


def _trust(
    span: Span, negated: Sequence[bool], quoted: Sequence[range], language: str, harmless: Sequence[Span]
) -> float:
    trust = NEGATED if negated[span.start] else 1.0
    if any(other.start < span.end and span.start < other.end for other in harmless):
        trust *= SOUNDS_ALIKE
    if speaks_of_others(span.sent, language):
        trust *= OTHERS
    if speaks_of_the_past(span.sent, language):
        trust *= PAST
    is_quoted = any(span.start_char in place for place in quoted)
    return trust * QUOTED if is_quoted or retells(span.sent, language) else trust
