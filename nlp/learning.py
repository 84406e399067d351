"""Learn from confirmed and refused suggestions: one small logistic head a theme, or a social result."""

import copy
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from nlp import ENGINE
from nlp.analyse import language_of
from nlp.errors import NlpError
from nlp.fitting import Fitted, Seen, fit
from nlp.model import VECTOR_SCALE, ThemeHead, ThemeModel, encoders_now, weigh
from nlp.pipeline import reading
from nlp.themes import ThemeFinder
from nlp.types import LANGUAGES, ThemeSpec

LEAST_LABELS = 4
# A text confirmed for other themes and never shown for this one is a weak no.
WEAK_NO = 0.3
LEXICON_SCALE = 4.0
STRENGTH = 4.0
LEAST_WEIGHT = 0.01


@dataclass(frozen=True, kw_only=True)
class Label:
    """A person's decision on one suggestion."""

    story: str
    code: str
    is_confirmed: bool


class Finder(Protocol):
    """Whoever weighs the themes of a codebook, or the results of a library, in one language."""

    codes: list[str]

    def look(self, doc: Doc) -> Any:
        """Answer a sight with `scores`, `vector_for` and, of results, `measures`."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a text gives to learn from."""

    lemmas: list[str]
    own: dict[str, float]
    vectors: dict[str, np.ndarray]  # theme → vector of the sentence most like it; empty where nothing encodes
    measures: dict[str, np.ndarray] = field(default_factory=dict)  # result → its words and its likeness
    none: float = 0.5  # of results: how likely it is that none fits


@dataclass(frozen=True, slots=True)
class Example:
    """One text as one theme learns from it; what was never decided for the theme itself weighs less."""

    story: str
    is_yes: bool
    weight: float


class Examples:
    """All decided texts, read once; a text of another language than ours is left out."""

    def __init__(
        self, texts: Mapping[str, tuple[str, str | None]], labels: Sequence[Label], finders: Mapping[str, Finder],
        *, is_even: bool = False,
    ) -> None:  # fmt: skip
        """Read the texts; if `is_even`, all weak nos about one thing together weigh no more than what was decided of it."""
        self._is_even = is_even
        labels = [label for label in labels if label.story in texts]
        self.n_labels = len(labels)
        self.read = _read_all({label.story: texts[label.story] for label in labels}, finders)
        self.rarity = _rarity([each.lemmas for each in self.read.values()])
        self._places = {story: place for place, story in enumerate(self.read)}
        self._words = _matrix([weigh(each.lemmas, self.rarity) for each in self.read.values()], self.rarity)
        self._decided: dict[str, dict[str, bool]] = defaultdict(dict)
        for label in labels:
            if label.story in self.read:
                self._decided[label.code][label.story] = label.is_confirmed

    def weighed_by(self, score: Callable[[str, str], float]) -> "Examples":
        """Answer the same texts with other scores of their own, by story and code."""
        other = copy.copy(self)
        other.read = {
            story: replace(each, own={code: score(story, code) for code in each.own})
            for story, each in self.read.items()
        }
        return other

    def own(self, code: str) -> list[Example]:
        """Answer the texts on which a person decided about a theme."""
        return [Example(story, yes, 1.0) for story, yes in self._decided.get(code, {}).items()]

    def of(self, code: str) -> list[Example]:
        """Answer the examples of a theme, or none where there are too few of one kind."""
        rows = self.all_of(code)
        n_yes = sum(row.is_yes for row in rows)
        return rows if n_yes >= LEAST_LABELS and len(rows) - n_yes >= LEAST_LABELS else []

    def all_of(self, code: str) -> list[Example]:
        """Answer the decided texts of a theme, and those that were only confirmed for others."""
        own = self._decided.get(code, {})
        others = (rows for other, rows in self._decided.items() if other != code)
        elsewhere = {story for rows in others for story, yes in rows.items() if yes}
        waiting = sorted(elsewhere - own.keys())
        weight = min(WEAK_NO, len(own) / max(len(waiting), 1)) if self._is_even else WEAK_NO
        return self.own(code) + [Example(story, False, weight) for story in waiting if weight]

    def seen(self, code: str, rows: Sequence[Example]) -> Seen:
        """Answer what a head sees of examples: their words, then the score of their own and their meaning."""
        read = [self.read[row.story] for row in rows]
        vectors = [each.vectors.get(code) for each in read]
        width = next((len(vector) for vector in vectors if vector is not None), 0)
        always = np.zeros((len(rows), 1 + width))
        always[:, 0] = [LEXICON_SCALE * each.own[code] for each in read]
        for place, vector in enumerate(vectors):
            if vector is not None:
                always[place, 1:] = VECTOR_SCALE * vector
        return Seen(self._words[[self._places[row.story] for row in rows]], always)

    def evidence(self, head: ThemeHead, code: str, story: str) -> float:
        """Answer what a head says of a text."""
        read = self.read[story]
        return head.evidence(read.own[code], weigh(read.lemmas, self.rarity), read.vectors.get(code))


