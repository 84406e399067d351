"""Learn links to social results from decisions: first how far to trust words and likeness, then each result apart.

The first is learned from the decisions on all results together and stands from few of them; a result with enough
decisions of its own gets a head besides, as a theme does. Cross-validation keeps of each only what is no worse.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp import ENGINE
from nlp.errors import NlpError
from nlp.fitting import believed
from nlp.learning import LEAST_LABELS, Example, Examples, Label, learn_head
from nlp.lessons import N_FOLDS, SEED, Judge, Marks, Scored, Source, ThemeLesson, calibration, marks_of, unseen_evidence
from nlp.linking import SHIPPED, THRESHOLD, ResultFinder
from nlp.model import LIKENESS, RESULTS, SHIFT, WORDS, ThemeHead, ThemeModel, encoders_now, logistic
from nlp.none_lessons import learn_none
from nlp.types import LANGUAGES, ResultSpec

MIX = (WORDS, LIKENESS, SHIFT)
# How far decisions may carry the weights from the shipped ones: each is believed to lie within about this much of them.
LEEWAY = np.array([1.5, 0.5, 1.0])


@dataclass(frozen=True, kw_only=True)
class LinkLesson:
    """A model, what cross-validation says of all results together, and of each with enough decisions of its own.

    `before` is how the library's wordings alone would have fared; `after` the new weights, on stories they had not seen.
    """

    model: ThemeModel
    before: Marks
    after: Marks
    is_weighed: bool
    results: tuple[ThemeLesson, ...]
    none: ThemeLesson | None = None  # of "no result fits", where enough was said of it


def learn_links(
    texts: Mapping[str, tuple[str, str | None]],
    labels: Sequence[Label],
    results: Sequence[ResultSpec],
    *,
    thresholds: Mapping[str, float] | None = None,
) -> LinkLesson:
    """Learn from decisions on links; at least four confirmed and four refused ones are needed in all.

    `texts` maps a story's id to its text and language. A label with the code `NO_RESULT` says that none fits, or that one
    does. The same input gives the same lesson.
    """
    limits = {result.code: (thresholds or {}).get(result.code, THRESHOLD) for result in results}
    # A story is seldom shown for more than a few of many results: that it was not asked about the others says little.
    finders = {language: ResultFinder(results, language) for language in LANGUAGES}
    examples = Examples(texts, labels, finders, is_even=True)
    answers = [row.is_yes for code in limits for row in examples.own(code)]
    if min(sum(answers), len(answers) - sum(answers)) < LEAST_LABELS:
        raise NlpError("labels.too-few", least=LEAST_LABELS)
    pairs = _Pairs(examples, limits)
    before, after = pairs.marks(pairs.shipped), pairs.marks(pairs.unseen)
    is_weighed = pairs.can_be_weighed and after.f1 >= before.f1 and after.tells_apart
    mix = pairs.mix(np.arange(len(pairs.rows))) if is_weighed else None
    own = examples if mix is None else examples.weighed_by(lambda story, code: _score(examples, mix, story, code))
    heads, lessons = _apart(examples, own, limits)
    none = learn_none(examples)
    weights = {} if mix is None else {name: round(float(weight), 5) for name, weight in zip(MIX, mix, strict=True)}
    model = ThemeModel(
        engine=ENGINE, n_labels=examples.n_labels, rarity=examples.rarity if heads else {}, heads=heads,
        encoders=encoders_now(), kind=RESULTS, mix=weights | (none.mix if none is not None else {}),
    )  # fmt: skip
    return LinkLesson(
        model=model, before=before, after=after, is_weighed=is_weighed, results=tuple(lessons),
        none=none.lesson if none is not None else None,
    )  # fmt: skip


class _Pairs:
    """All decided pairs of a story and a result, with what the story shows of the result."""

    def __init__(self, examples: Examples, limits: Mapping[str, float]) -> None:
        self.rows = [(code, row) for code in limits for row in examples.all_of(code)]
        self._limits = [limits[code] for code, _ in self.rows]
        self.shipped = [examples.read[row.story].own[code] for code, row in self.rows]
        self.can_be_weighed = all(examples.read[row.story].measures for _, row in self.rows)
        if self.can_be_weighed:
            self._seen = np.array([[*examples.read[row.story].measures[code], 1.0] for code, row in self.rows])
            self._answers = np.array([row.is_yes for _, row in self.rows], float)
            self._weights = np.array([row.weight for _, row in self.rows])

    def marks(self, scores: Sequence[float]) -> Marks:
        """Answer how good suggestions from each result's threshold on would have been."""
        cut = zip(self.rows, scores, self._limits, strict=True)
        return marks_of([(row, score >= limit) for (_, row), score, limit in cut])

    def mix(self, places: np.ndarray) -> np.ndarray:
        """Answer the weights that some of the pairs make most likely, near the shipped ones."""
        seen, answers, weights = self._seen[places], self._answers[places], self._weights[places]
        middle = np.array([SHIPPED[name] for name in MIX])
        mix = believed(seen, answers, weights, middle=middle, leeway=LEEWAY)
        return np.array([max(mix[0], 0.0), max(mix[1], 0.0), mix[2]])

    @property
    def unseen(self) -> list[float]:
        """Answer the score of each pair by weights that were learned from other stories."""
        if not self.can_be_weighed:
            return self.shipped
        stories = sorted({row.story for _, row in self.rows})
        order = np.random.default_rng(SEED).permutation(len(stories))
        fold_of = {stories[place]: n % N_FOLDS for n, place in enumerate(order)}
        folds, scores = np.array([fold_of[row.story] for _, row in self.rows]), np.zeros(len(self.rows))
        for fold in range(N_FOLDS):
            held = folds == fold
            if held.any() and not held.all():
                scores[held] = self._seen[held] @ self.mix(np.flatnonzero(~held))
        return [logistic(float(each)) for each in scores]


