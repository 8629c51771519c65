"""Events follow their weekly and yearly cycles and carry the neighbourhood's risk."""

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import parameters as p
from lakehouse.sample.addresses import METRES_FROM_ROAD
from lakehouse.sample.city import City, Floats, build_city
from lakehouse.sample.parameters import Strengths
from lakehouse.sample.places import clustered, days_of_events
from lakehouse.sample.police import BLOCK_LAT, burglaries
from lakehouse.sample.services import sanitation_requests
from lakehouse.sample.spots import METRES_PER_DEGREE, METRES_PER_LON
from lakehouse.sample.streams import stream
from lakehouse.sample.streets import segments


def test_days_follow_the_weekday_weights_and_the_peak() -> None:
    day = days_of_events(stream(1, "t"), 20_000, (2, 1, 1, 1, 1, 0, 0), 196, 0.5)
    assert len(day) == pytest.approx(20_000, abs=4 * 20_000**0.5)
    assert day.between(p.FIRST_DAY, p.LAST_DAY).all() and day.is_monotonic_increasing
    by_weekday = day.dt.dayofweek.value_counts()
    assert set(by_weekday.index) == {0, 1, 2, 3, 4}
    assert 1.8 < by_weekday[0] / by_weekday[1] < 2.2
    assert (day.dt.month == 7).sum() > 1.5 * (day.dt.month == 1).sum()


def in_busiest_cells(lat: Floats, lon: Floats) -> float:
    cells = pd.Series(list(zip((lat / 0.001).round(), (lon / 0.0016).round(), strict=True)))
    return float(cells.value_counts().head(24).sum() / len(cells))


def test_places_cluster_around_the_centre_of_their_neighbourhood(city: City) -> None:
    at = city.neighbourhood.iloc[9]
    lat, lon = clustered(stream(1, "t"), city, 9, 10_000, "test", 0.0015)
    assert lat.min() >= p.SOUTH and lat.max() <= p.NORTH
    assert lon.min() >= p.WEST and lon.max() <= p.EAST
    own = (lat >= at["south"]) & (lat <= at["north"]) & (lon >= at["west"]) & (lon <= at["east"])
    assert own.mean() > 0.8
    rng = stream(2, "t")
    even = rng.uniform(
        at[["south", "west"]].to_list(), at[["north", "east"]].to_list(), (10_000, 2)
    )
    assert in_busiest_cells(lat, lon) > 2.5 * in_busiest_cells(even[:, 0], even[:, 1])


@pytest.mark.parametrize("tie", [0.0, 2.0])
def test_complaints_follow_risk_only_as_far_as_tied(tie: float) -> None:
    strengths = Strengths(complaint_tie=tie)
    ranks = []
    for seed in range(20):
        areas = build_city(seed, 0.01, strengths).neighbourhood[["effect", "complaint_share"]]
        ranks.append(areas.rank().corr().iloc[0, 1])
    assert (np.mean(ranks) > 0.9) if tie else (abs(np.mean(ranks)) < 0.2)


def test_burglaries_stand_mid_block_and_are_known_after_they_happen(city: City) -> None:
    found = pd.concat([burglaries(city, area) for area in city.areas], ignore_index=True)
    assert len(found) == pytest.approx(p.BURGLARIES * city.scale, rel=0.05)
    assert found["incident_no"].is_unique
    assert (found["reported_at"] >= found["occurred_at"]).all()
    assert found["reported_at"].max() < p.LAST_DAY + pd.Timedelta(days=1)
    inside = found["lat"].between(p.SOUTH + 1e-9, p.NORTH - 1e-9)
    offset = (found["lat"][inside] / BLOCK_LAT) % 1
    assert np.allclose(offset, 0.5, atol=0.01) and inside.mean() > 0.95


def test_repeated_numbers_and_second_reports_are_there_but_few(city: City) -> None:
    parts = [sanitation_requests(city, area) for area in city.areas]
    found = pd.concat(parts, ignore_index=True)
    assert len(found) == pytest.approx(p.COMPLAINTS * city.scale, rel=0.05)
    repeated = found["request_no"].duplicated().mean()
    assert 0.003 < repeated < 0.007
    assert not found.duplicated().any()
    assert 0.04 < (found["status"] == "Completed - Dup").mean() < 0.07
    assert (found["closed_on"].isna() == (found["status"] == "Open")).all()


def test_premises_stand_beside_the_street_of_their_address(city: City, known: pd.DataFrame) -> None:
    here = known[known["neighbourhood"] == 1].reset_index(drop=True)
    named = here["address"].str.rsplit(" ", n=1, expand=True)
    here = here.assign(street=named[0], number=named[1].astype(int))
    at = here.merge(segments(city, 1), on="street")
    at = at[at["number"].between(at["first_number"], at["last_number"])]
    share = (at["number"] - at["first_number"] + 0.5) / (at["last_number"] - at["first_number"] + 1)
    north, east = (
        at[axis] - at[f"from_{axis}"] - share * (at[f"to_{axis}"] - at[f"from_{axis}"])
        for axis in ("lat", "lon")
    )
    metres = np.hypot(north * METRES_PER_DEGREE, east * METRES_PER_LON)
    nearest = metres.groupby(at["licence_no"]).min().reindex(here["licence_no"])
    assert len(here) > 20 and (nearest < METRES_FROM_ROAD + 3).all()