def learn_themes(
    texts: Mapping[str, tuple[str, str | None]], labels: Sequence[Label], codebook: Sequence[ThemeSpec]
) -> ThemeModel:
    """Learn a head for every theme with at least four confirmed texts and four that are not its own.

    `texts` maps a story's id to its text and language. The same input gives the same model.
    """
    examples = Examples(texts, labels, {language: ThemeFinder(codebook, language) for language in LANGUAGES})
    rows = {theme.code: examples.of(theme.code) for theme in codebook}
    heads = {code: learn_head(examples, code, own) for code, own in rows.items() if own}
    if not heads:
        raise NlpError("labels.too-few", least=LEAST_LABELS)
    return ThemeModel(
        engine=ENGINE, n_labels=examples.n_labels, rarity=examples.rarity, heads=heads, encoders=encoders_now()
    )


def learn_head(examples: Examples, code: str, rows: Sequence[Example]) -> ThemeHead:
    """Learn one theme's head from some of its examples."""
    return head_of(fitted(examples.seen(code, rows), rows), examples.rarity, rows)


def fitted(seen: Seen, rows: Sequence[Example]) -> Fitted:
    """Fit the weights of a head to examples and what is seen of them."""
    answers, weights = np.array([row.is_yes for row in rows]), np.array([row.weight for row in rows])
    return fit(seen, answers, weights, STRENGTH)


def head_of(learned: Fitted, rarity: Mapping[str, float], rows: Sequence[Example]) -> ThemeHead:
    """Answer fitted weights as a head that can be kept."""
    own = [row for row in rows if row.weight == 1]
    words = zip(rarity, map(float, learned.words), strict=True)
    return ThemeHead(
        bias=round(learned.bias, 5),
        lexicon=round(LEXICON_SCALE * float(learned.always[0]), 5),
        weights={word: round(weight, 5) for word, weight in words if abs(weight) >= LEAST_WEIGHT},
        n_confirmed=sum(row.is_yes for row in own),
        n_refused=sum(not row.is_yes for row in own),
        vector=[round(VECTOR_SCALE * float(each), 5) for each in learned.always[1:]],
    )


def _matrix(texts: Sequence[Mapping[str, float]], words: Iterable[str]) -> csr_matrix:
    """Answer the weighed words of texts, a row a text, a column a word."""
    columns = {word: place for place, word in enumerate(words)}
    bounds = np.cumsum([0, *map(len, texts)])
    at = [columns[word] for text in texts for word in text]
    values = [value for text in texts for value in text.values()]
    return csr_matrix((values, at, bounds), shape=(len(texts), len(columns)), dtype=float)


def _read_all(texts: Mapping[str, tuple[str, str | None]], finders: Mapping[str, Finder]) -> dict[str, Read]:
    read = {}
    for story, (text, given) in texts.items():
        language = language_of(text, given)[0]
        if language in LANGUAGES:
            finder = finders[language]
            with reading(text, language) as doc:
                sight = finder.look(doc)
                rows = [sight.vector_for(place) for place in range(len(finder.codes))]
                measures = getattr(sight, "measures", None)
                read[story] = Read(
                    [token.lemma_ for token in doc],
                    dict(zip(finder.codes, sight.scores, strict=True)),
                    {code: row for code, row in zip(finder.codes, rows, strict=True) if row is not None},
                    {} if measures is None else dict(zip(finder.codes, measures, strict=True)),
                    getattr(sight, "none", 0.5),
                )
    return read


def _rarity(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    counts = Counter(word for lemmas in texts for word in set(lemmas) if word[0].isalpha())
    least = 2 if len(texts) >= 20 else 1
    return {word: round(math.log((1 + len(texts)) / (1 + n)) + 1, 4) for word, n in counts.items() if n >= least}
