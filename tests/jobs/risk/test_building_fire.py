"""Calls find their building, cases are three months of a building, and the register gives features."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from pyspark.sql import DataFrame

from jobs.city.building_incident import building_incident
from jobs.published.blocks_to_visit import blocks_to_visit
from jobs.published.buildings_to_visit import buildings_to_visit
from jobs.risk.building_fire.question import building_fire, history, waiting
from lakehouse.checks.conform import conform
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, fire, published, risk
from lakehouse.transform.grid import Grid
from lakehouse.transform.windows import with_features
from tests.conftest import TableOf

BOUNDS = Bounds(52.0, 4.2, 52.1, 4.4)
# A degree north is some 111 km: 0.0001 are 11 m.
BUILDINGS = """
    building_id | address     | kind      | year_built | floors | dwellings | owner    | condition | has_sprinkler | registered_on | known_at   | latitude | longitude
    F1          | HIGH ST 1   | vacant    | 1910       | 2      | 3         | company  | poor      | false         | 2010-01-01    | 2010-01-01 | 52.05    | 4.3
    F2          | HIGH ST 22  | house     | 2000       | 1      | 1         | resident | good      | true          | 2010-01-01    | 2010-01-01 | 52.0502  | 4.3
    F3          |             | shop      | 1950       | 1      |           | resident | fair      |               | 2010-01-01    | 2010-01-01 | 52.06    | 4.3
    F4          | NEW ST 1    | house     | 2021       | 1      | 1         | resident | good      | true          | 2022-02-01    | 2022-02-01 | 52.07    | 4.3
    F5          | SOME ST 5   | house     | 2000       | 1      | 1         | resident | good      | true          | 2010-01-01    | 2010-01-01 |          |
"""
CALLS = """
    incident_id | kind          | happened_on | address    | latitude | longitude | known_at
    same        | building_fire | 2022-01-05  | High St 1  | 52.0501  | 4.3       | 2022-01-05
    misspelt    | building_fire | 2022-04-20  | HIHG ST 1  | 52.0502  | 4.3       | 2022-04-20
    by_place    | alarm         | 2022-02-05  |            | 52.06001 | 4.3       | 2022-02-05
    elsewhere   | building_fire | 2022-02-05  | FAR ROAD 9 | 52.0502  | 4.3       | 2022-02-05
    unplaced    | building_fire | 2022-02-05  | HIGH ST 1  |          |           | 2022-02-05
    outdoors    | outdoor_fire  | 2022-02-05  |            | 52.05    | 4.3       | 2022-02-05
    later       | building_fire | 2022-07-05  | HIGH ST 22 | 52.0502  | 4.3       | 2022-07-05
