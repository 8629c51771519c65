"""The line is that of maximum likelihood, and says so when there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.logistic_line import Prior, fit_line, log_odds


def drawn(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows)
    return x, (rng.random(rows) < expit(-1 + 2 * x)).astype(float)


def test_the_line_is_that_of_an_unpenalised_regression() -> None:
    x, y = drawn(500, 1)
    line = fit_line(x, y)
    other = LogisticRegression(C=1e12, tol=1e-10, max_iter=1000).fit(x[:, None], y)
    assert line is not None
    assert line.slope == pytest.approx(other.coef_[0, 0], rel=1e-4)
    assert line.intercept == pytest.approx(other.intercept_[0], rel=1e-4)


def test_at_the_answer_the_gradients_cancel() -> None:
    x, y = drawn(500, 2)
    line = fit_line(x, y, np.arange(500) // 20)
    assert line is not None and line.gradients.shape == (25, 2)
    assert line.gradients.sum(axis=0) == pytest.approx([0, 0], abs=1e-6)


def test_rows_given_twice_look_twice_as_sure_unless_they_share_a_block() -> None:
    x, y = drawn(400, 3)
    once = fit_line(x, y, np.arange(400))
    twice = fit_line(np.tile(x, 2), np.tile(y, 2), np.tile(np.arange(400), 2))
    assert once is not None and twice is not None
    assert twice.inverse == pytest.approx(once.inverse / 2, rel=1e-6)
    assert twice.covariance == pytest.approx(once.covariance, rel=1e-6)


def test_the_wald_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(200):
        x, y = drawn(300, 1000 + seed)
        line = fit_line(x, y)
        assert line is not None
        held += abs(line.slope - 2) < 1.645 * np.sqrt(line.inverse[1, 1])
    assert 168 <= held <= 192


@pytest.mark.parametrize(
    ("x", "y"),
    [([1, 1, 1], [0, 1, 0]), ([1, 2, 3], [0, 0, 0]), ([1, 2, 3, 4], [0, 0, 1, 1]), ([], [])],
)
def test_no_single_answer_is_none(x: list[float], y: list[float]) -> None:
    assert fit_line(np.array(x, dtype=float), np.array(y, dtype=float)) is None


def test_lengths_must_agree_and_certainty_has_finite_log_odds() -> None:
    with pytest.raises(PlanError, match="cannot go through"):
        fit_line(np.zeros(2), np.zeros(3))
    assert np.isfinite(log_odds([0, 1])).all() and log_odds([0.5])[0] == 0


def test_a_prior_draws_the_slope_to_its_mean_and_many_rows_draw_it_back() -> None:
    few, many = drawn(100, 4), drawn(40_000, 4)
    free, firm = fit_line(*few), fit_line(*few, prior=Prior(0.5, 0.01))
    told = fit_line(*many, prior=Prior(0.5, 0.1))
    assert free is not None and firm is not None and told is not None
    assert free.slope > 1.2 and firm.slope == pytest.approx(0.5, abs=0.02)
    assert told.slope == pytest.approx(2.0, abs=0.1)


def test_a_prior_answers_where_the_rows_alone_cannot() -> None:
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0, 1.0])
    assert fit_line(x, y) is None
    line = fit_line(x, y, prior=Prior(1.0, 0.1))
    assert line is not None and line.slope == pytest.approx(1, abs=0.1)
