"""Outbreaks are in the visits with the size that the truth tells, and not plain to see."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import emergency
from lakehouse.sample.emergency.strengths import STRENGTHS
from lakehouse.sample.outbreaks import CITY_WIDE, LOCAL, SPAN, curve, outbreaks
from tests.sample.whole import planned, whole

pytestmark = pytest.mark.whole

VISITS, PLANTED = emergency.SOURCES
SEEDS = (7, 11, 12, 13)


@cache
def drawn(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every visit with its day, place and outbreak (0 for none), and the truth of outbreaks."""
    city = planned(seed)
    made = whole(VISITS, city)
    visit = made["emergency_visits"].merge(made["truth/outbreak_visits"], "left", "visit_no")
    code = {
        f"{at.district:03d}{at.Index % 6 + 1:02d}": at.Index
        for at in city.neighbourhood.itertuples()
    }
    visit["area"], visit["day"] = (
        visit["neighbourhood"].map(code),
        visit["arrived_at"].dt.normalize(),
    )
    visit["outbreak"] = visit["outbreak"].fillna(0).astype(int)
    return visit, whole(PLANTED, city)["truth/outbreaks"]


def counted(visit: pd.DataFrame, row: pd.Series) -> int:
    """Visits of the outbreak's syndrome, place and days, those of other outbreaks left out."""
    there = (row["neighbourhood"] < 0) | (visit["area"] == row["neighbourhood"])
    then = visit["day"].between(row["first_day"], row["last_day"])
    own = visit["outbreak"].isin([0, row["outbreak"]])
    return int((there & then & own & (visit["syndrome"] == row["syndrome"])).sum())


def variance(row: pd.Series) -> float:
    """Of such a count: Poisson, and the factors of day and place."""
    days = (row["last_day"] - row["first_day"]).days + 1
    places = 24 if row["neighbourhood"] < 0 else 1
    spread = STRENGTHS.day_dispersion + STRENGTHS.area_dispersion / places
    usual = float(row["usual_visits"])
    # Neighbourhoods and days differ, which makes the mean square larger than that of the mean.
    return usual + float(row["added_visits"]) + 1.5 * usual**2 / days * spread


@pytest.mark.parametrize("seed", SEEDS)
def test_every_outbreak_adds_what_the_truth_tells(seed: int) -> None:
    visit, truth = drawn(seed)
    assert len(truth) == len(CITY_WIDE) + len(LOCAL)
    for _, row in truth.iterrows():
        more = counted(visit, row) - row["usual_visits"]
        assert abs(more - row["added_visits"]) < 4 * variance(row) ** 0.5, row.to_dict()


def test_over_cities_the_sizes_are_those_documented() -> None:
    more = told = spread = 0.0
    for seed in SEEDS:
        visit, truth = drawn(seed)
        more += sum(counted(visit, r) - r["usual_visits"] for _, r in truth.iterrows())
        spread += sum(variance(r) for _, r in truth.iterrows())
        told += truth["added_visits"].sum()
        people = planned(seed).neighbourhood["people"]
        reached = [people.sum() if n < 0 else people[n] for n in truth["neighbourhood"]]
        plans = [plan.per_1000 for plan in (*CITY_WIDE, *LOCAL)]
        assert np.allclose(truth["added_visits"] / reached * 1_000, plans)
    assert abs(more / told - 1) < 3 * spread**0.5 / told < 0.2


def found_by_plain_reader(visit: pd.DataFrame, row: pd.Series) -> bool:
    """Whether the weekly count of the whole city stands three deviations above its mean."""
    weekly = visit[visit["syndrome"] == row["syndrome"]].set_index("day").resample("7D").size()
    high = weekly.index[weekly > weekly.mean() + 3 * weekly.std()]
    return any(row["first_day"] - pd.Timedelta(days=6) <= w <= row["last_day"] for w in high)


def found_by_oracle(visit: pd.DataFrame, row: pd.Series) -> bool:
    usual = row.copy()
    usual["added_visits"] = 0.0
    return bool(counted(visit, row) - row["usual_visits"] > 3 * variance(usual) ** 0.5)


def test_who_knows_place_and_days_sees_each_and_a_plain_reader_misses_most_local_ones() -> None:
    local = [
        (drawn(s)[0], r) for s in SEEDS for _, r in drawn(s)[1].iloc[len(CITY_WIDE) :].iterrows()
    ]
    assert all(found_by_oracle(visit, row) for visit, row in local)
    assert sum(found_by_plain_reader(visit, row) for visit, row in local) <= len(local) / 2


def test_plans_fit_into_the_days_and_grow_with_the_city() -> None:
    assert curve(10).sum() == pytest.approx(1) and curve(10).argmax() == 3
    small, large = outbreaks(planned(5, 0.2)), outbreaks(planned(5, 3))
    assert len(small) == 8 and len(large) == len(CITY_WIDE) + 3 * len(LOCAL)
    assert large.loc[large["neighbourhood"] >= 0, "neighbourhood"].is_unique
    assert (large["first"] >= 60).all() and (large["first"] + large["days"] <= SPAN - 14).all()
    assert not outbreaks(planned(6)).equals(outbreaks(planned(5)))