"""
DAY = date(2022, 7, 1)


@pytest.fixture(scope="module")
def buildings(table_of: TableOf) -> DataFrame:
    return table_of(BUILDINGS, fire.building)


@pytest.fixture(scope="module")
def placed(table_of: TableOf, buildings: DataFrame) -> DataFrame:
    made = building_incident(table_of(CALLS, fire.incident), buildings, BOUNDS)
    return conform(made, city.building_incident).cache()


def test_a_call_finds_its_building_by_address_and_place_and_none_is_lost(placed: DataFrame) -> None:
    found = {r["incident_id"]: r["building_id"] or r["why_no_building"] for r in placed.collect()}
    assert found == {
        "same": "F1",
        "misspelt": "F1",
        "by_place": "F3",
        "elsewhere": "no building within 150 m has its address",
        "unplaced": "no place on record",
        "outdoors": "it was outdoors",
        "later": "F2",
    }


def test_cases_are_three_months_of_a_building_once_registered(
    buildings: DataFrame, placed: DataFrame
) -> None:
    rows = history(buildings, placed, date(2022, 7, 6)).collect()
    found = {(r["building_id"], str(r["known_at"])): r["outcome"] for r in rows}
    # Six full months on record, counted back from the day: two cases, one for what is new.
    ends = {"2022-04-05", "2022-07-05"}
    assert set(found) == {(f, s) for f in ("F1", "F2", "F3", "F5") for s in ends} | {
        ("F4", "2022-07-05")
    }
    assert {case for case, burnt in found.items() if burnt} == {
        ("F1", "2022-07-05"),
        ("F2", "2022-07-05"),
    }
    first = {"2022-04-05": date(2022, 1, 6), "2022-07-05": date(2022, 4, 6)}
    assert all(first[str(r["known_at"])] <= r["happened_on"] <= r["known_at"] for r in rows)
    assert len({r["happened_on"] for r in rows}) > 4


def test_every_building_waits_and_one_without_a_place_says_so(buildings: DataFrame) -> None:
    found = {r["building_id"]: r["why_no_score"] for r in waiting(buildings, DAY).collect()}
    assert found == dict.fromkeys(("F1", "F2", "F3", "F4")) | {
        "F5": "its place is not in the register"
    }


def test_features_are_the_register_and_what_happened_before(
    buildings: DataFrame, placed: DataFrame, table_of: TableOf
) -> None:
    cases = waiting(buildings, DAY).selectExpr(
        "building_id as case_id", "*", f"date '{DAY}' as as_of"
    )
    facts = {
        fire.building.name: buildings,
        city.building_incident.name: placed,
        fire.incident.name: table_of(CALLS, fire.incident),
    }
    rows = {r["case_id"]: r for r in with_features(cases, building_fire.features, facts).collect()}
    first = rows["F1"]
    assert (first["is_vacant"], first["is_poor"], first["has_sprinkler"], first["of_company"]) == (
        1,
        1,
        0,
        1,
    )
    assert (first["fires_here"], first["doublings"], first["decades"], first["points"]) == (
        2,
        2,
        8,
        7,
    )
    # Around F1: two fires of its own and the one whose address nobody knows; not the later one.
    assert first["fires_around"] == 3 and first["outdoor_around"] == 1
    assert (rows["F3"]["alarms_here"], rows["F3"]["doublings"], rows["F3"]["has_sprinkler"]) == (
        1,
        0,
        0,
    )
    # Its buildings have a column that changes later; no feature is made of it.
    assert [c.name for c in fire.building.columns if c.changes_later] == ["last_action"]
    assert building_fire.barred.known_later == ()


def test_the_list_shows_address_and_record(
    buildings: DataFrame, placed: DataFrame, table_of: TableOf
) -> None:
    scores = """
        building_id | rank | probability | probability_low | probability_high | why_no_score | as_of
        F1          | 1    | 0.2         | 0.1             | 0.3              |              | 2022-07-01
        F5          |      |             |                 |                  | no place     | 2022-07-01
    """
    none = table_of("area_kind | area", city.area_boundary)
    made = buildings_to_visit(
        *(table_of(scores, risk.building_fire), buildings, placed),
        *(table_of(CALLS, fire.incident), none, BOUNDS, DAY),
    )
    rows = conform(made, published.buildings_to_visit).collect()
    year = [rows[0][f"probability_year{end}"] for end in ("", "_low", "_high")]
    assert year == pytest.approx([1 - 0.8**4, 1 - 0.9**4, 1 - 0.7**4])
    assert rows[1]["probability_year"] is None
    assert [(r["building_id"], r["address"], r["fires"], r["last_fire_on"]) for r in rows] == [
        ("F1", "HIGH ST 1", 2, date(2022, 4, 20)),
        ("F5", "SOME ST 5", 0, None),
    ]


@pytest.mark.parametrize("register", [True, False])
def test_a_block_counts_its_buildings_and_fires_that_are_of_none(
    buildings: DataFrame, placed: DataFrame, table_of: TableOf, register: bool
) -> None:
    scores = """
        building_id | probability | as_of
        F1          | 0.2         | 2022-07-01
        F2          | 0.1         | 2022-07-01
        F3          | 0.05        | 2022-07-01
        F5          |             | 2022-07-01
    """
    told = (
        table_of(scores, risk.building_fire)
        if register
        else table_of("building_id", risk.building_fire),
        buildings if register else table_of("building_id", fire.building),
        placed if register else table_of("incident_id", city.building_incident),
    )
    none = table_of("area_kind | area", city.area_boundary)
    outside = table_of("cell", city.cell)
    made = blocks_to_visit(table_of(CALLS, fire.incident), *told, none, outside, BOUNDS, DAY)
    rows = {r["block_id"]: r for r in conform(made, published.blocks_to_visit).collect()}
    assert [r["rank"] for r in rows.values()] == list(range(1, len(rows) + 1))
    first = next(iter(rows.values()))
    assert first["latitude"] == pytest.approx(52.0502, abs=0.0006)
    assert first["longitude"] == pytest.approx(4.3, abs=0.0008)
    if register:
        # F1, F2 and the fire at no address stand within a hundred metres of each other, F3 alone.
        assert sum(r["buildings"] for r in rows.values()) == 3
        assert sum(r["fires_elsewhere"] for r in rows.values()) == 1
        assert sum(r["expected"] for r in rows.values()) > 0.35
        assert {r["basis"][:7] for r in rows.values()} == {"chances"}
    else:
        # Three building fires with a place by the day, one of them after it.
        assert sum(r["fires_elsewhere"] for r in rows.values()) == 3
        assert {r["basis"] for r in rows.values()} == {"fires at no building of the register"}
    days = (date(2022, 4, 20) - date(2022, 1, 5)).days + 1
    counts = np.array([r["fires_elsewhere"] for r in rows.values()])
    # 11.1 by 13.7 km, in blocks of a hectare: one fire each says nothing, two in a block do.
    mean = counts.sum() / 15_264
    weight = max(0, 1 - mean / ((counts**2).sum() / 15_264 - mean**2))
    assert (weight > 0) == (counts.max() > 1)
    loose = (weight * counts + (1 - weight) * mean).sum() * 3 * 365.25 / 12 / days
    of_buildings = 0.35 if register else 0
    told_of = sum(r["expected"] for r in rows.values())
    assert told_of == pytest.approx(of_buildings + loose, rel=1e-3)
    assert first["data_through"] == date(2022, 4, 20)


@pytest.mark.whole
def test_blocks_rank_by_what_they_will_bring_and_the_latest_of_equals_first(
    table_of: TableOf,
) -> None:
    """Two thousand blocks with planted rates: those listed are the ones that burnt."""
    rng = np.random.default_rng(4)
    truth = rng.gamma(0.5, 1.2, 2000)
    calls = ["incident_id | kind | happened_on | latitude | longitude | known_at"]
    grid = Grid(BOUNDS.south, BOUNDS.west, BOUNDS.north)
    names = [f"g100_E{n % 50}_N{n // 50}" for n in range(2000)]
    for name, fires in zip(names, rng.poisson(truth), strict=True):
        latitude, longitude = grid.centre(name)
        for n in range(fires):
            day = date(2021, 1, 1) + timedelta(days=int(rng.integers(0, 365)))
            calls.append(f"{name}-{n} | building_fire | {day} | {latitude} | {longitude} | {day}")
    cells = "\n".join(["cell", *(f"g500_E{n % 10}_N{n // 10}" for n in range(80))])
    made = blocks_to_visit(
        table_of("\n".join(calls), fire.incident),
        *(table_of("building_id", t) for t in (risk.building_fire, fire.building)),
        *(table_of("incident_id", city.building_incident), table_of("area", city.area_boundary)),
        *(table_of(cells, city.cell), BOUNDS, date(2022, 1, 1)),
    )
    rows = made.select("block_id", "expected", "fires_elsewhere", "last_fire_on").toPandas()
    rows["truth"] = rows["block_id"].map(dict(zip(names, truth, strict=True))) / 4
    by_count = rows.groupby("fires_elsewhere")
    assert by_count["expected"].nunique().eq(1).all() and by_count.ngroups > 4
    assert by_count["expected"].first().is_monotonic_increasing
    assert rows["fires_elsewhere"].is_monotonic_decreasing
    assert by_count["last_fire_on"].apply(lambda days: days.is_monotonic_decreasing).all()
    # What is told comes true in all and in the first hundred, and the first are the right ones.
    assert rows["expected"].sum() == pytest.approx(rows["truth"].sum(), rel=0.08)
    assert rows["expected"][:100].sum() == pytest.approx(rows["truth"][:100].sum(), rel=0.08)
    assert rows["truth"][:100].sum() > 0.75 * rows["truth"].nlargest(100).sum()
