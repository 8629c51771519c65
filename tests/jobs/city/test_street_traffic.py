"""What lies around a street reaches the estimate of its traffic; what came later does not."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.city.street_traffic import street_traffic
from lakehouse.checks.conform import conform
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, transport
from lakehouse.transform.traffic_estimated import COUNTED
from tests.conftest import TableOf

BOUNDS = Bounds(52.0, 4.0, 52.3, 4.4)
AREAS, EACH = 8, 15


def square(n: int) -> str:
    west = 4.0 + 0.04 * n
    ring = [[west, 52.0], [west + 0.04, 52.0], [west + 0.04, 52.1], [west, 52.1], [west, 52.0]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


@pytest.fixture(scope="module")
def drawn(spark: SparkSession, table_of: TableOf) -> dict[str, DataFrame]:
    """Areas in a row, people doubling from one to the next; a station in every other one.

    Traffic follows both; two in three streets of 500 m were counted.
    """
    rng = np.random.default_rng(4)
    of = np.repeat(np.arange(AREAS), EACH)
    west = 4.0 + 0.04 * of + 0.018
    north = 52.01 + 0.0005 * np.tile(np.arange(EACH), AREAS)
    log = 6 + 0.5 * of * np.log(2) + 1.5 * (of % 2) + rng.normal(0, 0.1, len(of))
    ids = [int(n) for n in np.arange(len(of)) + 1]
    lines = [
        json.dumps({"type": "LineString", "coordinates": [[x, y], [x + 0.0073, y]]})
        for x, y in zip(west, north, strict=True)
    ]
    rows = [(n, f"Street {n}", "local", 500.0, line) for n, line in zip(ids, lines, strict=True)]
    names = "segment_id int, street string, road_class string, metres double, geometry string"
    counts = "\n".join(
        f"{n} | 2021-01-01 | {np.exp(one):.0f} | 2021-02-01\n{n} | 2022-08-01 | 1 | 2022-09-01"
        for n, one in zip(ids, log, strict=True)
        if n % 3
    )
    areas = "\n".join(f"community_area | {n} | {square(n)}" for n in range(AREAS))
    people = "\n".join(f"{n} | 20-29 | {1000 * 2**n}" for n in range(AREAS))
    stations = "\n".join(f"{n} | Station {n} | 52.0135 | {4.022 + 0.04 * n}" for n in (1, 3, 5, 7))
    entered = "\n".join(
        f"2022-06-0{d} | {n} | 2000 | 2022-06-09" for n in (1, 3, 5, 7) for d in (1, 2)
    )
    late = "\n".join(f"2022-07-01 | {n} | 9 | 2022-07-02" for n in (1, 3, 5, 7))
    return {
        "street_segment": spark.createDataFrame(rows, names),
        "crash": table_of("row_id", transport.crash),
        "traffic_count": table_of(
            f"segment_id | counted_on | aadt | known_at\n{counts}", transport.traffic_count
        ),
        "rail_station": table_of(
            f"station_id | name | latitude | longitude\n{stations}", transport.rail_station
        ),
        "rail_entry": table_of(
            f"day | station_id | entries | known_at\n{entered}\n{late}", transport.rail_entry
        ),
        "area_boundary": table_of(f"area_kind | area | geometry\n{areas}", city.area_boundary),
        "area_population": table_of(
            "area_kind | area | census | population\ncommunity_area | 0 | 2022 | 5",
            city.area_population,
        ),
        "area_age_population": table_of(
            f"community_area | age_band | people\n{people}", city.area_age_population
        ),
    }


def made(drawn: dict[str, DataFrame]) -> pd.DataFrame:
    told = street_traffic(**drawn, as_of=date(2022, 7, 1), bounds=BOUNDS)
    return pd.DataFrame(conform(told, city.street_traffic).toPandas()).set_index("segment_id")


def test_people_and_rail_entries_around_tell_of_traffic_never_counted(
    drawn: dict[str, DataFrame],
) -> None:
    rows = made(drawn)
    guessed = rows[rows["traffic_from"] != COUNTED]
    assert len(rows) == AREAS * EACH and len(guessed) == AREAS * EACH // 3
    says = "estimated from streets of its class, people living around it, entries to rail stations"
    assert guessed["traffic_from"].str.startswith(says).all()
    area = (guessed.index.to_numpy() - 1) // EACH
    expected = 6 + 0.5 * area * np.log(2) + 1.5 * (area % 2)
    # Counts and entries of after the day would have told another story.
    assert np.abs(np.log(guessed["aadt"]) - expected).max() < 0.15
    assert guessed["aadt_sd"].between(0.05, 0.2).all()


def test_a_city_that_knows_of_its_streets_alone_goes_by_their_class(
    drawn: dict[str, DataFrame],
) -> None:
    bare = ("rail_station", "rail_entry", "area_boundary", "area_population", "area_age_population")
    rows = made({name: f.limit(0) if name in bare else f for name, f in drawn.items()})
    guessed = rows[rows["traffic_from"] != COUNTED]
    assert set(guessed["traffic_from"]) == {"estimated from streets of its class"}
    assert guessed["aadt"].nunique() == 1 and (guessed["aadt_sd"] > 1).all()
