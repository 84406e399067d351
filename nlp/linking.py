"""Social results that a text speaks of: score, the sentence that says so, and in which direction."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from spacy.tokens import Doc, Span

from nlp.likeness import Likeness, Written, likeness_of, luck, sentences_of, vectors_of, written
from nlp.model import logistic
from nlp.pipeline import building, pipeline_of
from nlp.themes import content_roots
from nlp.turns import changes_in, evidence_of, has_contrast, is_word, negated_tokens
from nlp.types import ResultSpec, ResultSuggestion
from nlp.words import root

THRESHOLD = 0.5
PART_WEIGHT = {"particular": 1.0, "general": 0.7, "indicator": 0.7}
SHARPNESS = 2.0
OTHER_SENTENCES = 0.25
MOST_EVIDENCE = 3
# How words and likeness go together: fitted on the labelled part of the SDG benchmark; the bias on invented stories,
# which say what changed less plainly than such texts do.
BY_WORDS, BY_LIKENESS, BIAS = 2.5, 1.0, {"en": -2.1, "ru": -1.8}
CLEARLY_ALIKE = 1.5  # steps from what is usual; from here on a sentence counts as evidence
SELDOM = 0.05  # a score below is not worth telling


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a result: its words' weights add up to `total`."""

    result: int
    particular: str | None
    kind: str
    total: float
    speaks_of_less: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that meets a wording, by its words or by likeness; `strength` is what its words say."""

    wording: Wording
    strength: float
    sentence: Span
    direction: str


@dataclass(frozen=True, slots=True)
class Alike:
    """How like a text is to a result: the mean over its wordings, and the sentence and wording most like each other."""

    steps: float
    closest_steps: float
    closest: Hit


class ResultFinder:
    """The results library in one language, as an inverted index from word to wordings."""

    def __init__(
        self, results: Sequence[ResultSpec], language: str, thresholds: Mapping[str, float] | None = None
    ) -> None:
        self.codes = [result.code for result in results]
        self._language = language
        self._thresholds = [(thresholds or {}).get(code, THRESHOLD) for code in self.codes]
        texts = [row for number, result in enumerate(results) for row in _wordings(number, result, language)]
        self._written = [[row[3] for row in texts if row[0] == number] for number in range(len(results))]
        bags = [dict.fromkeys(content_roots(text)) for _, _, _, (text, _) in texts]
        weights = _rarity(bags, [row[0] for row in texts])
        self._wordings: list[Wording] = []
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for (result, particular, kind, (text, _)), bag in zip(texts, bags, strict=True):
            self._add(
                Wording(result, particular, kind, sum(weights[w] for w in bag), self._is_less(text)), bag, weights
            )

    def _add(self, wording: Wording, bag: Mapping[str, None], weights: Mapping[str, float]) -> None:
        for word in bag:
            self._index[word].append((len(self._wordings), weights[word]))
        self._wordings.append(wording)

    def _is_less(self, text: str) -> bool:
        with building:
            return "less" in changes_in(pipeline_of(self._language)(text), self._language)

    @cached_property
    def _likeness(self) -> Likeness | None:
        """Wordings in the order of `_wordings`, gathered by result."""
        return likeness_of(self._written)

    def suggestions(self, text: str, doc: Doc, *, top: int | None = None) -> tuple[ResultSuggestion, ...]:
        """Answer the results that have any evidence, the strongest first."""
        hits: dict[int, list[Hit]] = defaultdict(list)
        negated = negated_tokens(doc, self._language) if self._index else []
        for sentence in doc.sents:
            for hit in self._hits(sentence, negated):
                hits[hit.wording.result].append(hit)
        alike = self._alike(doc, negated)
        outcome = [
            self._suggestion(text, number, hits.get(number, []), alike.get(number))
            for number in range(len(self.codes))
            if number in hits or number in alike
        ]
        told = [result for result in outcome if result.score >= SELDOM]
        return tuple(sorted(told, key=lambda result: (-result.score, result.code))[:top])

    def _alike(self, doc: Doc, negated: Sequence[bool]) -> dict[int, Alike]:
        """Answer how like the text is to each result; nothing where there is no encoder."""
        sentences = sentences_of(doc)
        if not sentences or self._likeness is None or (vectors := vectors_of(sentences, self._language)) is None:
            return {}
        found, first = {}, 0
        for number, steps in enumerate(self._likeness.to_texts(vectors, self._language)):
            row, column = (int(n) for n in np.unravel_index(steps.argmax(), steps.shape))
            wording, sentence = self._wordings[first + column], sentences[row]
            direction = self._direction_of(sentence, wording, turned=any(negated[t.i] for t in sentence))
            found[number] = Alike(
                steps=float(steps.max(axis=0).mean()) - luck(len(sentences)),
                closest_steps=float(steps[row, column]) - luck(len(sentences)),
                closest=Hit(wording, 0.0, sentence, direction),
            )
            first += steps.shape[1]
        return found

    def _direction_of(self, sentence: Span, wording: Wording, *, turned: bool) -> str:
        changes, contrast = changes_in(sentence, self._language), has_contrast(sentence, self._language)
        return _direction(changes, negated=turned, contrast=contrast, speaks_of_less=wording.speaks_of_less)

    def _hits(self, sentence: Span, negated: Sequence[bool]) -> Iterator[Hit]:
        met: dict[int, float] = defaultdict(float)
        places: dict[int, list[int]] = defaultdict(list)
        seen: set[str] = set()
        for token in sentence:
            word = root(token.lemma_) if is_word(token.text) else ""
            if not word or word in seen:
                continue
            seen.add(word)
            for number, weight in self._index.get(word, ()):
                met[number] += weight
                places[number].append(token.i)
        if not met:
            return
        for number, mass in met.items():
            wording = self._wordings[number]
            direction = self._direction_of(sentence, wording, turned=any(negated[i] for i in places[number]))
            # Meeting half of a short wording says more than three words of a long one.
            strength = PART_WEIGHT[wording.kind] * mass / math.sqrt(max(wording.total, 1.0))
            yield Hit(wording, strength, sentence, direction)

    def _suggestion(self, text: str, number: int, hits: Sequence[Hit], alike: Alike | None) -> ResultSuggestion:
        ordered = _strongest_first(hits)
        if alike is not None and (not ordered or alike.closest_steps >= CLEARLY_ALIKE):
            ordered.insert(0, alike.closest)
        shown = _one_a_sentence(ordered)
        score = _by_words(hits)
        if alike is not None:
            score = logistic(BY_WORDS * score + BY_LIKENESS * alike.steps + BIAS[self._language])
        strongest = max(hit.strength for hit in shown)
        strong = [hit for hit in shown if hit is shown[0] or hit.strength >= 0.5 * strongest][:MOST_EVIDENCE]
        directions = {hit.direction for hit in strong}
        particular = next((hit.wording.particular for hit in ordered if hit.wording.particular), None)
        return ResultSuggestion(
            code=self.codes[number],
            particular=particular,
            score=round(score, 4),
            suggested=score >= self._thresholds[number],
            direction=directions.pop() if len(directions) == 1 else "mixed",
            evidence=tuple(evidence_of(text, hit.sentence) for hit in strong),
        )


def _by_words(hits: Sequence[Hit]) -> float:
    """Weigh a result by the words alone, 0 to 1: the best sentence, a part of the others, and of other kinds of wording."""
    if not hits:
        return 0.0
    ordered = _strongest_first(hits)
    mass = ordered[0].strength + OTHER_SENTENCES * sum(hit.strength for hit in _one_a_sentence(ordered)[1:4])
    kinds = {hit.wording.kind: hit.strength for hit in reversed(ordered)}
    mass += 0.3 * sum(strength for kind, strength in kinds.items() if kind != ordered[0].wording.kind)
    return 1 - math.exp(-SHARPNESS * max(mass - 0.15, 0))


def _strongest_first(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.strength, hit.sentence.start))


def _one_a_sentence(ordered: Sequence[Hit]) -> list[Hit]:
    """Keep the first hit of every sentence."""
    first: dict[int, Hit] = {}
    for hit in ordered:
        first.setdefault(hit.sentence.start, hit)
    return list(first.values())


def _wordings(number: int, result: ResultSpec, language: str) -> Iterator[tuple[int, str | None, str, Written]]:
    """Answer all wordings of a result: its place, the code of a particular one, the kind, the text with its language."""
    for code, kind, words in (
        (None, "general", result.general),
        *((each.code, "particular", each.wording) for each in result.particular),
        *((None, "indicator", words) for words in result.indicators),
    ):
        for text in written(words, language):
            yield number, code, kind, text


def _rarity(bags: Sequence[Mapping[str, None]], owners: Sequence[int]) -> dict[str, float]:
    """Weigh words by how few results they belong to: 1 for a word of one result, towards 0 for a word of all."""
    results_of: dict[str, set[int]] = defaultdict(set)
    for bag, owner in zip(bags, owners, strict=True):
        for word in bag:
            results_of[word].add(owner)
    n = len(set(owners)) + 1
    return {word: math.log(1 + n / len(found)) / math.log(1 + n) for word, found in results_of.items()}


def _direction(changes: set[str], *, negated: bool, contrast: bool, speaks_of_less: bool) -> str:
    """Judge one sentence: does it speak for the wording, against it, or both."""
    worse, better, less = "worse" in changes, "better" in changes, "less" in changes
    if speaks_of_less:
        helps, harms = less or negated or better, ("more" in changes and not less) or (worse and not less)
    else:
        helps, harms = better, negated or worse or (less and not better)
    if helps and harms and contrast:
        return "mixed"
    return "contradicts" if harms else "supports"
