"""Facts around a place are found by the grid exactly as by comparing every pair."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from pyspark.sql import SparkSession

from lakehouse.declare import Column, Near, Table, average, count, heat
from lakehouse.transform.takes import NEAR as ADDED_UP
from lakehouse.transform.takes import PAIRED, by_way
from lakehouse.transform.windows import with_features

COLUMNS = (
    Column("id", "string", "The fact."),
    Column("happened", "date", "Day it happened."),
    Column("known", "date", "Day it became known."),
    Column("latitude", "double", "Latitude."),
    Column("longitude", "double", "Longitude."),
    Column("kind", "int", "Kind."),
)
FACT = Table("city.fact", "One row per fact.", ("id",), COLUMNS, "happened", "known")
# A binary fraction: the corners of cells are exact numbers, and so are the distances.
REACH, BANDWIDTH = 0.125, 0.0625
NEAR = Near(REACH, BANDWIDTH)
DECLARED = (
    count("ever", FACT, Near(REACH), "facts close by"),
    count("month", FACT, Near(REACH, BANDWIDTH / 2), "facts of 30 days", days=30),
    count("odd", FACT, Near(2 * REACH), "odd facts", days=45, where="kind % 2 = 1"),
    heat("heat", FACT, NEAR, "heat of 30 days", days=30),
    heat("odd_heat", FACT, NEAR, "heat of odd facts of 7 days", days=7, where="kind % 2 = 1"),
)
FIRST = date(2020, 1, 1)
CASES, FACTS = 40, 400


def drawn(seed: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Cohort rows and facts around (0, 0): cells on both sides, many points on their corners."""
    rng = np.random.default_rng(seed)

    def place() -> tuple[float | None, float | None]:
        free = rng.uniform(-0.4, 0.4, 2)
        corner = rng.integers(-3, 4, 2) * REACH
        lat, lon = np.where(rng.random(2) < 0.4, corner, free)
        return (None, lon) if rng.random() < 0.05 else (float(lat), float(lon))

    days = [FIRST + timedelta(days=int(d)) for d in (60, 90, 91)]
    cohort = [(f"c{i}", days[i % 3], *place()) for i in range(CASES)]
    facts = []
    for i in range(FACTS):
        happened = int(rng.integers(0, 100))
        known = happened + int(rng.choice([0, 0, 3]))
        facts.append((f"f{i}", happened, known, *place(), int(rng.integers(0, 4))))
    cohort = [(c, d, *(None if v is None else float(v) for v in p)) for c, d, *p in cohort]
    return cohort, [
        (
            i,
            FIRST + timedelta(days=h),
            FIRST + timedelta(days=k),
            lat,
            None if lon is None else float(lon),
            kind,
        )
        for i, h, k, lat, lon, kind in facts
    ]


def by_hand(case: tuple[Any, ...], facts: list[tuple[Any, ...]]) -> dict[str, float]:
    """Every fact compared with the cohort row."""
    _, as_of, lat, lon = case
    made = dict.fromkeys((f.name for f in DECLARED), 0.0)
    for _, happened, known, y, x, kind in facts:
        if None in (lat, lon, y, x) or known >= as_of or happened >= as_of:
            continue
        away, age, odd = max(abs(y - lat), abs(x - lon)), (as_of - happened).days, kind % 2
        square = (y - lat) ** 2 + (x - lon) ** 2
        weight = np.floor(np.exp(-square / (2 * BANDWIDTH**2)) * 1e9 + 0.5) / 1e9
        made["ever"] += away <= REACH
        made["month"] += away <= REACH and age <= 30
        made["odd"] += away <= 2 * REACH and age <= 45 and odd
        made["heat"] += weight * (away <= REACH and age <= 30)
        made["odd_heat"] += weight * (away <= REACH and age <= 7 and odd)
    return made


@pytest.fixture(scope="module")
def compared(spark: SparkSession) -> list[tuple[dict[str, float], dict[str, float]]]:
    cohort, facts = drawn(5)
    asked = spark.createDataFrame(
        cohort, "case_id string, as_of date, latitude double, longitude double"
    )
    known = spark.createDataFrame(
        facts,
        "id string, happened date, known date, latitude double, longitude double, kind int",
    )
    rows = {r["case_id"]: r for r in with_features(asked, DECLARED, {FACT.name: known}).collect()}
    assert len(rows) == CASES
    return [({f.name: rows[c[0]][f.name] for f in DECLARED}, by_hand(c, facts)) for c in cohort]


def test_what_adds_up_in_a_window_is_made_of_numbers(table_of: Any) -> None:
    mean = average("mean", FACT, "kind", NEAR, "mean kind", days=30)
    costs = count("costs", FACT, NEAR, "by age", days=30, where="as_of > '2020-02-01'")
    ways = by_way((*DECLARED, mean, costs), table_of("id | kind", FACT))
    assert {f.name for f in ways.pop(ADDED_UP)} == {"month", "odd", "heat", "odd_heat"}
    assert {f.name for f in ways.pop(PAIRED)} == {"ever", "mean", "costs"} and not ways


@pytest.mark.parametrize("name", ["ever", "month", "odd"])
def test_counts_are_those_of_every_pair(name: str, compared: Any) -> None:
    assert [made[name] for made, _ in compared] == [hand[name] for _, hand in compared]
    assert len({made[name] for made, _ in compared}) > 3, "the draw tells rows apart"


@pytest.mark.parametrize("name", ["heat", "odd_heat"])
def test_heat_is_the_sum_of_kernel_weights(name: str, compared: Any) -> None:
    hand = [by[name] for _, by in compared]
    assert [made[name] for made, _ in compared] == pytest.approx(hand, abs=1e-7)
    assert max(hand) > 0.1


def test_a_row_without_a_place_has_nothing_around(compared: Any) -> None:
    cohort, _ = drawn(5)
    lost = [made for (made, _), case in zip(compared, cohort, strict=True) if case[2] is None]
    assert lost
    assert all(value == 0 for made in lost for value in made.values())


def test_a_cohort_may_be_made_of_the_facts_it_looks_at(spark: SparkSession) -> None:
    known = spark.createDataFrame(
        drawn(5)[1],
        "id string, happened date, known date, latitude double, longitude double, kind int",
    )
    asked = known.selectExpr("id as case_id", "known as as_of", "latitude", "longitude")
    made = with_features(asked, DECLARED, {FACT.name: known}).collect()
    assert len(made) == FACTS and max(row["month"] for row in made) > 1
