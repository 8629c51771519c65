"""Outliers are found by shape and treated no more than needed; scales by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kurtosis, skew

from lakehouse.methods.normalisation import min_max, rank_share, z_score
from lakehouse.methods.outlier_treatment import (
    LEFT,
    LOGARITHM,
    WINSORISED,
    excess_kurtosis,
    has_outliers,
    skewness,
    treated,
)

TAIL = np.r_[np.arange(20.0), 200.0]


def test_shapes_are_those_of_an_outside_program() -> None:
    assert skewness(TAIL) == pytest.approx(skew(TAIL, bias=False))
    assert excess_kurtosis(TAIL) == pytest.approx(kurtosis(TAIL, bias=False))
    assert has_outliers(TAIL) and not has_outliers(np.arange(20.0))


def test_too_few_values_and_equal_ones_have_no_shape() -> None:
    assert np.isnan(skewness(np.array([1.0, 2]))) and np.isnan(excess_kurtosis(np.ones(5)))
    assert not has_outliers(np.ones(5)) and not has_outliers(np.array([]))


@pytest.mark.parametrize("sign", [1, -1])
def test_an_outlier_is_drawn_in_to_the_next_value(sign: int) -> None:
    made, how = treated(pd.DataFrame({"x": sign * TAIL, "y": np.arange(21.0)}))
    assert made["x"].abs().max() == 19 and how.loc["x", "points"] == 1
    assert how["how"].tolist() == [WINSORISED, LEFT]
    assert made["y"].tolist() == list(range(21))


def test_where_winsorising_does_not_suffice_the_logarithm_of_all_is_taken() -> None:
    heavy = pd.DataFrame({"x": np.r_[np.zeros(200), 100.0 * np.arange(1, 11)]})
    made, how = treated(heavy)
    assert how.loc["x", "how"] == LOGARITHM
    low, span = heavy["x"].min(), heavy["x"].max() - heavy["x"].min()
    np.testing.assert_allclose(made["x"], np.log(heavy["x"] - low + span / 100))


def test_an_indicator_of_two_values_keeps_them_as_in_coinr() -> None:
    # COINr 1.1.14 returns it untreated: drawn in, all units would be alike.
    rare = pd.DataFrame({"x": [1.0] * 30 + [90.0] * 3, "y": [0.0] * 20 + [-1.0] + [np.nan] * 12})
    made, how = treated(rare)
    pd.testing.assert_frame_equal(made, rare)
    assert how["how"].tolist() == [LEFT, LEFT] and how["points"].tolist() == [0, 0]


def test_missing_values_stay_missing() -> None:
    made, _ = treated(pd.DataFrame({"x": [np.nan, *TAIL]}))
    assert np.isnan(made.loc[0, "x"]) and made["x"].max() == 19


def test_scales_by_hand() -> None:
    x = pd.DataFrame({"x": [1.0, 3, np.nan, 3, 5]})
    np.testing.assert_allclose(min_max(x, 1, 100)["x"], [1, 50.5, np.nan, 50.5, 100])
    np.testing.assert_allclose(rank_share(x)["x"], [0, 1 / 3, np.nan, 1 / 3, 1])
    np.testing.assert_allclose(z_score(x, 10, 2)["x"].agg(["mean", "std"]), [10, 2])


def test_what_is_the_same_everywhere_is_missing() -> None:
    same = pd.DataFrame({"x": [2.0, 2, 2]})
    assert all(scale(same).isna().all().all() for scale in (min_max, z_score, rank_share))
