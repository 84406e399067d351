"""Fit a logistic curve over words and meaning: few rows of many columns, as decisions of one programme are."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

MOST_STEPS = 500
# The sum of what is wrong by far changes nothing any more: as exact as is worth waiting for.
CLOSE_ENOUGH = 1e-4
NEWTONS_STEPS, MOST_HALVINGS = 25, 20


@dataclass(frozen=True, slots=True)
class Seen:
    """What a head sees of some texts: rarely used words [n, words], and what every text has [n, columns]."""

    words: csr_matrix
    always: np.ndarray

    def rows(self, places: np.ndarray) -> "Seen":
        """Answer some of the texts."""
        return Seen(self.words[places], self.always[places])


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of a logistic curve."""

    bias: float
    words: np.ndarray
    always: np.ndarray

    def evidence(self, seen: Seen) -> np.ndarray:
        """Answer the sum of evidence of each text."""
        return np.asarray(seen.words @ self.words + seen.always @ self.always + self.bias)


def fit(seen: Seen, answers: np.ndarray, weights: np.ndarray, strength: float) -> Fitted:
    """Find the weights under which the answers are most likely; `strength` is how little large weights are held back."""
    n_words, n_always, whole = seen.words.shape[1], seen.always.shape[1], float(weights.sum())
    turned, signs, shares = seen.words.T.tocsr(), np.where(answers, 1.0, -1.0), weights / whole
    held = 1 / (strength * whole)

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        sums = signs * (seen.words @ theta[:n_words] + seen.always @ theta[n_words:-1] + theta[-1])
        wrong = -signs * shares / (1 + np.exp(np.clip(sums, -500, 500)))
        slope = np.concatenate([turned @ wrong, wrong @ seen.always, [wrong.sum()]])
        slope[:-1] += held * theta[:-1]
        return float(shares @ np.logaddexp(0, -sums)) + 0.5 * held * float(theta[:-1] @ theta[:-1]), slope

    start = np.zeros(n_words + n_always + 1)
    options = {"maxiter": MOST_STEPS, "maxls": 50, "gtol": CLOSE_ENOUGH, "ftol": 64 * np.finfo(float).eps}
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return Fitted(bias=float(theta[-1]), words=theta[:n_words], always=theta[n_words:-1])


def believed(
    seen: np.ndarray, answers: np.ndarray, weights: np.ndarray, *, middle: np.ndarray, leeway: np.ndarray
) -> np.ndarray:
    """Find a few weights [columns] that make answers (0 to 1) most likely, each believed to lie near a middle (Newton's steps)."""

    def unlikely(found: np.ndarray) -> float:
        sums = seen @ found
        return float(
            weights @ (np.logaddexp(0, sums) - answers * sums) + 0.5 * (((found - middle) / leeway) ** 2).sum()
        )

    found = middle.copy()
    for _ in range(NEWTONS_STEPS):
        told = 1 / (1 + np.exp(-np.clip(seen @ found, -30, 30)))
        slope = seen.T @ (weights * (told - answers)) + (found - middle) / leeway**2
        bend = (seen.T * (weights * told * (1 - told))) @ seen + np.diag(1 / leeway**2)
        step, before = np.linalg.solve(bend, slope), unlikely(found)
        # Where all was thought sure the curve is flat, and a whole step leads far past the best.
        tried = (found - step / 2**n for n in range(MOST_HALVINGS))
        found = next((each for each in tried if unlikely(each) <= before), found)
    return found
