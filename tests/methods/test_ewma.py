"""The EWMA equals Rnssp's on a daily series, forgets a past peak, and bears gaps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from lakehouse.methods.ewma import essence_ewma
from lakehouse.methods.judged import TOO_LITTLE, alarms

Reference = Callable[..., pd.DataFrame]


def test_statistics_and_colours_are_those_of_rnssp(medical: Reference) -> None:
    wanted = medical("ed_daily_essence_ewma_expected", "date")
    made = essence_ewma(wanted["count"])
    np.testing.assert_allclose(made["expected"], wanted["baseline_expected"], rtol=1e-10)
    np.testing.assert_allclose(made["score"], wanted["test_statistic"], atol=1e-10)
    np.testing.assert_allclose(made["p"], wanted["p.value"], atol=1e-10)
    assert (alarms(made) == (wanted["alert"] == "red")).all()
    yellow = (made["p"] >= 0.01) & (made["p"] < 0.05)
    assert (yellow == (wanted["alert"] == "yellow")).all()
    assert (made["why"].notna() == (wanted["alert"] == "grey")).all()


def test_the_bound_is_the_least_count_that_would_alarm() -> None:
    counts = pd.Series(np.random.default_rng(1).poisson(8, 60).astype(float))
    bound = essence_ewma(counts)["upper"].iloc[-1]
    for count, rings in ((bound - 0.001, False), (bound + 0.001, True)):
        changed = counts.copy()
        changed.iloc[-1] = count
        made = essence_ewma(changed)
        assert (made["p"].iloc[-1] < 0.01) == rings == alarms(made)[-1]


def test_a_rarer_alarm_has_a_higher_bound_and_the_same_p() -> None:
    counts = pd.Series(np.random.default_rng(3).poisson(8, 80).astype(float))
    counts[40:43] = 40
    usual, rare = essence_ewma(counts), essence_ewma(counts, alpha=0.001)
    pd.testing.assert_series_equal(usual["p"], rare["p"])
    assert (rare["upper"] > usual["upper"])[9:].all()


def test_one_week_is_too_little_and_gaps_are_borne() -> None:
    assert (essence_ewma(pd.Series([5.0] * 7))["why"] == TOO_LITTLE).all()
    counts = pd.Series(np.random.default_rng(2).poisson(8, 60).astype(float))
    counts[[20, 21, 40]] = np.nan
    made = essence_ewma(counts)
    assert made["why"].notna().sum() == 9 + 3
    assert made["upper"][20:].notna().all(), "a gap has its bound all the same"


def test_zeros_only_make_no_alarm() -> None:
    assert not alarms(essence_ewma(pd.Series([0.0] * 40))).any()
