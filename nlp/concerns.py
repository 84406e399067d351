"""Phrases that a person must see soon: found for recall, weighed, never judged."""

import functools
from collections import defaultdict
from collections.abc import Callable, Sequence

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from nlp.pipeline import write_lemmas
from nlp.signal_matcher import SignalMatcher
from nlp.signals import HARMLESS, STRONG, WEAK, harmless_patterns, patterns_of
from nlp.spelling import meant
from nlp.turns import (
    evidence_of,
    negated_tokens,
    quotations,
    retells,
    speaks_of_others,
    speaks_of_the_past,
)
from nlp.types import SIGNAL_KINDS, Signal, SignalLists
from nlp.words import lemma_of

STRENGTHS = {STRONG: 0.8, WEAK: 0.29}
# Two weak words say nothing loudly, but of what may end a life: «drunk» and «beer» are an evening, «die» and «hopeless» are not.
WEAK_OF_GRAVE, GRAVE = 0.35, frozenset(["suicide", "self_harm"])
NEGATED = 0.6
OTHERS = 0.75
PAST = 0.85
QUOTED = 0.85
SOUNDS_ALIKE = 0.5
MOST_MATCHERS = 16


def signal_matcher(language: str, lists: SignalLists | None = None) -> SignalMatcher:
    """Build the matcher of a language and of a programme's own lists, once."""
    return _matcher(language, (lists or SignalLists()).of(language))


@functools.lru_cache(maxsize=MOST_MATCHERS)
def _matcher(language: str, lists: SignalLists) -> SignalMatcher:
    shown = [
        (kind, strength, pattern)
        for kind in SIGNAL_KINDS
        for strength, patterns in patterns_of(language, kind, lists).items()
        for pattern in patterns
    ]
    harmless = [(kind, HARMLESS, pattern) for kind in SIGNAL_KINDS for pattern in harmless_patterns(language, kind)]
    return SignalMatcher([*shown, *harmless], lemma_of(language))


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
    weakly = WEAK_OF_GRAVE if kind in GRAVE else STRENGTHS[WEAK]
    for spans, strength in ((strong, STRENGTHS[STRONG]), (weak, weakly)):
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
