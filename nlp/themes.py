"""Themes of a text, with the words that show them."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from nlp.model import ThemeModel
from nlp.pipeline import building, pipeline_of
from nlp.turns import evidence_of, is_word, negated_tokens
from nlp.types import LANGUAGES, ThemeSpec, ThemeSuggestion
from nlp.wordlists import words_of
from nlp.words import lemma, read_words, root

T = TypeVar("T")
THRESHOLD = 0.5
SEED, LONG_SEED = 0.9, 1.2
NAME, NAME_WITHOUT_SEEDS = 0.55, 0.9
DESCRIPTION, DESCRIPTION_WITHOUT_SEEDS = 0.2, 0.4
REPEATED = 0.3
NEGATED = 0.5
MOST_EVIDENCE = 12
MOST_LEARNED_WORDS = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """A theme's claim to a word, and how much the word says for it."""

    theme: int
    weight: float


class ThemeFinder:
    """The codebook in one language, ready for look-up."""

    def __init__(
        self, codebook: Sequence[ThemeSpec], language: str, thresholds: Mapping[str, float] | None = None
    ) -> None:
        self.codes = [theme.code for theme in codebook]
        self.thresholds = [(thresholds or {}).get(code, THRESHOLD) for code in self.codes]
        self._language = language
        self._phrases: dict[str, list[Claim]] = defaultdict(list)
        self._roots: dict[str, list[Claim]] = defaultdict(list)
        for number, theme in enumerate(codebook):
            self._claim(number, theme)
        _share(self._phrases)
        _share(self._roots)
        with building:
            self._matcher = self._build_matcher()

    def _claim(self, number: int, theme: ThemeSpec) -> None:
        seeds = [seed for seed in in_language(theme.seeds, self._language) or () if seed.strip()]
        seeded: set[str] = set()
        for seed in seeds:
            words = [lemma(word.text) for word in read_words(seed)]
            key = " ".join(words)
            if words and key not in seeded:
                seeded.add(key)
                self._phrases[key].append(Claim(number, SEED if len(words) == 1 else LONG_SEED))
        name = NAME if seeds else NAME_WITHOUT_SEEDS
        described = DESCRIPTION if seeds else DESCRIPTION_WITHOUT_SEEDS
        weights = dict.fromkeys(content_roots(in_language(theme.description, self._language) or ""), described)
        weights |= dict.fromkeys(content_roots(in_language(theme.name, self._language) or ""), name)
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

    def scores(self, doc: Doc) -> tuple[list[float], dict[int, list[Span]]]:
        """Weigh every theme, 0 to 1, and keep the words that spoke for it.

        The score is 1 - exp(-sum of weights): one clear seed gives .59, two .83. A repeated word adds less,
        a negated one half, a word of several themes is shared among them. It grows, but is no probability.
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
        strings = doc.vocab.strings
        found = []
        taken: dict[int, set[int]] = defaultdict(set)
        for key, start, end in self._matcher(doc):
            claims = self._phrases[strings[key]]
            found.append((doc[start:end], strings[key], claims))
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
        scores, spans = self.scores(doc)
        if model is not None:
            scores = model.scores(self.codes, scores, [token.lemma_ for token in doc])
        outcome = []
        for number, score in enumerate(scores):
            shown = spans.get(number, [])
            if model is not None and self.codes[number] in model.heads and score >= self.thresholds[number]:
                shown = shown + self._learned_words(doc, shown, model, self.codes[number])
            shown = sorted(shown, key=lambda span: span.start)[:MOST_EVIDENCE]
            outcome.append(
                ThemeSuggestion(
                    code=self.codes[number],
                    score=round(score, 4),
                    suggested=score >= self.thresholds[number],
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


def _share(claims: dict[str, list[Claim]]) -> None:
    """Let themes that claim the same word share its weight."""
    for key, claimants in claims.items():
        part = len(claimants) ** -0.5
        claims[key] = [Claim(claim.theme, claim.weight * part) for claim in claimants]


def in_language(words: Mapping[str, T], language: str) -> T | None:
    """Choose the words of a language, or of the other one where there are none."""
    order = (language, *(other for other in LANGUAGES if other != language))
    return next((words[each] for each in order if words.get(each)), None)


def content_roots(text: str) -> list[str]:
    """Answer the roots of the words that carry meaning."""
    stops = words_of("ru", "grammar", "stop") | words_of("en", "grammar", "stop")
    lemmas = ((lemma(word.text), word.text.lower()) for word in read_words(text))
    return [root(each) for each, plain in lemmas if each not in stops and plain not in stops and len(each) > 1]
