"""Levels of groups by REML: lme4's and statsmodels' answers, and what new rows are told."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.random_intercept import random_intercept

# Davies and Goldsmith 1972, table 6.2: yield of six batches of dyestuff (Dyestuff of R's lme4).
DYESTUFF = {
    "A": (1545, 1440, 1440, 1520, 1580),
    "B": (1540, 1555, 1490, 1560, 1495),
    "C": (1595, 1550, 1605, 1510, 1560),
    "D": (1445, 1440, 1595, 1465, 1545),
    "E": (1595, 1630, 1515, 1635, 1625),
    "F": (1520, 1455, 1450, 1480, 1445),
}
UNEVEN = "aaabbcddddeeffg"
X = (0.64, 2.14, 1.29, 1.71, 0.21, 2.79, 0.0, 1.5, 0.86, 2.57, 3.0, 0.43, 1.07, 1.93, 2.36)
Y = (2.33, 3.0, 2.27, 1.15, 0.61, 2.29, 0.66, 0.98, 0.84, 1.53, 3.53, 1.93, 1.12, 1.51, 2.12)


def test_dyestuff_as_lme4_has_it() -> None:
    y = np.concatenate([np.array(batch, dtype=float) for batch in DYESTUFF.values()])
    made = random_intercept(y, np.ones((30, 1)), np.repeat(list(DYESTUFF), 5))
    assert made.between == pytest.approx(1764.05, abs=0.1)
    assert made.within == pytest.approx(2451.25, abs=0.01)
    assert made.coefficients[0] == pytest.approx(1527.5)
    assert np.sqrt(made.covariance[0, 0]) == pytest.approx(19.383, abs=1e-3)
    # Groups of one size are all drawn to the mean by the same share.
    means = np.array([np.mean(batch) for batch in DYESTUFF.values()])
    drawn = 5 * 1764.05 / (5 * 1764.05 + 2451.25)
    assert list(made.level.values()) == pytest.approx(drawn * (means - 1527.5), rel=1e-4)


def test_uneven_groups_as_statsmodels_has_them() -> None:
    x = np.column_stack([np.ones(len(X)), X])
    made = random_intercept(Y, x, list(UNEVEN))
    assert made.coefficients == pytest.approx([1.04962238, 0.46377771], abs=1e-5)
    assert made.between == pytest.approx(0.40298385, rel=1e-4)
    assert made.within == pytest.approx(0.03650343, rel=1e-4)
    errors = np.sqrt(np.diag(made.covariance))
    # Its errors hold the variances' own doubt too, which is small.
    assert errors == pytest.approx([0.26718644, 0.06155552], rel=3e-3)
    assert [made.level[g] for g in "adg"] == pytest.approx(
        [0.82947382, -0.60502714, -0.02213291], abs=1e-4
    )


def test_new_rows_are_told_as_well_as_their_variance_says() -> None:
    rng = np.random.default_rng(5)
    misses, variances = [], []
    for _ in range(60):
        groups = np.repeat(np.arange(40), 4)
        level = rng.normal(0, 0.8, 40)
        x = np.column_stack([np.ones(160), rng.normal(size=160)])
        y = x @ [2.0, 0.5] + level[groups] + rng.normal(0, 0.3, 160)
        # Half of each group is known, and a quarter of the groups not at all.
        known = (np.arange(160) % 4 < 2) & (groups >= 10)
        mean, variance = random_intercept(y[known], x[known], groups[known]).predict(
            x[~known], groups[~known]
        )
        misses.append((y[~known] - mean) ** 2)
        variances.append(variance)
    ratio = np.mean(misses, axis=0) / np.mean(variances, axis=0)
    assert ratio.mean() == pytest.approx(1.0, abs=0.1)
    seen = np.concatenate([np.repeat([False, True], [40, 60])])
    assert np.mean(variances, axis=0)[seen].max() < np.mean(variances, axis=0)[~seen].min() / 3


def test_groups_that_do_not_differ_have_no_level() -> None:
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(25), 2)
    values = rng.normal(size=50)
    values -= np.bincount(groups, weights=values)[groups] / 2
    made = random_intercept(values, np.ones((50, 1)), groups)
    assert made.between == 0 and set(made.level.values()) == {0.0}


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 3), (4, 2)])
def test_too_few_rows_or_columns_that_say_the_same_are_an_error(rows: int, columns: int) -> None:
    with pytest.raises(PlanError, match="cannot tell"):
        random_intercept(np.arange(rows), np.ones((rows, columns)), list(range(rows)))
