"""Squares, what was reported in them, and the list of places: found, counted, corrected."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.city.cell import cell
from jobs.city.reported_incident import reported_incident
from jobs.city.reporting_share import reporting_share
from jobs.city.risk_place import risk_place
from jobs.published.incidents_that_repeat import BY_CHANCE
from jobs.published.places_needing_help_first import (
    CORRECTED,
    MOST,
    NOT_CORRECTED,
    places_needing_help_first,
)
from jobs.risk.incident_surface.question import history, incident_surface
from jobs.risk.near_repeat import _judged as judged
from jobs.risk.near_repeat import near_repeat
from lakehouse.checks.conform import conform
from lakehouse.declare import Bounds
from lakehouse.modelling.corrected import as_published
from lakehouse.modelling.learners import RankBy
from lakehouse.tables import city, fire, police, published, risk, services, transport
from lakehouse.transform.windows import with_features
from tests.conftest import TableOf
from tests.jobs.city.test_sanitation_complaint import ENGLISH

# A degree north is some 111 km: three squares of 500 m are 0.0135 degrees; east, 0.0219.
BOUNDS = Bounds(52.0, 4.2, 52.0134, 4.2218)
AREAS = """
    area_kind      | area | name | geometry
    community_area | 1    | West | {"type":"Polygon","coordinates":[[[4.19,51.99],[4.2100,51.99],[4.2100,52.02],[4.19,52.02],[4.19,51.99]]]}
    community_area | 2    | East | {"type":"Polygon","coordinates":[[[4.2100,51.99],[4.2150,51.99],[4.2150,52.02],[4.2100,52.02],[4.2100,51.99]]]}
"""
INCIDENTS = """
    incident_id | kind     | is_discovered | happened_on | latitude | longitude | known_at
    told        | theft    | false         | 2024-05-03  | 52.0001  | 4.2001    | 2024-05-03
    soon        | theft    | false         | 2024-05-10  | 52.0002  | 4.2002    | 2024-05-10
    found       | drugs    | true          | 2024-05-10  | 52.0001  | 4.2001    | 2024-05-10
    late        | theft    | false         | 2024-05-20  | 52.0001  | 4.2001    | 2024-06-20
    east        | theft    | false         | 2024-01-20  | 52.0001  | 4.2120    | 2024-01-20
    nowhere     |          | false         | 2024-05-04  |          |           | 2024-05-04
"""
BURGLARIES = """
    burglary_id | happened_on | latitude | longitude | known_at
    b1          | 2024-05-03  | 52.0001  | 4.2001    | 2024-05-03
