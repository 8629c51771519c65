"""DeLong's variance is that of all pairs counted one by one, and chance alone seldom looks sure."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.delong import delong
from lakehouse.modelling.measures import auc

FIRST = np.array([0.9, 0.8, 0.4, 0.4, 0.7, 0.2, 0.3, 0.4, 0.1, 0.6])
SECOND = np.array([0.5, 0.9, 0.6, 0.1, 0.2, 0.5, 0.4, 0.3, 0.2, 0.5])
HIT = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])


def test_the_gap_is_that_of_pairs_counted_one_by_one() -> None:
    kernels = []
    for score in (FIRST, SECOND):
        ones, noughts = score[HIT == 1][:, None], score[HIT == 0][None]
        kernels.append((ones > noughts) + 0.5 * (ones == noughts))
    apart = kernels[0] - kernels[1]
    variance = apart.mean(1).var(ddof=1) / 4 + apart.mean(0).var(ddof=1) / 6
    made = delong(FIRST, SECOND, HIT)
    assert (made.first, made.second) == pytest.approx((auc(FIRST, HIT), auc(SECOND, HIT)))
    assert made.z == pytest.approx(apart.mean() / np.sqrt(variance))
    assert made.high - made.low == pytest.approx(2 * 1.959964 * np.sqrt(variance), abs=1e-6)


def test_chance_alone_looks_sure_as_often_as_said() -> None:
    rng = np.random.default_rng(5)
    hit = np.arange(300) % 3 == 0
    sure = 0
    for _ in range(1000):
        seen = rng.normal(size=300) + hit
        pair = [seen + rng.normal(size=300) for _ in range(2)]
        sure += delong(*pair, hit).p < 0.05
    assert 0.035 <= sure / 1000 <= 0.065


def test_the_same_order_twice_is_no_gap_and_too_few_are_refused() -> None:
    made = delong(FIRST, FIRST**2, HIT)
    assert made.gap == 0 and np.isnan(made.p)
    with pytest.raises(PlanError, match="cannot be compared"):
        delong(FIRST, SECOND, np.arange(10) == 3)
    with pytest.raises(PlanError, match="cannot be compared"):
        delong(FIRST, SECOND[:5], HIT)
