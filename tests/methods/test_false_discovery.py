"""The q of Benjamini and Hochberg, against scipy's."""

from __future__ import annotations

import numpy as np
from scipy.stats import false_discovery_control

from lakehouse.methods.false_discovery import benjamini_hochberg


def test_q_is_that_of_scipy_and_missing_ones_take_no_part() -> None:
    p = np.random.default_rng(5).uniform(size=50) ** 3
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p))
    holed = np.insert(p, [0, 20], np.nan)
    made = benjamini_hochberg(holed)
    assert np.isnan(made[[0, 21]]).all()
    np.testing.assert_allclose(made[~np.isnan(made)], false_discovery_control(p))


def test_one_p_is_its_own_q_and_none_is_none() -> None:
    assert benjamini_hochberg(np.array([0.03])).tolist() == [0.03]
    assert benjamini_hochberg(np.array([])).tolist() == []
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()
