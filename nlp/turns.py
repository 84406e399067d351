"""Words that turn meaning: negation and its reach, contrast, change for better or worse, who is spoken of."""

import functools
import re
from collections.abc import Sequence

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from nlp.pipeline import building, pipeline_of
from nlp.types import Evidence
from nlp.wordlists import word_list, words_of

REACH = 4
REACH_BACK = 2
QUOTED = re.compile(r"«[^«»\n]{1,300}»|“[^“”\n]{1,300}”|\"[^\"\n]{1,300}\"")
CLAUSE_ENDS = frozenset(".!?…;:,\n")


def evidence_of(text: str, span: Span) -> Evidence:
    """Quote a span from the text as it was typed."""
    return Evidence(start=span.start_char, end=span.end_char, text=text[span.start_char : span.end_char])


def is_word(text: str) -> bool:
    """Tell words from marks and white space."""
    return text[0].isalnum()


def negated_tokens(doc: Doc, language: str) -> list[bool]:
    """Mark the tokens that a negation reaches: a few words on, not past the end of the clause."""
    negators = words_of(language, "grammar", "negators")
    back = words_of(language, "grammar", "negators_looking_back")
    fences = words_of(language, "grammar", "contrast")
    spared = words_of(language, "grammar", "not_negations")
    lemmas = [token.lemma_ for token in doc]
    marked = [False] * len(lemmas)
    for i, word in enumerate(lemmas):
        if word not in negators or (i + 1 < len(lemmas) and lemmas[i + 1] in spared):
            continue
        for j in _clause(lemmas, range(i + 1, len(lemmas)), fences, REACH):
            marked[j] = True
        if word in back:
            for j in _clause(lemmas, range(i - 1, -1, -1), fences, REACH_BACK):
                marked[j] = True
    return marked


def _clause(lemmas: Sequence[str], places: range, fences: frozenset[str], reach: int) -> list[int]:
    inside: list[int] = []
    for j in places:
        if lemmas[j][0] in CLAUSE_ENDS or lemmas[j] in fences or len(inside) == reach:
            break
        if is_word(lemmas[j]):
            inside.append(j)
    return inside


@functools.cache
def _change_matcher(language: str) -> tuple[PhraseMatcher, dict[int, str]]:
    """Build the matcher, with the names of its kinds: spaCy may forget strings after a reading. First needed by a finder being built, so never inside a reading, which would forget it."""
    pipeline = pipeline_of(language)
    matcher = PhraseMatcher(pipeline.vocab, attr="LEMMA")
    kinds: dict[int, str] = {}
    with building:
        for kind, phrases in word_list(language, "grammar")["change"].items():
            matcher.add(kind, list(pipeline.pipe(phrases)))
            kinds[pipeline.vocab.strings[kind]] = kind
    return matcher, kinds


def change_spans(doc: Doc | Span, language: str) -> list[tuple[str, int, int]]:
    """Answer which changes are spoken of, and where in the document: "worse", "better", "less" and the like."""
    matcher, kinds = _change_matcher(language)
    first = doc.start if isinstance(doc, Span) else 0
    return [(kinds[key], first + start, first + end) for key, start, end in matcher(doc)]


def speaks_of_others(span: Span, language: str) -> bool:
    """Tell whether a sentence is about someone else only: he, she, they or a friend, and no I; «my friend» is no I."""
    first, third = (words_of(language, "grammar", f"{person}_person") for person in ("first", "third"))
    friends, mine = (words_of(language, "grammar", key) for key in ("friends", "my"))
    tokens = [token for token in span if is_word(token.text)]
    is_friend = [token.lemma_ in friends for token in tokens]
    words = {
        token.lower_ for n, token in enumerate(tokens) if not (token.lower_ in mine and any(is_friend[n + 1 : n + 3]))
    }
    return not words & first and (bool(words & third) or any(is_friend))


def speaks_of_the_past(span: Span, language: str) -> bool:
    """Tell whether a sentence says of itself that it was long ago: «раньше», «years ago»."""
    words = " ".join(token.lower_ for token in span if is_word(token.text))
    return any(f" {phrase} " in f" {words} " for phrase in word_list(language, "grammar")["past"])


def retells(span: Span, language: str) -> bool:
    """Tell whether a sentence speaks of a film, a book or a song."""
    lemmas = {token.lemma_ for token in span}
    return bool(lemmas & words_of(language, "grammar", "retold"))


def quotations(text: str) -> tuple[range, ...]:
    """Answer where words of others are quoted."""
    return tuple(range(*found.span()) for found in QUOTED.finditer(text))
