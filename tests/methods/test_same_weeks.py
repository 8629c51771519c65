"""The detectors that look at a few weeks alone have R surveillance's bounds on S. Agona."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from lakehouse.methods.judged import NOT_REPORTED, TOO_LITTLE, alarms
from lakehouse.methods.same_weeks import LIMITS, SYSTEMS, bayes, rki

Reference = Callable[..., pd.DataFrame]


@pytest.mark.parametrize("system", [1, 3])
def test_bayes_has_the_bounds_of_r(system: int, medical: Reference, agona: pd.Series) -> None:
    wanted = medical("agona_cusum_bayes_expected")
    made = bayes(agona, system).loc[wanted.index]
    assert made["upper"].tolist() == wanted[f"bayes{system}_upper"].tolist()
    assert (alarms(made) == (wanted[f"bayes{system}_alarm"] == 1)).all()


def test_by_hand() -> None:
    few = pd.Series([3.0, 4, 5, 3, 4, 5, 11])
    assert rki(few)["upper"].iloc[6] == 9.598  # that of 4
    many = pd.Series([30.0, 40, 50, 30, 40, 50, 59])
    made = rki(many).iloc[6]
    assert made["upper"] == pytest.approx(40 + 2 * np.std(many[:6], ddof=1))
    assert made["score"] == pytest.approx(19 / (2 * np.std(many[:6], ddof=1)))
    assert bayes(few)["p"].iloc[6] < 0.05 and alarms(rki(many))[6]


def test_each_limit_ends_the_shortest_intervals_that_hold_the_count() -> None:
    for count, limit in enumerate(LIMITS):
        holds = []
        for rate in (limit - 0.002, limit + 0.002):
            below = poisson.cdf(np.arange(-1, 60), rate)
            length = next(k for k in range(60) if (below[k:] - below[: 61 - k] >= 0.95).any())
            covers = below[length:] - below[: 61 - length] >= 0.95
            holds.append(int(np.flatnonzero(covers)[-1]) <= count)
        assert holds == [True, False], count


def test_means_under_twenty_have_the_limits_of_r() -> None:
    counts = pd.Series([0, 0, 0, 0, 0, 1, 3, 4, 2, 9, 7, 8, 12, 11, 16, 13, 18, 25, 19, 27, 30, 22])
    # algo.rki1 of surveillance 1.20.3
    said = [3.285, 3.285, 5.323, 5.323, 8.102, 9.598, 11.177, 13.765, 14.921, 17.633, 19.05]
    said += [21.364, 23.762, 26.306, 28.966, 34.77497554]
    np.testing.assert_allclose(rki(counts)["upper"][6:], said)


@pytest.mark.parametrize("method", [bayes, rki])
@pytest.mark.parametrize("system", SYSTEMS)
def test_too_little_and_gaps_are_told(method: Callable[..., pd.DataFrame], system: int) -> None:
    counts = pd.Series(np.random.default_rng(1).poisson(5, 150).astype(float))
    counts.iloc[[30, 120, 140]] = np.nan
    made, first = method(counts, system), {1: 6, 2: 58, 3: 108}[system]
    assert (made["why"].iloc[:first].dropna().isin([TOO_LITTLE, NOT_REPORTED])).all()
    assert made["upper"].iloc[:first].isna().all() and made["upper"].iloc[first:].notna().all()
    assert made["why"].iloc[120] == NOT_REPORTED
    counts[:] = np.nan
    assert method(counts, system)["upper"].isna().all()


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(ValueError, match="none of 1, 2, 3"):
        bayes(pd.Series([1.0]), 4)
