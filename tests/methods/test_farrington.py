"""Both Farrington algorithms give R surveillance's bounds and alarms on S. Agona."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.farrington import farrington
from lakehouse.methods.farrington_flexible import farrington_flexible, season_step
from lakehouse.methods.judged import NOT_REPORTED, TOO_FEW, TOO_LITTLE, alarms

Reference = Callable[..., pd.DataFrame]
ORIGINAL: dict[str, Any] = {
    "threshold": "delta",
    "steps": 1,
    "left_out": 3,
    "weights_above": 1.0,
    "trend": 0.05,
}


def test_farrington_1996_has_the_bounds_and_alarms_of_r(
    medical: Reference, agona: pd.Series
) -> None:
    wanted = medical("agona_farrington_expected")
    made = farrington(agona, years=4).loc[wanted.index]
    bounded = wanted["upper"] > 0
    np.testing.assert_allclose(made["upper"][bounded], wanted["upper"][bounded], rtol=1e-4)
    assert (made["why"][~bounded] == TOO_FEW).all()
    assert made.index[alarms(made)].tolist() == [262, 263, 264, 284, 285]


def test_a_trend_of_counts_that_scatter_less_than_chance_is_told_as_in_r() -> None:
    drawn = np.random.default_rng(7)
    counts = pd.Series(drawn.binomial(30, 0.3 + 0.0008 * np.arange(230)))
    # algo.farrington of surveillance 1.20.3, b 4, w 3, alpha 0.01, range 222:230
    said = [27.93592468, 27.56110388, 25.65955001, 21.09318593, 21.61260327, 26.43831237]
    said += [26.21040527, 27.07667359, 29.19512312]
    np.testing.assert_allclose(farrington(counts, years=4)["upper"][221:], said, rtol=1e-7)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", [farrington, farrington_flexible])
def test_cases_in_one_year_alone_alike_counts_and_none_are_judged_without_a_warning(
    method: Callable[..., pd.DataFrame],
) -> None:
    once = np.zeros(320)
    once[52:60] = [0, 1, 1, 0, 3, 0, 1, 2]
    sparse = np.random.default_rng(2).poisson(0.06, 320)
    for counts in (once, sparse, np.full(320, 4), np.zeros(320)):
        made = method(pd.Series(counts), years=3, fewest=(0, 4))
        told = made[made["why"].isna()]
        assert len(told) > 100 and told["p"].between(0, 1).all()
    farrington_flexible(pd.Series(sparse), years=3, threshold="muan")


@pytest.mark.parametrize("threshold", ["nbPlugin", "muan"])
def test_farrington_flexible_has_the_bounds_and_alarms_of_r(
    threshold: str, medical: Reference, agona: pd.Series
) -> None:
    wanted = medical(f"agona_farringtonflexible_noufaily_{threshold.lower()}_expected")
    made = farrington_flexible(agona, years=4, threshold=threshold).loc[wanted.index]
    bounded = wanted["upper"].notna()
    assert (made["upper"][bounded] == wanted["upper"][bounded]).all()
    assert (made["why"][~bounded] == TOO_FEW).all()
    np.testing.assert_allclose(made["expected"][bounded], wanted["expected"][bounded], rtol=1e-5)
    np.testing.assert_allclose(made["p"][bounded], wanted["pvalue"][bounded], atol=1e-5)
    assert made.index[alarms(made)].tolist() == [262, 263, 264]


def test_farrington_flexible_with_the_settings_of_1996_is_that_of_r(
    medical: Reference, agona: pd.Series
) -> None:
    wanted = medical("agona_farringtonflexible_original_expected")
    made = farrington_flexible(agona, years=4, **ORIGINAL).loc[wanted.index]
    bounded = wanted["upper"].notna()
    for ours, theirs in {"upper": "upper", "expected": "expected", "score": "score"}.items():
        np.testing.assert_allclose(made[ours][bounded], wanted[theirs][bounded], rtol=1e-4)
    np.testing.assert_allclose(made["p"][bounded], wanted["pvalue"][bounded], atol=1e-5)
    assert made.index[alarms(made)].tolist() == wanted.index[wanted["alarm"] == 1].tolist()
    assert (made["why"][~bounded] == TOO_FEW).all() and alarms(made).sum() == 6


def test_each_setting_of_the_flexible_one_is_heard(agona: pd.Series) -> None:
    usual = farrington_flexible(agona, years=4)["upper"]
    for one in ({"left_out": 13}, {"weights_above": 1.0}, {"trend": 0.0}, {"steps": 4}):
        assert not farrington_flexible(agona, years=4, **one)["upper"].equals(usual)
    many = farrington_flexible(agona, years=4, fewest=(10**6, 4))
    assert set(many["why"][211:]) == {TOO_FEW}
    assert farrington(agona, years=4, fewest=(0, 4))["why"][211:].isna().all()


def test_the_last_weeks_alone_are_judged_as_among_all(agona: pd.Series) -> None:
    for method in (farrington, farrington_flexible):
        some = method(agona, years=4, last=20)
        pd.testing.assert_frame_equal(some[-20:], method(agona, years=4)[-20:])
        assert (some["why"][:-20] == TOO_LITTLE).all()


def test_too_short_a_series_and_gaps_are_told(agona: pd.Series) -> None:
    for method in (farrington, farrington_flexible):
        assert (method(agona[:150], years=3)["why"] == TOO_LITTLE).all()
        gappy = agona.astype(float).copy()
        gappy.iloc[[100, 150, 250, 300]] = np.nan
        made = method(gappy, years=4)
        assert made["why"].iloc[300] == NOT_REPORTED
        assert made["upper"].iloc[301:].notna().all()
        assert (method(agona * 0, years=4)["upper"].isna()).all()


def test_an_unknown_threshold_is_refused(agona: pd.Series) -> None:
    with pytest.raises(ValueError, match="none of nbPlugin, muan, delta"):
        farrington_flexible(agona, threshold="gamma")


@pytest.mark.parametrize(
    "using",
    [{"years": 0}, {"half": -1}, {"half": 26}, {"steps": 0}, {"steps": 99}, {"left_out": 400}],
)
def test_settings_that_leave_nothing_to_learn_from_are_refused(
    using: dict[str, int], agona: pd.Series
) -> None:
    with pytest.raises(ValueError, match="cannot be learnt"):
        farrington_flexible(agona, **using)
    if not {"steps", "left_out"} & set(using):
        with pytest.raises(ValueError, match="cannot be learnt from"):
            farrington(agona, **using)


def test_the_steps_of_the_season_part_the_year_around_the_judged_week() -> None:
    steps = season_step(np.arange(52 * 2 + 3, 26, -1), 3, 10)
    assert steps[:7].tolist() == [0] * 7 and steps[7:12].tolist() == [1] * 5
    assert steps[52:59].tolist() == [0] * 7
    uneven = season_step(np.arange(52, 0, -1), 4, 10)
    assert np.bincount(uneven).tolist() == [9, 5, 5, 5, 5, 5, 5, 5, 4, 4]
    assert set(season_step(np.arange(60, 26, -1), 3, 1)) == {0}
