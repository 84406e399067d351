"""Learn from decisions, and keep of it only what cross-validation finds no worse, each theme apart."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlp import ENGINE
from nlp.errors import NlpError
from nlp.fitting import believed
from nlp.learning import LEAST_LABELS, Example, Examples, Label, fitted, learn_head
from nlp.model import ThemeHead, ThemeModel, encoders_now, logistic
from nlp.themes import THRESHOLD, ThemeFinder
from nlp.types import LANGUAGES, ThemeSpec

SEED = 20_240_101
N_FOLDS = 5
TELLS_APART = 0.2
# Of a curve, slope, what the slope is more above nought, and shift: what they are believed to be, and within how much of it.
AS_IT_IS, LEEWAY = np.array([1.0, 0.0, 0.0]), np.array([1.0, 1.0, 3.0])
# Among what is shown to nobody else a story confirmed for other themes alone is oftener a no than it is believed in learning.
UNASKED = 0.6
FIRST_AGAIN = 3.0  # how often the theme that a story shows most counts once more
LEAST_ABOVE = 0.05
STIFF = 1.0  # how far a calibration from few labels may stretch the scores
Scored = Callable[[Example], float]


class Source(Enum):
    """Whose scores a theme shows: its own words in the codebook, what was learned now, or what was learned before."""

    WORDS = "words"
    LEARNED = "learned"
    EARLIER = "earlier"


@dataclass(frozen=True, kw_only=True)
class Marks:
    """How good suggestions from the theme's threshold on would have been, 0 to 1."""

    precision: float
    recall: float
    false_alarms: float  # the share of stories without the theme for which it would have been suggested

    @property
    def tells_apart(self) -> bool:
        """Tell whether a story with the theme is suggested more often than one without; else it suggests anything."""
        return self.recall - self.false_alarms >= TELLS_APART

    @property
    def f1(self) -> float:
        """Answer the harmonic mean of both."""
        sum_ = self.precision + self.recall
        return 2 * self.precision * self.recall / sum_ if sum_ else 0.0


