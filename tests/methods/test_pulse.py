"""A week is judged by the weeks before it: planted weeks are seen, usual ones are left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom, poisson

from lakehouse.methods.pulse import ABOVE, BELOW, NONE, WITHIN, low_end, pulse, trends
from lakehouse.methods.pulse_indicators import LESS, MORE, PULSE
from lakehouse.transform.pulsed import COLUMNS, PUBLISHED, pulsed

SUNDAYS = pd.date_range("2022-07-03", periods=104, freq="7D")


def usual(seed: int, mean: float = 120.0) -> pd.Series:
    rng = np.random.default_rng(seed)
    return pd.Series(rng.poisson(mean, len(SUNDAYS)).astype(float), SUNDAYS)


def minutes(seed: int) -> pd.Series:
    rng = np.random.default_rng(seed)
    return pd.Series(rng.normal(7, 0.4, len(SUNDAYS)), SUNDAYS)


@pytest.mark.parametrize("counted", [True, False])
def test_planted_weeks_are_seen_and_at_most_one_other_a_quarter(counted: bool) -> None:
    false = judged = 0
    for seed in range(6):
        values = usual(seed) if counted else minutes(seed)
        values.iloc[70] *= 1.6
        values.iloc[90] *= 0.4
        made = pulse(values, counted=counted)
        assert made["status"].iloc[70] == ABOVE and made["status"].iloc[90] == BELOW
        others = made["status"].drop(made.index[[70, 90]])
        false += int(others.isin([ABOVE, BELOW]).sum())
        judged += int((others != NONE).sum())
    assert judged > 6 * 80
    assert false / judged <= 1 / 13


@pytest.mark.parametrize(("mean", "spread"), [(4.0, 1.0), (8.0, 1.0), (12.0, 3.0), (200.0, 2.0)])
def test_the_low_end_is_the_laws_own_lower_quantile(mean: float, spread: float) -> None:
    law = poisson(mean) if spread == 1 else nbinom(mean / (spread - 1), 1 / spread)
    expected, high = np.array([mean, np.nan, 0.0]), np.array([law.isf(0.01), 3.0, 0.0])
    low = low_end(expected, high)
    assert abs(low[0] - law.ppf(0.01)) <= 1 and law.cdf(low[0] - 1) <= 0.01
    assert low[0] > 0 or law.pmf(0) > 0.01, "0 where a hundredth of weeks has none, and only there"
    assert np.isnan(low[1]) and low[2] == 0


def test_the_low_end_of_small_counts_is_mostly_above_nothing() -> None:
    made = pulse(usual(5, 8.0), counted=True).dropna(subset=["low"])
    assert (made["low"] > 0).mean() > 0.6
    assert (made["status"] == BELOW).mean() < 0.04


def test_a_week_without_a_value_or_without_history_is_not_judged() -> None:
    values = minutes(1)
    values.iloc[60] = np.nan
    made = pulse(values, counted=False)
    assert made["status"].iloc[0] == NONE and made["status"].iloc[60] == NONE
    assert made["status"].iloc[61] == WITHIN
    assert made["expected"].iloc[:8].isna().all()


def test_a_trend_is_told_from_noise() -> None:
    rng = np.random.default_rng(2)
    up = np.arange(20.0) + rng.normal(0, 1, 20)
    assert trends(up)[-1] == "rising" and trends(-up)[-1] == "falling"
    assert trends(np.full(20, 3.0))[-1] == "steady" and trends(up)[5] is None
    flat = [trends(rng.normal(0, 1, 13))[-1] for _ in range(200)]
    assert np.mean([word == "steady" for word in flat]) > 0.9


def rows(name: str, values: pd.Series, through: str, as_of: str = "2024-07-01") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": name,
            "week_ends_on": values.index.date,
            "value": values.to_numpy(),
            "data_through": pd.Timestamp(through).date(),
            "as_of": pd.Timestamp(as_of).date(),
        }
    )


def test_the_newest_week_is_one_that_is_over_and_settled() -> None:
    made = pulsed(rows("injury_crashes", usual(3), "2024-06-20"))
    assert list(made) == COLUMNS and len(made) == PUBLISHED
    assert str(made["week_ends_on"].iloc[-1]) == "2024-06-16"
    # Visits go on being reported for two days after the week.
    for through, last in (("2024-06-24", "2024-06-16"), ("2024-06-25", "2024-06-23")):
        made = pulsed(rows("emergency_visits_reported", usual(3, 400.0), through))
        assert str(made["week_ends_on"].iloc[-1]) == last


def test_a_late_indicator_says_so_instead_of_a_status() -> None:
    made = pulsed(rows("injury_crashes", usual(3), "2024-06-23", as_of="2024-08-01"))
    assert made["status"].iloc[-1] == "late"
    assert made["why_no_status"].iloc[-1] == "the last day is 2024-06-23"
    assert (made["status"].iloc[:-1] != "late").all()


def test_a_gap_is_a_zero_of_a_count_and_nothing_of_a_measure() -> None:
    gone = usual(4).drop(SUNDAYS[80])
    assert pulsed(rows("fires", gone, "2024-06-23"))["value"].min() == 0
    made = pulsed(rows("ozone", gone, "2024-06-23"))
    assert made["value"].isna().sum() == 1
    assert made.loc[made["value"].isna(), "why_no_status"].str.startswith("nothing").all()


def test_weeks_without_a_fire_are_zeros_to_the_last_day_of_the_source() -> None:
    ended = usual(4, 3.0).iloc[:-5]
    made = pulsed(rows("fires", ended, "2024-06-23"))
    assert made["value"].tail(5).tolist() == [0.0] * 5
    assert str(made["week_ends_on"].iloc[-1]) == "2024-06-23"
    assert "late" not in set(made["status"])


def test_a_target_is_missed_on_its_own_side() -> None:
    runs = pd.Series(np.r_[np.full(103, 80.0), 60.0], SUNDAYS)
    made = pulsed(rows("ambulance_in_time", runs, "2024-06-23"))
    assert made["misses_target"].tolist()[-2:] == [False, True]
    air = pulsed(rows("fine_dust", runs, "2024-06-23"))
    assert air["misses_target"].tolist()[-2:] == [True, True]
    assert pulsed(rows("fires", runs, "2024-06-23"))["misses_target"].isna().all()


def test_a_few_people_are_gone_before_anything_is_worked_out() -> None:
    first, other = usual(5, 40.0), usual(5, 40.0)
    first.iloc[95], other.iloc[95] = 1.0, 4.0
    made, now = (pulsed(rows("emergency_visits_reported", x, "2024-07-01")) for x in (first, other))
    pd.testing.assert_frame_equal(made, now)
    held = made[made["value"].isna()]
    assert held["why_no_status"].str.startswith("fewer than 5").tolist() == [True]
    assert (held["status"] == "none").all()


def test_each_indicator_is_declared_once_with_side_and_unit() -> None:
    assert len({one.name for one in PULSE}) == len(PULSE)
    assert all(one.worse in (MORE, LESS) and one.unit and one.owner for one in PULSE)
