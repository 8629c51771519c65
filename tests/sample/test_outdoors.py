"""Beaches, traps and air stations hold what is documented, for who knows it and who does not."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import air, beaches, mosquitoes, observatory
from lakehouse.sample.air_strengths import STRENGTHS
from lakehouse.sample.measure import auc
from lakehouse.sample.observatory import DAYS
from lakehouse.sample.weather import rain_mm
from tests.sample.whole import planned, whole

SEEDS = (7, 11, 12)


@cache
def samples(seed: int) -> pd.DataFrame:
    made = whole(beaches.SOURCES[0], planned(seed))
    both = made["beach_samples"].merge(made["truth/beach_chances"], on=["beach", "sampled_on"])
    assert len(both) == len(made["beach_samples"])
    both["over"] = both["ecoli_cfu_100ml"] > beaches.STRENGTHS.limit
    # What the laboratory has told by then: the sample of yesterday is still in the incubator.
    both = both.sort_values(["beach", "sampled_on"])
    both["last"] = both.groupby("beach")["ecoli_cfu_100ml"].shift(2)
    return both.dropna(subset=["last"])


def test_rain_of_the_day_before_tells_more_than_the_last_sample() -> None:
    for seed in SEEDS:
        row = samples(seed)
        truth, plain = (auc(row["over"].to_numpy(), row[n].to_numpy()) for n in ("chance", "last"))
        assert 0.84 < truth < 0.95 and 0.5 < plain < 0.65
        assert 0.08 < row["over"].mean() < 0.35


def test_the_chance_of_a_beach_is_its_frequency() -> None:
    """In five classes of chance; the day's common part makes samples of a day depend."""
    every = pd.concat([samples(seed) for seed in SEEDS])
    by = every.groupby(pd.cut(every["chance"], [0, 0.1, 0.3, 0.5, 0.7, 1]), observed=True)
    for _, rows in by:
        # Days are as good as independent: twelve beaches share one.
        error = (0.25 / (rows["sampled_on"].nunique() * 2)) ** 0.5
        assert rows["over"].mean() == pytest.approx(rows["chance"].mean(), abs=4 * error)


def test_beaches_are_sampled_in_summer_and_spelt_in_three_ways() -> None:
    made = whole(beaches.SOURCES[0], planned(7))
    assert made["beach_samples"]["sampled_on"].dt.month.isin([5, 6, 7, 8, 9]).all()
    assert made["beach_samples"]["ecoli_cfu_100ml"].between(0, 2_420).all()
    names = made["beach_names"]
    assert len(names) == 36 and names["written_as"].is_unique
    assert set(made["beach_samples"]["beach"]) == set(names["short_name"])


@cache
def catches(seed: int) -> pd.DataFrame:
    made = whole(mosquitoes.SOURCES[0], planned(seed))
    part = made["mosquito_catches"]
    assert part["catch_no"].is_unique and part["mosquitoes"].between(1, 50).all()
    found = part.assign(virus=part["virus"] == "POS").groupby(["trap", "emptied_on"])["virus"].max()
    truth = made["truth/mosquito_chances"].set_index(["trap", "emptied_on"])
    assert (found.sort_index() == truth["virus"].sort_index()).all()
    row = truth.reset_index().sort_values(["trap", "emptied_on"])
    before = row.groupby("trap")["virus"]
    row["past"] = (before.cumsum() - row["virus"]) / before.cumcount().clip(lower=1)
    return row


def test_warmth_and_trap_tell_more_than_the_traps_own_past() -> None:
    for seed in SEEDS:
        row = catches(seed)
        truth, plain = (auc(row["virus"].to_numpy(), row[n].to_numpy()) for n in ("chance", "past"))
        assert truth > plain + 0.08 and 0.7 < truth < 0.9
        error = (row["chance"] * (1 - row["chance"])).sum() ** 0.5
        assert abs(row["virus"].sum() - row["chance"].sum()) < 4 * error
        assert row["trap"].nunique() == 40