"""
DAY = date(2024, 6, 1)


@pytest.fixture(scope="module")
def areas(table_of: TableOf) -> DataFrame:
    return table_of(AREAS, city.area_boundary)


@pytest.fixture(scope="module")
def cells(areas: DataFrame) -> DataFrame:
    return conform(cell(areas, BOUNDS), city.cell).cache()


@pytest.fixture(scope="module")
def incidents(table_of: TableOf) -> DataFrame:
    told = reported_incident(
        table_of(INCIDENTS, police.incident), table_of(BURGLARIES, police.burglary), BOUNDS
    )
    return conform(told, city.reported_incident).cache()


def test_squares_cover_the_areas_and_lie_in_the_one_of_their_middle(cells: DataFrame) -> None:
    found = {r["cell"]: r["community_area"] for r in cells.collect()}
    # Three columns of three squares; the middle of the third column lies in no area.
    columns = ((0, "1"), (1, "2"))
    assert found == {f"g500_E{e}_N{n}": area for e, area in columns for n in range(3)}


def test_what_patrols_found_and_burglaries_told_twice_are_left_out(
    incidents: DataFrame, table_of: TableOf
) -> None:
    assert {r["incident_id"] for r in incidents.collect()} == {
        "told",
        "soon",
        "late",
        "east",
        "nowhere",
    }
    alone = reported_incident(
        table_of("incident_id | is_discovered", police.incident),
        table_of(BURGLARIES, police.burglary),
        BOUNDS,
    )
    (row,) = alone.collect()
    assert (row["incident_id"], row["kind"], row["cell"]) == ("b1", "burglary", "g500_E0_N0")


def test_months_count_what_was_known_and_squares_without_any_are_cases_too(
    incidents: DataFrame, cells: DataFrame
) -> None:
    rows = history(incidents, cells, DAY).collect()
    found = {(r["cell"], str(r["happened_on"])): r["outcome"] for r in rows}
    assert {day for _, day in found} == {"2024-05-01"}, "85 days on record come first"
    assert found["g500_E0_N0", "2024-05-01"] == 2, "one was told only later"
    assert sum(found.values()) == 2 and len(found) == cells.count()


def test_features_are_counts_near_ones_and_what_stands_there(
    incidents: DataFrame, cells: DataFrame, table_of: TableOf
) -> None:
    buildings = """
        building_id | kind   | registered_on | known_at   | latitude | longitude
        V1          | vacant | 2020-01-01    | 2020-01-01 | 52.002   | 4.203
        H1          | house  | 2024-01-01    | 2024-01-01 | 52.002   | 4.203
    """
    requests = """
        request_id | category     | created_on | latitude | longitude | known_at
        L1         | street_light | 2024-05-01 | 52.002   | 4.203     | 2024-05-01
        L2         | street_light | 2022-05-01 | 52.002   | 4.203     | 2022-05-01
        N1         | noise        | 2024-05-01 | 52.002   | 4.203     | 2024-05-01
    """
    stations = """
        station_id | name | latitude | longitude
        S1         | Gate | 52.002   | 4.203
    """
    standing = conform(
        risk_place(
            table_of("premises_id", city.food_visit),
            table_of(buildings, fire.building),
            table_of(requests, services.request),
            table_of("row_id", services.sanitation_request),
            table_of(stations, transport.rail_station),
            ENGLISH,
            BOUNDS,
        ),
        city.risk_place,
    )
    cases = cells.selectExpr("cell as case_id", "*", f"date '{DAY}' as as_of")
    facts = {city.reported_incident.name: incidents, city.risk_place.name: standing}
    made = with_features(cases, incident_surface.features, facts)
    row = made.where("cell = 'g500_E0_N0'").collect()[0]
    assert (row["here"], row["here_year"], row["here_quarter"]) == (2, 2, 2)
    assert 0 < row["heat"] < 3
    assert (row["vacant"], row["stations"], row["lights_out"], row["premises"]) == (1, 1, 1, 0)
    assert row["newly_empty"] == 1613, "the house beside it is newer, and not empty"
    assert row["monthly"] == pytest.approx(2 / (12 * 133 / 365.25))
    # The last fortnight begins on the 18th of May: what happened then was not known yet.
    assert row["repeats"] == 0


def test_thefts_that_follow_each_other_are_told(incidents: DataFrame) -> None:
    made = conform(near_repeat(incidents, DAY, BOUNDS), risk.near_repeat)
    rows = {r["kind"]: r for r in made.collect()}
    theft = rows["theft"]
    assert (theft["incidents"], theft["pairs"]) == (3, 1)
    assert theft["expected"] == pytest.approx(1 / 3) and theft["ratio"] == pytest.approx(3)


def test_a_link_is_sure_among_many_kinds_too() -> None:
    """Fifteen pairs of the same place and day: of 30 kinds none could be sure with 199 shuffles."""
    places = np.repeat(np.arange(15), 2)
    rows = {"kind": "theft", "incident_id": [f"{i:02}" for i in range(30)], "day": places * 40}
    told = judged(pd.DataFrame(rows | {"x": places * 1e4, "y": 0.0, "kinds": 30}))
    assert told["pairs"].item() == 15 and told["p"].item() * 30 <= BY_CHANCE


def test_the_list_is_ranked_by_what_is_expected_with_the_unreported(
    incidents: DataFrame, cells: DataFrame, areas: DataFrame, table_of: TableOf
) -> None:
    one, other = (r["cell"] for r in cells.orderBy("cell").limit(2).collect())
    scores = f"""
        cell    | rank | expected | expected_low | expected_high | score | candidate
        {one}   | 1    | 4.0      | 1.0          | 8.0           | 2.0   | x
        {other} | 2    | 3.0      | 1.0          | 8.0           | 1.0   | x
    """
    scored = table_of(scores, risk.incident_surface)
    placed = cells.withColumn("community_area", F.when(F.col("cell") == other, "2").otherwise("1"))
    shares = "community_area | share | share_low | share_high\n2 | 0.5 | 0.4 | 0.8"
    told = table_of(shares, city.reporting_share)
    made = places_needing_help_first(scored, placed, incidents, told, areas, DAY)
    rows = conform(made, published.places_needing_help_first).orderBy("rank").collect()
    assert [(r["cell"], r["expected"], r["expected_reported"]) for r in rows] == [
        (other, 6.0, 3.0),
        (one, 4.0, 4.0),
    ]
    assert [(r["expected_low"], r["expected_high"]) for r in rows] == [(1.25, 20.0), (1.0, 8.0)]
    # It is the order that candidates are judged in.
    given = scored.toPandas().assign(outcome=1, stands_for=[1.0, 2.0])
    order = as_published(given, {"x": RankBy("x")}).sort_values("score", ascending=False)
    assert [*order["cell"]] == [r["cell"] for r in rows]
    assert [r["correction"] for r in rows] == [CORRECTED, NOT_CORRECTED]
    assert rows[0]["name"].startswith("East, square E")
    # A share near zero multiplies by no more than is believed, one that nothing tells by nothing.
    poor = "community_area | share | share_low | share_high\n1 | | 0.001 | 0.9\n2 | 0.01 | 0.005 | 0.012"
    told = table_of(poor, city.reporting_share)
    made = places_needing_help_first(scored, placed, incidents, told, areas, DAY)
    rows = conform(made, published.places_needing_help_first).orderBy("rank").collect()
    assert [(r["cell"], r["expected"], r["expected_high"]) for r in rows] == [
        (other, 15.0, 40.0),
        (one, 4.0, 8.0),
    ]
    assert [r["correction"] for r in rows] == [f"{CORRECTED}, {MOST}", NOT_CORRECTED]


def test_needs_old_enough_tell_how_much_is_reported(areas: DataFrame, table_of: TableOf) -> None:
    lines = ["request_id | created_on | status | duplicate_of | latitude | longitude | known_at"]
    for n in range(40):
        place = f"52.001 | 4.201 | {DAY.replace(month=2)}"
        lines.append(f"a{n} | 2024-02-01 | closed | | {place}")
        if n < 20:
            lines.append(f"d{n} | 2024-02-02 | duplicate | a{n} | {place}")
    lines.append("new | 2024-05-20 | open | | 52.001 | 4.201 | 2024-05-20")
    told = table_of("\n".join(lines), services.request)
    (row,) = conform(reporting_share(told, areas, DAY), city.reporting_share).collect()
    assert (row["community_area"], row["needs"], row["reports"]) == ("1", 40, 60)
    # A mean of 1.5 reports among those with any is a rate of 0.874; what is not known of so few
    # needs draws it down a little.
    assert row["share"] == pytest.approx(0.583, abs=0.01)
