"""Themes of a text, with the words that show them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from nlp.likeness import Likeness, Written, likeness_of, luck, sentences_of, vectors_of, written
from nlp.model import ThemeModel, logistic
from nlp.pipeline import building, pipeline_of
from nlp.turns import evidence_of, is_word, negated_tokens
from nlp.types import ThemeSpec, ThemeSuggestion, spoken
from nlp.wordlists import words_of
from nlp.words import lemma_of, read_words, root

T = TypeVar("T")
THRESHOLD = 0.5
SEED, LONG_SEED = 0.9, 1.2
NAME, NAME_WITHOUT_SEEDS = 0.55, 0.9
DESCRIPTION, DESCRIPTION_WITHOUT_SEEDS = 0.2, 0.4
REPEATED = 0.3
NEGATED = 0.5
MOST_EVIDENCE = 12
MOST_LEARNED_WORDS = 5
# How words and likeness go together: a logistic curve fitted on the labelled part of HappyDB (see bench/README.md).
BY_WORDS, BY_LIKENESS, BIAS = 5.0, 1.0, {"en": -4.2, "ru": -3.2}
CLEARLY_ALIKE = 1.5  # steps from what is usual; from here on a sentence is shown as evidence


@dataclass(frozen=True, slots=True)
class Claim:
    """A theme's claim to a word, and how much the word says for it."""

    theme: int
    weight: float


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a text shows of every theme: the score, the words that spoke for it, and the sentence most like it.

    Without an encoder there are no vectors: `nearest` is empty, and the score is that of the words.
    """

    scores: list[float]
    spans: Mapping[int, list[Span]]
    sentences: Sequence[Span] = ()
    nearest: Sequence[int] = ()  # theme → number of a sentence
    alike: Sequence[float] = ()  # theme → how like it that sentence is
    vectors: np.ndarray | None = None

    def vector_for(self, theme: int) -> np.ndarray | None:
        """Answer the vector of the sentence most like a theme."""
        return None if self.vectors is None else self.vectors[self.nearest[theme]]


class ThemeFinder:
    """The codebook in one language, ready for look-up."""

    def __init__(
        self, codebook: Sequence[ThemeSpec], language: str, thresholds: Mapping[str, float] | None = None
    ) -> None:
        self.codes = [theme.code for theme in codebook]
        self.thresholds = [(thresholds or {}).get(code, THRESHOLD) for code in self.codes]
        self._codebook = codebook
        self._language = language
        self._phrases: dict[str, list[Claim]] = defaultdict(list)
        self._roots: dict[str, list[Claim]] = defaultdict(list)
        for number, theme in enumerate(codebook):
            self._claim(number, theme)
        _share(self._phrases)
        _share(self._roots)
        with building:
            self._matcher = self._build_matcher()
            # Kept here, because spaCy may forget strings after a reading.
            strings = pipeline_of(language).vocab.strings
            self._keys = {strings[key]: key for key in self._phrases}

    def _claim(self, number: int, theme: ThemeSpec) -> None:
        seeds = [seed for seed in in_language(theme.seeds, self._language) or () if seed.strip()]
        seeded: set[str] = set()
        for seed in seeds:
            words = [lemma_of(self._language)(word.text) for word in read_words(seed)]
            key = " ".join(words)
            if words and key not in seeded:
                seeded.add(key)
                self._phrases[key].append(Claim(number, SEED if len(words) == 1 else LONG_SEED))
        name = NAME if seeds else NAME_WITHOUT_SEEDS
        described = DESCRIPTION if seeds else DESCRIPTION_WITHOUT_SEEDS
        weights = dict.fromkeys(
            content_roots(in_language(theme.description, self._language) or "", self._language), described
        )
        weights |= dict.fromkeys(content_roots(in_language(theme.name, self._language) or "", self._language), name)
        for word, weight in weights.items():
            self._roots[word].append(Claim(number, weight))

    def _build_matcher(self) -> PhraseMatcher:
        pipeline = pipeline_of(self._language)
        matcher = PhraseMatcher(pipeline.vocab, attr="LEMMA")
        for key in self._phrases:
            document = pipeline.make_doc(key)
            for token, word in zip(document, key.split(" "), strict=True):
                token.lemma_ = word
            matcher.add(key, [document])
        return matcher

    @cached_property
    def _likeness(self) -> Likeness | None:
        return likeness_of([list(_texts_of(theme, self._language)) for theme in self._codebook])

    def look(self, doc: Doc) -> Sight:
        """Weigh every theme, 0 to 1: by its words, and by likeness of its closest sentence where there is an encoder.

        The score grows with both, but is no probability.
        """
        by_words, spans = self.by_words(doc)
        sentences = sentences_of(doc)
        vectors = vectors_of(sentences, self._language) if self._likeness is not None and sentences else None
        if vectors is None or self._likeness is None:
            return Sight(scores=by_words, spans=spans)
        alike = self._likeness.to_groups(vectors, self._language)
        best = alike.max(axis=0) - luck(len(sentences))
        return Sight(
            scores=[
                logistic(BY_WORDS * words + BY_LIKENESS * float(steps) + BIAS.get(self._language, BIAS["en"]))
                for words, steps in zip(by_words, best, strict=True)
            ],
            spans=spans, sentences=sentences, vectors=vectors,
            nearest=[int(n) for n in alike.argmax(axis=0)], alike=[float(steps) for steps in best],
        )  # fmt: skip

    def look_at_each(self, sentences: Sequence[Span]) -> tuple[list[float], np.ndarray | None]:
        """Weigh for each sentence by itself the theme that explains it best; with the vectors, where there are any."""
        by_words = np.zeros((len(sentences), len(self.codes)))
        for n, sentence in enumerate(sentences if self.codes else ()):
            by_words[n] = self.by_words(sentence.as_doc())[0]
        vectors = vectors_of(sentences, self._language) if sentences else None
        if vectors is None or self._likeness is None:
            return by_words.max(axis=1, initial=0.0).tolist(), vectors
        steps = BY_WORDS * by_words + BY_LIKENESS * self._likeness.to_groups(vectors, self._language)
        return [logistic(float(each) + BIAS.get(self._language, BIAS["en"])) for each in steps.max(axis=1)], vectors

    def by_words(self, doc: Doc) -> tuple[list[float], dict[int, list[Span]]]:
        """Weigh every theme by its words alone, and keep the words that spoke for it.

        The weight is 1 - exp(-sum of weights): one clear seed gives .59, two .83. A repeated word adds less,
        a negated one half, a word of several themes is shared among them.
        """
        negated = negated_tokens(doc, self._language)
        masses = [0.0] * len(self.codes)
        spans: dict[int, list[Span]] = defaultdict(list)
        met: Counter[tuple[int, str]] = Counter()
        for span, key, claims in self._matches(doc):
            for claim in claims:
                weight = claim.weight * (REPEATED if met[claim.theme, key] else 1)
                weight = weight if met[claim.theme, key] <= 3 else 0
                met[claim.theme, key] += 1
                masses[claim.theme] += weight * (NEGATED if negated[span.start] else 1)
                spans[claim.theme].append(span)
        return [1 - math.exp(-mass) for mass in masses], spans

    def _matches(self, doc: Doc) -> list[tuple[Span, str, list[Claim]]]:
        found = []
        taken: dict[int, set[int]] = defaultdict(set)
        for key, start, end in self._matcher(doc):
            claims = self._phrases[self._keys[key]]
            found.append((doc[start:end], self._keys[key], claims))
            for i in range(start, end):
                taken[i].update(claim.theme for claim in claims)
        for token in doc:
            claims = self._roots.get(root(token.lemma_), []) if is_word(token.text) else []
            claims = [claim for claim in claims if claim.theme not in taken[token.i]] if claims else claims
            if claims:
                found.append((doc[token.i : token.i + 1], root(token.lemma_), claims))
        return found

    def suggestions(self, text: str, doc: Doc, model: ThemeModel | None = None) -> tuple[ThemeSuggestion, ...]:
        """Answer every theme, the strongest first. Where a model has learned a theme, its score and words count."""
        sight = self.look(doc)
        scores = sight.scores
        model = model if model is not None and model.fits else None
        if model is not None:
            lemmas = [token.lemma_ for token in doc]
            scores = model.scores(self.codes, scores, lemmas, sight.vector_for)
        outcome = []
        for number, score in enumerate(scores):
            is_suggested = score >= self.thresholds[number]
            shown = list(sight.spans.get(number, []))
            if model is not None and is_suggested and self.codes[number] in model.heads:
                shown += self._learned_words(doc, shown, model, self.codes[number])
            if is_suggested:
                shown += _closest_sentence(sight, number, shown)
            shown = sorted(shown, key=lambda span: span.start)[:MOST_EVIDENCE]
            outcome.append(
                ThemeSuggestion(
                    code=self.codes[number],
                    score=round(score, 4),
                    suggested=is_suggested,
                    evidence=tuple(evidence_of(text, span) for span in shown),
                )
            )
        return tuple(sorted(outcome, key=lambda theme: -theme.score))

    def _learned_words(self, doc: Doc, shown: Sequence[Span], model: ThemeModel, code: str) -> list[Span]:
        """Answer where the words stand that a learned theme leans on most, beside those already shown."""
        stops = words_of(self._language, "grammar", "stop")
        taken = {i for span in shown for i in range(span.start, span.end)}
        words = [word for word in model.words_for(code, [token.lemma_ for token in doc]) if word not in stops]
        told = set(words[:MOST_LEARNED_WORDS])
        free = (t for t in doc if t.lemma_ in told and t.i not in taken and t.lower_ not in stops)
        return [doc[token.i : token.i + 1] for token in free]


def _closest_sentence(sight: Sight, theme: int, shown: Sequence[Span]) -> list[Span]:
    """Answer the sentence most like a theme, where nothing shown stands in it and it is clearly alike, or all there is."""
    if sight.vectors is None or (shown and sight.alike[theme] < CLEARLY_ALIKE):
        return []
    closest = sight.sentences[sight.nearest[theme]]
    return [] if any(closest.start <= span.start < closest.end for span in shown) else [closest]


def _texts_of(theme: ThemeSpec, language: str) -> Iterator[Written]:
    """Answer all that is written of a theme, each with its language."""
    for words in (theme.name, theme.description):
        yield from written(words, language)
    language_of_seeds = spoken(theme.seeds, language)
    if language_of_seeds is not None:
        yield from ((seed, language_of_seeds) for seed in theme.seeds[language_of_seeds])


def _share(claims: dict[str, list[Claim]]) -> None:
    """Let themes that claim the same word share its weight."""
    for key, claimants in claims.items():
        part = len(claimants) ** -0.5
        claims[key] = [Claim(claim.theme, claim.weight * part) for claim in claimants]


def in_language(words: Mapping[str, T], language: str) -> T | None:
    """Choose the words of a language, or of the other one where there are none."""
    each = spoken(words, language)
    return None if each is None else words[each]


def content_roots(text: str, language: str = "en") -> list[str]:
    """Answer the roots of the words that carry meaning; the stop words of ours are left out in any language."""
    stops = (
        words_of("ru", "grammar", "stop") | words_of("en", "grammar", "stop") | words_of(language, "grammar", "stop")
    )
    counted = lemma_of(language)
    lemmas = ((counted(word.text), word.text.lower()) for word in read_words(text))
    return [root(each) for each, plain in lemmas if each not in stops and plain not in stops and len(each) > 1]
