"""Quarter hours tell of the same detectors as the hours, with the documented short-term part."""

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample.city import build_city
from lakehouse.sample.transport.detectors import detector_hours, detectors, sound_hours
from lakehouse.sample.transport.quarters import FROM, detector_quarters
from lakehouse.sample.transport.strengths import STRENGTHS

AREAS = (0, 2, 4, 6)  # four that have a detector
KEY = ["detector_no", "measured_at"]


@pytest.fixture(scope="module")
def drawn() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Quarter hours, the hours that they are of as delivered, and as if none had failed."""
    city = build_city(240)
    assert all(len(detectors(city, area)) for area in AREAS)
    quarters = pd.concat(detector_quarters(city, area) for area in AREAS)
    hours = pd.concat(detector_hours(city, area)[0] for area in AREAS)
    sound = pd.concat(sound_hours(city, area)[0] for area in AREAS)
    return quarters, hours[hours["measured_at"] >= FROM], sound[sound["measured_at"] >= FROM]


Drawn = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def swings(drawn: Drawn) -> pd.DataFrame:
    """What each quarter hour adds to its hour, a column per detector; missing where it hangs."""
    quarters, _, sound = drawn
    at = quarters.assign(hour=quarters["measured_at"].dt.floor("h"))
    both = at.merge(
        sound, left_on=["detector_no", "hour"], right_on=KEY, suffixes=("", "_hour")
    ).sort_values(KEY)
    same = both.groupby("detector_no")[["speed_kmh", "vehicles"]].diff().eq(0).all(axis=1)
    hangs = same.groupby((~same).cumsum()).transform("sum") >= 2
    both["gap"] = (both["speed_kmh"] - both["speed_kmh_hour"]).mask(hangs)
    wide = both.pivot(index="measured_at", columns="detector_no", values="gap")
    return wide.asfreq("15min")


def test_the_short_term_part_is_as_strong_and_lasts_as_long_as_documented(drawn: Drawn) -> None:
    short = swings(drawn)
    # 4 detectors of 5,856 quarter hours: four standard errors are some 0.02 and 0.11 km/h.
    assert short.stack().std() == pytest.approx(STRENGTHS.short_speed, abs=0.11)
    assert abs(short.stack().mean()) < 4 * 2.0 * 3 / np.sqrt(short.notna().sum().sum())
    for steps in (1, 2, 4):
        pairs = pd.concat([short.stack(), short.shift(steps).stack()], axis=1).dropna()
        found = pairs.corr().iloc[0, 1]
        assert found == pytest.approx(
            STRENGTHS.short_memory**steps, abs=0.05 if steps > 1 else 0.02
        )


def test_four_of_them_make_the_hour_up_to_the_short_term_part(drawn: Drawn) -> None:
    quarters, hours, sound = drawn
    each = quarters.assign(measured_at=quarters["measured_at"].dt.floor("h")).groupby(KEY)
    made = each.agg(
        many=("vehicles", "size"), vehicles=("vehicles", "sum"), speed_kmh=("speed_kmh", "mean")
    )
    both = made[made["many"] == 4].join(hours.set_index(KEY), rsuffix="_hour").dropna()
    true = both.join(sound.set_index(KEY), rsuffix="_sound")
    fails = (true["vehicles_hour"] != true["vehicles_sound"]) | (
        true["vehicles"] != true["vehicles_sound"]
    )
    # Where it does not hang the vehicles are the same to the last one.
    assert 0 < fails.mean() < 0.05
    off = (both["speed_kmh"] - both["speed_kmh_hour"])[~fails]
    memory = STRENGTHS.short_memory
    four = (4 + 2 * (3 * memory + 2 * memory**2 + memory**3)) / 16
    assert off.std() == pytest.approx(STRENGTHS.short_speed * four**0.5, rel=0.07)


def test_they_are_silent_in_the_same_hours_and_few_get_lost(drawn: Drawn) -> None:
    quarters, hours, _ = drawn
    at = quarters["measured_at"].dt.floor("h")
    known = hours.set_index(KEY).index
    assert pd.MultiIndex.from_arrays([quarters["detector_no"], at]).isin(known).all()
    lost = 1 - len(quarters) / (4 * len(hours))
    assert lost == pytest.approx(STRENGTHS.quarter_missing, abs=0.003)
    assert quarters["measured_at"].dt.minute.isin((0, 15, 30, 45)).all()
    assert set(quarters["month"]) == {"2024-05", "2024-06"}


def test_where_no_detector_is_there_is_no_quarter_hour() -> None:
    city = build_city(240)
    assert not len(detectors(city, 1)) and not len(detector_quarters(city, 1))