@dataclass(frozen=True, kw_only=True)
class ThemeLesson:
    """What cross-validation says of one theme with enough examples."""

    code: str
    n_confirmed: int
    n_refused: int
    words: Marks
    learned: Marks
    source: Source


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A model with heads only where learning is no worse, and what was found theme by theme."""

    model: ThemeModel
    themes: tuple[ThemeLesson, ...]


def learn_lesson(
    texts: Mapping[str, tuple[str, str | None]],
    labels: Sequence[Label],
    codebook: Sequence[ThemeSpec],
    *,
    thresholds: Mapping[str, float] | None = None,
    earlier: ThemeModel | None = None,
    known: Collection[str] = (),
) -> Lesson:
    """Learn every theme with enough examples; `known` are the stories that the earlier model has learned from.

    A new head must tell stories apart, and do at least as well as the words of the codebook. An earlier head stays only where it does better
    on at least four decisions that it has never seen. Scores are calibrated. The same input gives the same lesson.
    """
    examples = Examples(texts, labels, {language: ThemeFinder(codebook, language) for language in LANGUAGES})
    rows = {theme.code: own for theme in codebook if (own := examples.of(theme.code))}
    if not rows:
        raise NlpError("labels.too-few", least=LEAST_LABELS)
    unseen = {code: unseen_evidence(examples, code, own) for code, own in rows.items()}
    curve = curve_of(rows, unseen)
    heads, lessons = {}, []
    for code, own in rows.items():
        head = learn_head(examples, code, own).moved(slope=curve.slope, shift=curve.shift, above=curve.above)
        scores = {row.story: curve.score(unseen[code][row.story]) for row in own}
        old = earlier.heads.get(code) if earlier is not None and earlier.fits else None
        fresh = [row for row in examples.own(code) if row.story not in known]
        judge = Judge(examples, code, (thresholds or {}).get(code, THRESHOLD), scores, old)
        source = judge.best_source(own, fresh)
        kept = {Source.LEARNED: head, Source.EARLIER: old, Source.WORDS: None}[source]
        if kept is not None:
            heads[code] = kept
        lessons.append(
            ThemeLesson(
                code=code, n_confirmed=head.n_confirmed, n_refused=head.n_refused,
                words=judge.marks(own, judge.by_words), learned=judge.marks(own, judge.by_learning), source=source,
            )
        )  # fmt: skip
    rarity = examples.rarity if heads else {}
    model = ThemeModel(engine=ENGINE, n_labels=examples.n_labels, rarity=rarity, heads=heads, encoders=encoders_now())
    return Lesson(model=model, themes=tuple(lessons))


@dataclass(frozen=True)
class Judge:
    """Compares the ways to score one theme, or one result."""

    examples: Examples
    code: str
    threshold: float
    scores: Mapping[str, float]
    old: ThemeHead | None = None

    def best_source(self, rows: Sequence[Example], fresh: Sequence[Example] = ()) -> Source:
        """Tell whose scores to show: `fresh` are examples that the old head has not seen."""
        learned = self.marks(rows, self.by_learning)
        is_no_worse = learned.tells_apart and learned.f1 >= self.marks(rows, self.by_words).f1
        best, scored = (Source.LEARNED, self.by_learning) if is_no_worse else (Source.WORDS, self.by_words)
        if self.old is None or len(fresh) < LEAST_LABELS:
            return best
        return Source.EARLIER if self.marks(fresh, self.by_earlier).f1 > self.marks(fresh, scored).f1 else best

    def by_words(self, row: Example) -> float:
        """Answer the score by the words of the codebook."""
        return self.examples.read[row.story].own[self.code]

    def by_learning(self, row: Example) -> float:
        """Answer the score by what was learned from other stories."""
        return self.scores[row.story]

    def by_earlier(self, row: Example) -> float:
        """Answer the score by what was learned before."""
        if self.old is None:
            return 0.0
        return logistic(self.examples.evidence(self.old, self.code, row.story))

    def marks(self, rows: Sequence[Example], scored: Scored) -> Marks:
        """Answer how good suggestions from the threshold on would have been."""
        return marks_of([(row, scored(row) >= self.threshold) for row in rows])


def marks_of(rows: Sequence[tuple[Example, bool]]) -> Marks:
    """Answer how good suggestions were, from examples and whether each was suggested."""
    hits = sum(row.weight for row, is_suggested in rows if is_suggested and row.is_yes)
    n_suggested = sum(row.weight for row, is_suggested in rows if is_suggested)
    n_all, n_yes = sum(row.weight for row, _ in rows), sum(row.weight for row, _ in rows if row.is_yes)
    return Marks(
        precision=_share(hits, n_suggested), recall=_share(hits, n_yes),
        false_alarms=_share(n_suggested - hits, n_all - n_yes),
    )  # fmt: skip


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def unseen_evidence(examples: Examples, code: str, rows: Sequence[Example]) -> dict[str, float]:
    """Answer for each text the evidence of a head that was learned without it."""
    answers = np.array([row.is_yes for row in rows])
    n_folds = min(N_FOLDS, int(answers.sum()), int((~answers).sum()))
    folds = StratifiedKFold(n_folds, shuffle=True, random_state=SEED)
    seen, evidence = examples.seen(code, rows), np.zeros(len(rows))
    for learned, held in folds.split(np.zeros(len(rows)), answers):
        weights = fitted(seen.rows(learned), [rows[place] for place in learned])
        evidence[held] = weights.evidence(seen.rows(held))
    return {row.story: float(each) for row, each in zip(rows, evidence, strict=True)}


@dataclass(frozen=True, slots=True)
class Curve:
    """How evidence becomes a score: stretched and moved, and what is more than nought counts `above` times."""

    slope: float
    shift: float
    above: float

    def score(self, evidence: float) -> float:
        """Answer a score from evidence that no calibration has touched."""
        return logistic(self.slope * (evidence + (self.above - 1) * max(evidence, 0.0)) + self.shift)


def curve_of(rows: Mapping[str, Sequence[Example]], unseen: Mapping[str, Mapping[str, float]]) -> Curve:
    """Answer the curve that makes the evidence of all themes together say how often it is right.

    The theme that a story speaks of most is seen first, and the strongest of many is strong by luck as well: these pairs count again.
    """
    pairs, first = [], dict[str, tuple[float, bool]]()
    for code, own in rows.items():
        for row in own:
            each = unseen[code][row.story], row.is_yes
            pairs.append((*each, max(row.weight, UNASKED)))
            first[row.story] = max(first.get(row.story, each), each)
    n_pairs = sum(weight for _, _, weight in pairs)
    pairs += [(*each, FIRST_AGAIN) for each in first.values()]
    evidence, answers, weights = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    weights *= n_pairs / weights.sum()  # what counts again makes nothing surer
    seen = np.stack([evidence, np.maximum(evidence, 0.0), np.ones(len(evidence))], axis=1)
    slope, more, shift = believed(seen, _unsure(answers, weights), weights, middle=AS_IT_IS, leeway=LEEWAY)
    if slope <= 0:
        return Curve(1.0, 0.0, 1.0)
    return Curve(float(slope), float(shift), float(max(1 + more / slope, LEAST_ABOVE)))


def _unsure(answers: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Answer yes and no as far as they are certain: from few examples a yes among n counts as (n + 1) / (n + 2) of one (Platt 1999)."""
    n_yes, n_no = float(weights @ answers), float(weights @ (1 - answers))
    return np.where(answers > 0, (n_yes + 1) / (n_yes + 2), 1 / (n_no + 2))


def calibration(
    rows: Mapping[str, Sequence[Example]], unseen: Mapping[str, Mapping[str, float]]
) -> tuple[float, float]:
    """Answer slope and shift that make the evidence of all themes together say how often it is right.

    From few examples nothing is certain: a yes among n counts as (n + 1) / (n + 2) of one (Platt 1999).
    """
    pooled = [(unseen[code][row.story], row) for code, own in rows.items() for row in own]
    n_yes = sum(row.weight for _, row in pooled if row.is_yes)
    n_no = sum(row.weight for _, row in pooled) - n_yes
    sure = {True: (n_yes + 1) / (n_yes + 2), False: 1 / (n_no + 2)}
    weights = [(row.weight * sure[row.is_yes], row.weight * (1 - sure[row.is_yes])) for _, row in pooled]
    evidence = np.array([[each] for each, _ in pooled])
    learner = LogisticRegression(C=STIFF)
    learner.fit(
        np.concatenate([evidence, evidence]),
        np.repeat([True, False], len(pooled)),
        sample_weight=np.concatenate([[yes for yes, _ in weights], [no for _, no in weights]]),
    )
    slope = float(learner.coef_[0][0])
    return (slope, float(learner.intercept_[0])) if slope > 0 else (1.0, 0.0)
