import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.fitting import Seen, believed, fit
from nlp.learning import Example
from nlp.lessons import curve_of
from nlp.model import ThemeHead


def some_texts(n=60):
    chance = np.random.default_rng(7)
    words, always = (chance.random((n, 30)) < 0.1) * 1.0, chance.normal(size=(n, 5))
    answers = words[:, 0] + always[:, 0] + chance.normal(size=n) > 0.3
    return words, always, answers, np.where(chance.random(n) < 0.5, 1.0, 0.3)


def test_a_head_is_fitted_as_logistic_regression_would_fit_it():
    words, always, answers, weights = some_texts()
    other = LogisticRegression(C=4.0, tol=1e-6, max_iter=2000)
    other.fit(np.hstack([words, always]), answers, sample_weight=weights)

    found = fit(Seen(csr_matrix(words), always), answers, weights, 4.0)

    assert found.evidence(Seen(csr_matrix(words), always)) == pytest.approx(
        other.decision_function(np.hstack([words, always])), abs=0.02
    )


def test_few_answers_leave_weights_near_what_was_believed():
    seen, leeway = np.ones((2, 1)), np.array([0.01])

    found = believed(seen, np.array([1.0, 1.0]), np.ones(2), middle=np.array([-2.0]), leeway=leeway)

    assert found[0] == pytest.approx(-2.0, abs=0.01)


def evidence_right_in(share_of_sure_ones):
    """Two themes and 200 stories: of what is surely said of the first theme that share is right, of the rest nothing."""
    right = [n < 200 * share_of_sure_ones for n in range(200)]
    rows = {
        "home": [Example(str(n), yes, 1.0) for n, yes in enumerate(right)],
        "work": [Example(str(n), False, 0.3) for n in range(200)],
    }
    return rows, {"home": {str(n): 5.0 for n in range(200)}, "work": {str(n): -4.0 for n in range(200)}}


@pytest.mark.parametrize("share", [0.6, 0.8, 0.95])
def test_the_score_shown_first_says_how_often_it_is_right(share):
    curve = curve_of(*evidence_right_in(share))

    assert curve.score(5.0) == pytest.approx(share, abs=0.05)


def test_more_evidence_never_lowers_a_score():
    curve = curve_of(*evidence_right_in(0.3))

    assert np.diff([curve.score(each) for each in np.linspace(-8, 8, 50)]).min() >= 0


def test_a_head_scores_as_its_curve_does():
    curve = curve_of(*evidence_right_in(0.6))
    plain = ThemeHead(bias=1.5, lexicon=4.0, weights={}, n_confirmed=4, n_refused=4)

    head = plain.moved(slope=curve.slope, shift=curve.shift, above=curve.above)

    told = [1 / (1 + np.exp(-head.evidence(own, {}))) for own in (-1.0, 0.0, 1.0)]
    assert told == pytest.approx([curve.score(plain.evidence(own, {})) for own in (-1.0, 0.0, 1.0)], abs=1e-3)
