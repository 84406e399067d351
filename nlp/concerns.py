"""Phrases that a person must see soon: found for recall, weighed, never judged."""

import functools
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from nlp.pipeline import building, pipeline_of
from nlp.signals import AS_WRITTEN, GAP, STRONG, WEAK, patterns_of
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


def signal_matcher(language: str, lists: SignalLists | None = None) -> Matcher:
    """Build the matcher of a language and of a programme's own lists, once, and never inside a reading."""
    return _matcher(language, (lists or SignalLists()).of(language))


@functools.lru_cache(maxsize=MOST_MATCHERS)
def _matcher(language: str, lists: SignalLists) -> Matcher:
    matcher = Matcher(pipeline_of(language).vocab)
    with building:
        for kind in SIGNAL_KINDS:
            for strength, patterns in patterns_of(language, kind, lists).items():
                if patterns:
                    matcher.add(f"{kind}/{strength}", [token_pattern(pattern) for pattern in patterns])
    return matcher


def signals_in(text: str, doc: Doc, language: str, matcher: Matcher) -> tuple[Signal, ...]:
    """Answer the signals of a text, the strongest first.

    A negation before the words, a sentence about somebody else or about long ago, a quotation and a tale lower
    a score and never take it away.
    """
    negated, quoted = negated_tokens(doc, language), quotations(text)
    found: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for key, start, end in matcher(doc):
        kind, _, strength = doc.vocab.strings[key].partition("/")
        found[kind][strength].append(doc[start:end])
    signals = [
        _signal(text, kind, by_strength, lambda span: _trust(span, negated, quoted, language))
        for kind, by_strength in found.items()
    ]
    return tuple(sorted(signals, key=lambda signal: (-signal.score, signal.kind)))


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


def _trust(span: Span, negated: Sequence[bool], quoted: Sequence[range], language: str) -> float:
    trust = NEGATED if negated[span.start] else 1.0
    if speaks_of_others(span.sent, language):
        trust *= OTHERS
    if speaks_of_the_past(span.sent, language):
        trust *= PAST
    is_quoted = any(span.start_char in place for place in quoted)
    return trust * QUOTED if is_quoted or retells(span.sent, language) else trust