def _score(examples: Examples, mix: np.ndarray, story: str, code: str) -> float:
    return logistic(float(np.array([*examples.read[story].measures[code], 1.0]) @ mix))


def _apart(
    examples: Examples, own: Examples, limits: Mapping[str, float]
) -> tuple[dict[str, ThemeHead], list[ThemeLesson]]:
    """Learn a head for each result with enough decisions; keep it where it does no worse than the weights for all."""
    rows = {code: own.of(code) for code in limits if own.of(code)}
    unseen = {code: unseen_evidence(own, code, each) for code, each in rows.items()}
    slope, shift = calibration(rows, unseen) if rows else (1.0, 0.0)
    heads, lessons = {}, []
    for code, each in rows.items():
        head = learn_head(own, code, each).moved(slope=slope, shift=shift)
        scores = {row.story: logistic(slope * unseen[code][row.story] + shift) for row in each}
        judge = Judge(own, code, limits[code], scores)
        source = judge.best_source(each)
        plain = Judge(examples, code, limits[code], scores)
        is_worse = judge.marks(each, judge.by_learning).f1 < plain.marks(each, plain.by_words).f1
        if is_worse or _surprise(each, judge.by_learning) >= _surprise(each, judge.by_words):
            source = Source.WORDS  # a head sees few examples: it must be no worse by either measure
        if source is Source.LEARNED:
            heads[code] = head
        shown = judge.by_learning if source is Source.LEARNED else judge.by_words
        lessons.append(
            ThemeLesson(
                code=code, n_confirmed=head.n_confirmed, n_refused=head.n_refused, source=source,
                words=plain.marks(each, plain.by_words), learned=judge.marks(each, shown),
            )
        )  # fmt: skip
    return heads, lessons


def _surprise(rows: Sequence[Example], scored: Scored) -> float:
    """Answer how far scores are from what people decided (logarithmic loss); 0 where all were sure and right."""
    told = ((row.weight, scored(row) if row.is_yes else 1 - scored(row)) for row in rows)
    return -sum(weight * math.log(max(score, 1e-6)) for weight, score in told)
