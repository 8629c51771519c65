"""The planted bottleneck and faults are in the detectors' hours, and not plain to see."""

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample.city import City, build_city
from lakehouse.sample.transport.detectors import (
    BOTTLENECK_HOURS,
    detector_hours,
    detectors,
)
from lakehouse.sample.transport.strengths import STRENGTHS

pytestmark = pytest.mark.whole

SEEDS = (220, 221, 222, 223)


def all_hours(city: City) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    parts = [detector_hours(city, area) for area in city.areas]
    told = [detectors(city, area) for area in city.areas]
    hours, faults = (pd.concat([p[i] for p in parts], ignore_index=True) for i in (0, 1))
    return hours, faults, pd.concat(told, ignore_index=True)


@pytest.fixture(scope="module", params=[1, pytest.param(len(SEEDS), marks=pytest.mark.whole)])
def drawn(
    request: pytest.FixtureRequest,
) -> list[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]:
    return [all_hours(build_city(seed)) for seed in SEEDS[: request.param]]


Drawn = list[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]


def evening_ratio(hours: pd.DataFrame) -> pd.Series:
    """Per detector the median speed on weekday evenings to that around noon."""
    at = hours["measured_at"]
    work = at.dt.dayofweek < 5
    evening = hours[work & at.dt.hour.isin(BOTTLENECK_HOURS)]
    noon = hours[work & at.dt.hour.isin((11, 12, 13))]
    median = [part.groupby("detector_no")["speed_kmh"].median() for part in (evening, noon)]
    return median[0] / median[1]


def test_twelve_detectors_in_a_city_of_fifty_thousand(drawn: Drawn) -> None:
    for hours, _, told in drawn:
        assert len(told) == 12 and told["is_bottleneck"].sum() == 1
        assert 200_000 < len(hours) < 12 * 731 * 24
    small = build_city(220, 0.2)
    few = pd.concat([detectors(small, area) for area in small.areas])
    assert len(few) < 4 and few["is_bottleneck"].sum() == 1


def test_the_bottleneck_is_slow_on_weekday_evenings_alone(drawn: Drawn) -> None:
    for hours, _, told in drawn:
        ratio = evening_ratio(hours)
        jam = told.loc[told["is_bottleneck"], "detector_no"].item()
        assert ratio.idxmin() == jam
        # Evening traffic slows every street a little, so the ratio is below the planted one.
        assert ratio[jam] == pytest.approx(
            STRENGTHS.bottleneck * ratio.drop(jam).median(), abs=0.02
        )
        assert ratio.drop(jam).min() > 0.85


def test_the_mean_speed_of_the_day_can_miss_the_bottleneck(drawn: Drawn) -> None:
    slowest = [h.groupby("detector_no")["speed_kmh"].mean().idxmin() for h, _, _ in drawn]
    jams = [t.loc[t["is_bottleneck"], "detector_no"].item() for _, _, t in drawn]
    assert sum(a == b for a, b in zip(slowest, jams, strict=True)) < len(SEEDS)


def test_gaps_have_no_rows_and_stuck_hours_repeat(drawn: Drawn) -> None:
    hours, faults, _ = drawn[0]
    assert set(faults["kind"]) == {"gap", "stuck"}
    known = hours.set_index(["detector_no", "measured_at"]).sort_index()
    for fault in faults.itertuples():
        here = known.loc[fault.detector_no].loc[fault.since : fault.until]
        assert fault.kind != "gap" or here.empty
        if (
            fault.kind == "stuck"
            and len(here) == (fault.until - fault.since) / pd.Timedelta("1h") + 1
        ):
            assert here["speed_kmh"].nunique() == here["vehicles"].nunique() == 1
    missing = 12 * 731 * 24 - len(hours)
    gaps = faults[faults["kind"] == "gap"]
    said = (gaps["until"] - gaps["since"]) / pd.Timedelta("1h") + 1
    assert 0 < missing <= said.sum()


def test_sound_hours_do_not_repeat_for_long(drawn: Drawn) -> None:
    hours, faults, _ = drawn[-1]
    same = hours.groupby("detector_no")[["speed_kmh", "vehicles"]].diff().eq(0).all(axis=1)
    run = same.astype(int).groupby((~same).cumsum()).cumsum()
    stuck = faults[faults["kind"] == "stuck"]
    longest = hours[run >= 3]
    inside = [
        (
            (stuck["detector_no"] == row.detector_no)
            & (stuck["since"] <= row.measured_at)
            & (stuck["until"] >= row.measured_at)
        ).any()
        for row in longest.itertuples()
    ]
    assert len(inside) > 100 and np.mean(inside) > 0.99


def test_rain_slows_traffic_by_the_documented_share() -> None:
    city = build_city(230)
    hours, _ = detector_hours(city, 0)
    rain = city.weather.set_index("day")["precipitation_intensity_mm_h"] > 0
    wet = hours["measured_at"].dt.normalize().map(rain)
    night = hours["measured_at"].dt.hour.between(2, 4)
    mean = hours[night].groupby(wet)["speed_kmh"].mean()
    assert mean[True] / mean[False] == pytest.approx(STRENGTHS.wet_speed, abs=0.005)