def test_virus_comes_late_in_the_season() -> None:
    row = pd.concat([catches(seed) for seed in SEEDS])
    by_month = row.groupby(row["emptied_on"].dt.month)["virus"].mean()
    assert by_month[8] > 2 * by_month[6]


def test_one_gauge_drifts_by_the_strength_documented_and_not_for_the_eye() -> None:
    made = whole(air.SOURCES[0], planned(7))
    (told,) = made["truth/air_drift"].itertuples()
    wide = np.log(made["air_daily"].pivot(index="day", columns="station", values="pm25"))
    apart = wide[told.station] - wide.drop(columns=told.station).mean(axis=1)
    drift = apart[apart.index >= told.since]
    slope = np.polyfit(np.arange(len(drift)), drift, 1)[0]
    error = drift.std() / len(drift) ** 1.5 * 12**0.5
    assert slope == pytest.approx(told.log_per_day, abs=4 * error)
    before = apart[apart.index < told.since]
    flat = np.polyfit(np.arange(len(before)), before, 1)[0]
    assert abs(flat) < told.log_per_day / 5
    # Its own readings hardly ever leave the range that they were in before.
    own = wide[told.station]
    assert (own[own.index >= told.since] > own[own.index < told.since].max()).mean() < 0.1


@cache
def readings(seed: int) -> pd.DataFrame:
    made = whole(air.SOURCES[0], planned(seed))
    row = made["air_daily"].merge(made["truth/air_chances"], on=["station", "day"])
    assert len(row) == len(made["air_daily"])
    dust, ozone = row["pm25"] / STRENGTHS.dust_limit, row["ozone"] / STRENGTHS.ozone_limit
    row["near"] = np.maximum(dust, ozone)
    row["over"] = row["near"] > 1
    # What is known by then: yesterday's reading comes during the day.
    row = row.sort_values(["station", "day"])
    row["last"] = row.groupby("station")["near"].shift(2)
    return row.dropna(subset=["last"])


def test_station_and_season_tell_more_of_the_air_than_the_last_reading() -> None:
    for seed in SEEDS:
        row = readings(seed)
        truth, plain = (auc(row["over"].to_numpy(), row[n].to_numpy()) for n in ("chance", "last"))
        assert truth > plain + 0.07 and 0.74 < truth < 0.86
        assert 0.08 < row["over"].mean() < 0.16


def test_the_chance_of_a_station_is_its_frequency() -> None:
    """In five classes of chance; the day's common part makes readings of a day depend."""
    every = pd.concat([readings(seed).assign(seed=seed) for seed in SEEDS])
    by = every.groupby(pd.cut(every["chance"], [0, 0.05, 0.1, 0.2, 0.4, 1]), observed=True)
    for _, rows in by:
        days = rows.drop_duplicates(["seed", "day"])
        chance = rows["chance"].mean()
        error = (chance * (1 - chance) / len(days)) ** 0.5
        assert rows["over"].mean() == pytest.approx(chance, abs=3 * error)


def test_the_airport_and_the_stations_measure_the_citys_weather() -> None:
    city = planned(7)
    made = whole(observatory.SOURCES[0], city)
    hour = made["airport_observations"]
    daily = hour.groupby(hour["observed_at"].dt.normalize())["rain_mm"].sum()
    assert abs(daily.to_numpy() - rain_mm(city.weather, DAYS)).max() < 0.05
    warmest = hour.groupby(hour["observed_at"].dt.normalize())["temperature_c"].max()
    known = city.weather.set_index("day")["temperature_max_c"].reindex(warmest.index)
    assert abs(warmest - known).mean() < 1
    station = made["station_days"]
    assert (station["min_c"] < station["mean_c"]).all() and set(station["station"]) == {1, 2}
    assert made["lake_level"]["level_cm"].between(50, 250).all()
