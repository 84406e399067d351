"""Learn when no result of a library fits: two numbers that stretch and move the shipped score, from what people said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.fitting import believed
from nlp.learning import Example, Examples
from nlp.lessons import N_FOLDS, SEED, Marks, Source, ThemeLesson, marks_of
from nlp.linking import THRESHOLD
from nlp.model import NONE_MOVED, NONE_STRETCHED, logistic, of_none, weight_of
from nlp.types import NO_RESULT

# How far decisions may carry the two numbers from the shipped 1 and 0: each is believed to lie within about this much.
LEEWAY = np.array([0.5, 1.5])
SHIPPED = np.array([1.0, 0.0])


@dataclass(frozen=True, kw_only=True)
class NoneLesson:
    """What cross-validation says of "no result fits", and the two numbers, where they are no worse."""

    lesson: ThemeLesson
    mix: dict[str, float]


def learn_none(examples: Examples) -> NoneLesson | None:
    """Learn from the stories of which people said that no result fits, or that one does; None where these are too few.

    A story on which a result was confirmed speaks against it, and weighs less than what was said outright.
    """
    rows = examples.of(NO_RESULT)
    if not rows:
        return None
    shipped = [of_none({}, examples.read[row.story].none) for row in rows]
    unseen = _unseen(examples, rows)
    before, after = _marks(rows, shipped), _marks(rows, unseen)
    is_used = after.f1 >= before.f1 and after.tells_apart and _surprise(rows, unseen) < _surprise(rows, shipped)
    own = [row for row in rows if row.weight == 1]
    stretched, moved = _learned(examples, rows)
    return NoneLesson(
        lesson=ThemeLesson(
            code=NO_RESULT, n_confirmed=sum(row.is_yes for row in own), n_refused=sum(not row.is_yes for row in own),
            words=before, learned=after, source=Source.LEARNED if is_used else Source.WORDS,
        ),
        mix={NONE_STRETCHED: stretched, NONE_MOVED: moved} if is_used else {},
    )  # fmt: skip


def _learned(examples: Examples, rows: Sequence[Example]) -> tuple[float, float]:
    """Answer the two numbers that some examples make most likely, near the shipped ones."""
    seen = np.array([[weight_of(examples.read[row.story].none), 1.0] for row in rows])
    answers, weights = np.array([row.is_yes for row in rows], float), np.array([row.weight for row in rows])
    found = believed(seen, answers, weights, middle=SHIPPED, leeway=LEEWAY)
    return round(max(float(found[0]), 0.0), 5), round(float(found[1]), 5)


def _unseen(examples: Examples, rows: Sequence[Example]) -> list[float]:
    """Answer the score of each story by numbers that were learned from others."""
    order = np.random.default_rng(SEED).permutation(len(rows))
    fold_of = {int(place): n % N_FOLDS for n, place in enumerate(order)}
    scores = [0.0] * len(rows)
    for fold in range(N_FOLDS):
        stretched, moved = _learned(examples, [row for place, row in enumerate(rows) if fold_of[place] != fold])
        for place, row in enumerate(rows):
            if fold_of[place] == fold:
                scores[place] = logistic(stretched * weight_of(examples.read[row.story].none) + moved)
    return scores


def _marks(rows: Sequence[Example], scores: Sequence[float]) -> Marks:
    return marks_of([(row, score >= THRESHOLD) for row, score in zip(rows, scores, strict=True)])


def _surprise(rows: Sequence[Example], scores: Sequence[float]) -> float:
    told = [score if row.is_yes else 1 - score for row, score in zip(rows, scores, strict=True)]
    return -sum(row.weight * float(np.log(max(one, 1e-6))) for row, one in zip(rows, told, strict=True))
