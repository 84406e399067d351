"""Key phrases of a text: the runs of meaningful words that come back or stand out."""

from collections import Counter

from spacy.tokens import Doc

from nlp.turns import is_word
from nlp.wordlists import words_of

MOST_PHRASES = 8
LONGEST_PHRASE = 3


def key_phrases(doc: Doc, language: str) -> tuple[str, ...]:
    """Answer up to eight phrases as they were written first; longer and repeated ones lead."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for start, end in content_runs(doc, language):
        for i in range(start, end):
            for j in range(i + 1, min(i + LONGEST_PHRASE, end) + 1):
                key = " ".join(token.lemma_ for token in doc[i:j])
                counts[key] += 1
                shown.setdefault(key, doc[i:j].text.lower())
    weights = {key: n * (1 + 0.6 * key.count(" ")) for key, n in counts.items()}
    chosen: list[str] = []
    for key in sorted(weights, key=lambda each: -weights[each]):
        if not any(f" {key} " in f" {other} " or f" {other} " in f" {key} " for other in chosen):
            chosen.append(key)
        if len(chosen) == MOST_PHRASES:
            break
    return tuple(shown[key] for key in chosen)


def content_runs(doc: Doc, language: str) -> list[tuple[int, int]]:
    """Part a text into runs of words that carry meaning."""
    stops = words_of(language, "grammar", "stop") | words_of(language, "grammar", "negators")
    runs, start = [], None
    for token in doc:
        carries = is_word(token.text) and len(token.lemma_) > 2 and token.lemma_ not in stops
        carries = carries and token.lower_ not in stops and not token.text.isdigit()
        if not carries and start is not None:
            runs.append((start, token.i))
            start = None
        if carries and start is None:
            start = token.i
    return [*runs, (start, len(doc))] if start is not None else runs
