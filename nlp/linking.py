"""Social results that a text speaks of: score, the sentence that says so, in which direction, and whether none fits."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from spacy.tokens import Doc, Span

from nlp.directions import direction_of, speaks_of_less
from nlp.likeness import BEST, Likeness, Written, likeness_of, luck, sentences_of, twin, vectors_of, written
from nlp.model import LIKENESS, SHIFT, WORDS, ThemeModel, logistic, of_none
from nlp.pipeline import building, pipeline_of
from nlp.themes import content_roots
from nlp.turns import evidence_of, is_word, negated_tokens
from nlp.types import Links, ResultSpec, ResultSuggestion
from nlp.words import root

THRESHOLD = 0.5
PART_WEIGHT = {"particular": 1.0, "general": 0.7, "indicator": 0.7}
SHARPNESS = 2.0
OTHER_SENTENCES = 0.25
MOST_EVIDENCE = 3
# How words and likeness go together, before anything is learned: chosen on the labelled part of the SDG benchmark, the
# invented stories of the demo, and half of the sentences in tests/nlp/link_sentences.toml.
SHIPPED = {WORDS: 3.0, LIKENESS: 1.0, SHIFT: -2.0}
# A text that is near every result speaks of none in particular: from each result's evidence goes the mean of the others,
# as if there were two more without any.
UNSEEN_RESULTS = 2
NONE_AT = 2.0  # the evidence of the best result from which on a text rather fits one than none
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


@dataclass(frozen=True, slots=True)
class Alike:
    """How like a text is to a result: the mean over the wordings it is most like, and the closest sentence and wording."""

    steps: float
    closest_steps: float
    closest: Hit
    row: int


@dataclass(frozen=True, kw_only=True)
class LinkSight:
    """What a text shows of every result, in the order of the library.

    `measures` are words and likeness, each over what the other results have of it: [n results, 2]. Without an encoder there are no vectors
    and no measures, and a score is that of the words.
    """

    scores: list[float]
    hits: Mapping[int, list[Hit]]
    alike: Mapping[int, Alike]
    none: float
    measures: np.ndarray | None = None
    vectors: np.ndarray | None = None

    def vector_for(self, result: int) -> np.ndarray | None:
        """Answer the vector of the sentence most like a result."""
        return None if self.vectors is None else self.vectors[self.alike[result].row]


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
        self._twins = [[row[4] for row in texts if row[0] == number] for number in range(len(results))]
        bags = [dict.fromkeys(content_roots(row[3][0], language)) for row in texts]
        weights = _rarity(bags, [row[0] for row in texts])
        self._wordings: list[Wording] = []
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for (result, particular, kind, (text, _), _), bag in zip(texts, bags, strict=True):
            self._add(
                Wording(result, particular, kind, sum(weights[w] for w in bag), self._is_less(text)), bag, weights
            )

    def _add(self, wording: Wording, bag: Mapping[str, None], weights: Mapping[str, float]) -> None:
        for word in bag:
            self._index[word].append((len(self._wordings), weights[word]))
        self._wordings.append(wording)

    def _is_less(self, text: str) -> bool:
        with building:
            return speaks_of_less(pipeline_of(self._language)(text), self._language)

    @cached_property
    def _likeness(self) -> Likeness | None:
        """Wordings in the order of `_wordings`, gathered by result."""
        return likeness_of(self._written, self._twins)

    def look(self, doc: Doc, model: ThemeModel | None = None) -> LinkSight:
        """Weigh every result, 0 to 1: by its words, and by likeness of its closest sentences where there is an encoder.

        What a model has learned of how far to trust words and likeness counts here; its heads do not.
        """
        hits: dict[int, list[Hit]] = defaultdict(list)
        for sentence in doc.sents:
            for hit in self._hits(sentence):
                hits[hit.wording.result].append(hit)
        by_words = np.array([_by_words(hits.get(number, [])) for number in range(len(self.codes))])
        sentences = sentences_of(doc)
        vectors = vectors_of(sentences, self._language) if self._likeness is not None and sentences else None
        if vectors is None or self._likeness is None:
            scores = [round(float(score), 6) for score in by_words]
            return LinkSight(scores=scores, hits=hits, alike={}, none=1 - max(scores, default=0.0))
        alike = dict(self._alike(self._likeness, sentences, vectors))
        plain = np.stack([by_words, [alike[number].steps for number in range(len(self.codes))]], axis=1)
        measures = plain - (plain.sum(axis=0) - plain) / (len(plain) - 1 + UNSEEN_RESULTS)
        mix = {**SHIPPED, **(model.mix if model is not None else {})}
        weights = np.array([mix[WORDS], mix[LIKENESS]])
        shipped = np.array([SHIPPED[WORDS], SHIPPED[LIKENESS]])  # what was learned of "none fits" was learned of these
        clearest = float((measures @ shipped).max())
        best = (clearest + float((plain @ shipped).max())) / 2
        none = min(logistic(NONE_AT - best), 1 - logistic(clearest + SHIPPED[SHIFT]))
        return LinkSight(
            scores=[logistic(float(sum_) + mix[SHIFT]) for sum_ in measures @ weights],
            hits=hits, alike=alike, none=none, measures=measures, vectors=vectors,
        )  # fmt: skip

    def links(self, text: str, doc: Doc, model: ThemeModel | None = None, *, top: int | None = None) -> Links:
        """Answer the results that have any evidence, the strongest first, and how likely it is that none fits.

        Where a model has learned from decisions it counts.
        """
        model = model if model is not None and model.fits else None
        sight = self.look(doc, model)
        scores = sight.scores
        if model is not None:
            scores = model.scores(self.codes, scores, [token.lemma_ for token in doc], sight.vector_for)
        negated = negated_tokens(doc, self._language) if self.codes else []
        outcome = [
            self._suggestion(text, number, scores[number], hits, negated)
            for number in range(len(scores))
            if scores[number] >= SELDOM and (hits := self._shown(doc, number, sight, model))
        ]
        ordered = sorted(outcome, key=lambda result: (-result.score, result.code))
        # That none fits is never more likely than that the best of them does not.
        learned = model.mix if model is not None else {}
        none = min([of_none(learned, sight.none), *(1 - result.score for result in outcome)])
        return Links(results=tuple(ordered[:top]), none=round(none, 4))

    def suggestions(
        self, text: str, doc: Doc, model: ThemeModel | None = None, *, top: int | None = None
    ) -> tuple[ResultSuggestion, ...]:
        """Answer the results that have any evidence, the strongest first."""
        return self.links(text, doc, model, top=top).results

    def _alike(self, likeness: Likeness, sentences: Sequence[Span], vectors: np.ndarray) -> Iterator[tuple[int, Alike]]:
        """Answer how like the text is to each result."""
        first, chance = 0, luck(len(sentences))
        for number, steps in enumerate(likeness.to_texts(vectors, self._language)):
            row, column = (int(n) for n in np.unravel_index(steps.argmax(), steps.shape))
            yield (
                number,
                Alike(
                    steps=float(np.sort(steps.max(axis=0))[-BEST:].mean()) - chance,
                    closest_steps=float(steps[row, column]) - chance,
                    closest=Hit(self._wordings[first + column], 0.0, sentences[row]),
                    row=row,
                ),
            )
            first += steps.shape[1]

    def _hits(self, sentence: Span) -> Iterator[Hit]:
        met: dict[int, float] = defaultdict(float)
        seen: set[str] = set()
        for token in sentence:
            word = root(token.lemma_) if is_word(token.text) else ""
            if not word or word in seen:
                continue
            seen.add(word)
            for number, weight in self._index.get(word, ()):
                met[number] += weight
        for number, mass in met.items():
            wording = self._wordings[number]
            # Meeting half of a short wording says more than three words of a long one.
            yield Hit(wording, PART_WEIGHT[wording.kind] * mass / math.sqrt(max(wording.total, 1.0)), sentence)

    def _shown(self, doc: Doc, number: int, sight: LinkSight, model: ThemeModel | None) -> list[Hit]:
        """Answer what speaks for a result, the strongest first: words, likeness, or else what was learned."""
        ordered, alike = _strongest_first(sight.hits.get(number, [])), sight.alike.get(number)
        if alike is not None and (not ordered or alike.closest_steps >= CLEARLY_ALIKE):
            ordered.insert(0, alike.closest)
        if ordered or model is None or self.codes[number] not in model.heads:
            return ordered
        words = set(model.words_for(self.codes[number], [token.lemma_ for token in doc]))
        n_learned = [(sum(token.lemma_ in words for token in sentence), sentence) for sentence in doc.sents]
        n_best, best = max(n_learned, key=lambda each: each[0], default=(0, None))
        general = next(wording for wording in self._wordings if wording.result == number)
        return [Hit(replace(general, particular=None), 0.0, best)] if n_best and best is not None else []

    def _suggestion(
        self, text: str, number: int, score: float, ordered: Sequence[Hit], negated: Sequence[bool]
    ) -> ResultSuggestion:
        shown = _one_a_sentence(ordered)
        strongest = max(hit.strength for hit in shown)
        strong = [hit for hit in shown if hit is shown[0] or hit.strength >= 0.5 * strongest][:MOST_EVIDENCE]
        directions = {
            direction_of(hit.sentence, self._language, negated, is_less=hit.wording.speaks_of_less) for hit in strong
        }
        return ResultSuggestion(
            code=self.codes[number],
            particular=next((hit.wording.particular for hit in ordered if hit.wording.particular), None),
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


def _wordings(
    number: int, result: ResultSpec, language: str
) -> Iterator[tuple[int, str | None, str, Written, Written | None]]:
    """Answer all wordings of a result: its place, the code of a particular one, the kind, the text, and its twin."""
    for code, kind, words in (
        (None, "general", result.general),
        *((each.code, "particular", each.wording) for each in result.particular),
        *((None, "indicator", words) for words in result.indicators),
    ):
        for text in written(words, language):
            yield number, code, kind, text, twin(words, language)


def _rarity(bags: Sequence[Mapping[str, None]], owners: Sequence[int]) -> dict[str, float]:
    """Weigh words by how few results they belong to: 1 for a word of one result, towards 0 for a word of all."""
    results_of: dict[str, set[int]] = defaultdict(set)
    for bag, owner in zip(bags, owners, strict=True):
        for word in bag:
            results_of[word].add(owner)
    n = len(set(owners)) + 1
    return {word: math.log(1 + n / len(found)) / math.log(1 + n) for word, found in results_of.items()}
