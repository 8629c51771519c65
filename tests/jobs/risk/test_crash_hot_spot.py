"""Crashes planted together are a hot spot; scattered ones, old and unknown ones are not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from pyspark.sql import SparkSession

from jobs.published.crash_hot_spots import crash_hot_spots
from jobs.risk.crash_hot_spot import crash_hot_spot
from lakehouse.checks.conform import conform, schema_of
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, published, risk
from lakehouse.transform.grid import Grid

DAY = date(2024, 7, 1)
HERE = Bounds(52.0, 4.2, 52.12, 4.45)
EVENT = (
    "event_kind string, event_id string, happened_on date, is_harmful boolean, known_at date, "
    "cell_500 string"
)


def test_planted_crashes_are_the_hot_spot(spark: SparkSession) -> None:
    draw = np.random.default_rng(3)
    rows = []
    for east in range(12):
        for north in range(12):
            cell = f"g500_E{east}_N{north}"
            # Whatever was reported makes it a square of the city; what is old is not counted.
            rows.append(("burglary", f"b{cell}", date(2020, 1, 1), True, date(2020, 1, 2), cell))
            rows.append(("crash", f"o{cell}", date(2022, 1, 1), True, date(2022, 1, 2), cell))
            hot = 4 <= east <= 6 and 4 <= north <= 6
            for n in range(draw.poisson(9 if hot else 2)):
                day = DAY - timedelta(days=1 + int(draw.integers(300)))
                rows.append(("crash", f"{cell}-{n}", day, n % 3 == 0, day, cell))
    rows += [("crash", f"late{n}", date(2024, 6, 1), True, DAY, "g500_E0_N0") for n in range(50)]
    rows.append(("crash", "nowhere", date(2024, 6, 1), True, date(2024, 6, 2), None))
    made = crash_hot_spot(spark.createDataFrame(rows, EVENT), DAY, HERE)
    told = {r["cell"]: r for r in conform(made, risk.crash_hot_spot).collect()}
    assert len(told) == 144
    middle = told["g500_E5_N5"]
    assert middle["hot_spot"] == "hot" and middle["pattern"] == "many among many"
    assert middle["neighbours"] == 8 and middle["gi_star"] > 5 and middle["gi_q"] < 0.001
    assert told["g500_E0_N0"]["crashes"] < 10 and told["g500_E0_N0"]["neighbours"] == 3
    hot = {cell for cell, r in told.items() if r["hot_spot"] == "hot"}
    beside = {f"g500_E{e}_N{n}" for e in range(3, 8) for n in range(3, 8)}
    assert hot and len(hot - beside) <= 0.1 * len(hot)
    grid = Grid(HERE.south, HERE.west, HERE.north)
    assert (middle["latitude"], middle["longitude"]) == pytest.approx(grid.centre("g500_E5_N5"))
    # What is for sure is published, in words, and nothing else.
    nowhere = spark.createDataFrame([], schema_of(city.area_boundary))
    published_of = conform(crash_hot_spots(made, nowhere), published.crash_hot_spots).collect()
    out = {r["cell"]: r["means"] for r in published_of}
    assert set(out) == {c for c, r in told.items() if r["hot_spot"] or r["pattern"]}
    assert 0 < len(out) < 144
    together = "more crashes here and around than chance lays together"
    assert out["g500_E5_N5"] == f"{together}; many crashes here, and many around"
    assert middle["data_through"] <= DAY - timedelta(days=1)
