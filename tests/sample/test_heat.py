"""Heat waves cost the lives that the truth tells; a plain reader of a small city misses them."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import deaths
from lakehouse.sample.heat import DAYS, STRENGTHS, by_lag, heat_effect, mean_temperature
from lakehouse.sample.parameters import DEATHS_FROM
from tests.sample.whole import planned, whole

(REGISTER,) = deaths.SOURCES
SEEDS = (7, 11, 12)


@cache
def drawn(seed: int, scale: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deaths per day beside what the truth expects, and the heat waves."""
    made = whole(REGISTER, planned(seed, scale))
    assert (made["deaths_daily"]["day"] == made["truth/deaths_expected"]["day"]).all()
    count = made["deaths_daily"][["deaths", "heart", "lungs", "temperature_c"]]
    return made["truth/deaths_expected"].join(count), made["truth/heat_waves"]


def within(day: pd.DataFrame, waves: pd.DataFrame) -> pd.Series:
    inside = pd.Series(False, day.index)
    for wave in waves.itertuples():
        inside |= day["day"].between(wave.first_day, wave.last_day)
    return inside


def test_waves_are_days_in_a_row_of_heat() -> None:
    for seed in SEEDS:
        day, waves = drawn(seed, 20.0)
        hot = day[within(day, waves)]
        assert len(waves) >= 4 and (hot["temperature_c"] >= STRENGTHS.wave_from - 0.05).all()
        assert ((waves["last_day"] - waves["first_day"]).dt.days + 1 >= STRENGTHS.wave_days).all()
        assert waves["first_day"].dt.month.between(5, 9).all()


def test_the_excess_is_as_large_as_the_truth_tells() -> None:
    """Over three large cities, within four standard errors; without heat it would be far off."""
    more = told = spread = 0.0
    for seed in SEEDS:
        day, waves = drawn(seed, 20.0)
        hot = day[within(day, waves)]
        more += (hot["deaths"] - hot["usual"]).sum()
        told += waves["expected_excess"].sum()
        spread += (hot["expected"] + STRENGTHS.dispersion * hot["expected"] ** 2).sum()
    assert told > 6 * spread**0.5
    assert abs(more - told) < 4 * spread**0.5


def test_heat_is_felt_for_days_by_the_lags_that_are_documented() -> None:
    """The log excess is the lagged degrees times their strength, and the step of a wave."""
    city = planned(7)
    over = np.maximum(mean_temperature(city) - STRENGTHS.heat_from, 0)
    plain = heat_effect(city)
    quiet = np.convolve(over, by_lag())[: over.size] * STRENGTHS.per_degree
    rest = (plain - quiet)[STRENGTHS.lags :]
    assert by_lag().sum() == pytest.approx(1)
    assert set(np.round(rest, 9)) == {0.0, STRENGTHS.in_wave}
    assert (plain >= 0).all() and plain.size == DAYS.size


def test_in_the_large_city_days_after_a_wave_are_deadlier_than_usual() -> None:
    after = told = 0.0
    for seed in SEEDS:
        day, waves = drawn(seed, 20.0)
        later = pd.Series(False, day.index)
        for wave in waves.itertuples():
            later |= day["day"].between(
                wave.last_day + pd.Timedelta(days=1), wave.last_day + pd.Timedelta(days=3)
            )
        later &= ~within(day, waves)
        after += (day["deaths"] - day["usual"])[later].sum()
        told += (day["expected"] - day["usual"])[later].sum()
    assert told > 0 and after == pytest.approx(told, abs=4 * (300 * 26) ** 0.5)


def test_winter_and_sum_are_those_documented() -> None:
    city, (day, _) = planned(7, 20.0), drawn(7, 20.0)
    people, years = city.neighbourhood["people"].sum(), len(day) / 365.25
    rate = day["deaths"].sum() / people / years
    assert rate == pytest.approx(STRENGTHS.deaths_a_year, rel=0.03)
    by_month = day.groupby(day["day"].dt.month)["deaths"].mean()
    assert by_month[1] / by_month[10] == pytest.approx(1.12 / 0.98, abs=0.08)
    assert (day["heart"] + day["lungs"] <= day["deaths"]).all()
    assert day["day"].iloc[0] == DEATHS_FROM


def test_a_plain_reader_of_the_small_city_misses_most_waves() -> None:
    """Days of a wave hardly ever stand three deviations above the mean of all days."""
    found = every = 0
    for seed in SEEDS:
        day, waves = drawn(seed, 1.0)
        high = day["deaths"] > day["deaths"].mean() + 3 * day["deaths"].std()
        for wave in waves.itertuples():
            every += 1
            found += bool(high[day["day"].between(wave.first_day, wave.last_day)].any())
    assert every >= 12 and found <= every / 2
