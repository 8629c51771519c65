"""Sites of a small network: traffic as counted or as usual, and crashes at the nearest of them."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.city.site_crash import site_crash
from jobs.city.street_site import street_site
from jobs.city.street_traffic import street_traffic
from lakehouse.checks.conform import conform
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, transport
from lakehouse.transform.traffic_estimated import COUNTED, OF_CLASS
from tests.conftest import TableOf

# Main runs east from 4.300 over 4.310 to 4.320, Side crosses it at 4.310: about 683 m a segment.
LINE = '{{"type":"LineString","coordinates":[[{}],[{}]]}}'
SEGMENTS = [
    (1, "Main", "arterial", 1, 2, "4.300,52.05", "4.310,52.05"),
    (2, "Main", "arterial", 2, 3, "4.310,52.05", "4.320,52.05"),
    (3, "Side", "local", 2, 4, "4.310,52.05", "4.310,52.06"),
    (4, "Back", "local", 4, 5, "4.310,52.06", "4.320,52.06"),
]
COUNTS = """
    segment_id | counted_on | aadt  | known_at
    1          | 2020-01-01 | 9000  | 2020-02-01
    1          | 2021-01-01 | 10000 | 2021-02-01
    1          | 2023-01-01 | 99999 | 2023-02-01
    3          | 2021-01-01 | 800   | 2021-02-01
"""
CRASHES = """
    row_id   | latitude  | longitude | happened_on | has_injury | known_at
    corner   | 52.0501   | 4.3101    | 2022-01-01  | true       | 2022-01-02
    along    | 52.0501   | 4.3050    | 2022-01-01  | false      | 2022-01-02
    far      | 52.0900   | 4.3050    | 2022-01-01  | false      | 2022-01-02
    unplaced |           |           | 2022-01-01  | false      | 2022-01-02
"""
BOUNDS = Bounds(52.0, 4.2, 52.1, 4.4)


@pytest.fixture(scope="module")
def segments(spark: SparkSession) -> DataFrame:
    rows = [(*row[:5], 683.0, 20 + 10 * row[0], LINE.format(*row[5:])) for row in SEGMENTS]
    names = "segment_id int, street string, road_class string, from_intersection_id int, to_intersection_id int, metres double, speed_limit smallint, geometry string"
    return spark.createDataFrame(rows, names)


def traffic_of(segments: DataFrame, counts: DataFrame, table_of: TableOf) -> DataFrame:
    """Nothing is known of people and rail."""
    none = [
        table_of(" | ".join(table.column_names), table)
        for table in (
            transport.rail_station,
            transport.rail_entry,
            city.area_boundary,
            city.area_population,
            city.area_age_population,
        )
    ]
    crashes = table_of(CRASHES, transport.crash)
    made = street_traffic(segments, crashes, counts, *none, date(2022, 7, 1), BOUNDS)
    return conform(made, city.street_traffic).cache()


@pytest.fixture(scope="module")
def traffic(segments: DataFrame, table_of: TableOf) -> DataFrame:
    return traffic_of(segments, table_of(COUNTS, transport.traffic_count), table_of)


@pytest.fixture(scope="module")
def sites(segments: DataFrame, traffic: DataFrame) -> DataFrame:
    return conform(street_site(segments, traffic), city.street_site).cache()


def test_traffic_is_the_last_count_known_or_that_of_the_middle_street(sites: DataFrame) -> None:
    rows = sites.where("kind = 'segment'").collect()
    found = {r["site_id"]: (r["aadt"], r["is_counted"], r["aadt_sd"]) for r in rows}
    # One count a class does not tell how far its streets differ: those of the city do.
    between = pytest.approx(np.std(np.log([10000, 800]), ddof=1))
    assert found == {
        "S1": (10000, True, 0),
        "S2": (10000, False, between),
        "S3": (800, True, 0),
        "S4": (800, False, between),
    }


def test_an_intersection_has_the_traffic_of_its_two_busiest_streets(sites: DataFrame) -> None:
    rows = {r["site_id"]: r for r in sites.where("kind = 'intersection'").collect()}
    assert set(rows) == {"N1", "N2", "N3", "N4", "N5"}
    middle = rows["N2"]
    assert (middle["name"], middle["aadt"], middle["aadt_minor"]) == ("Main / Side", 10000, 800)
    assert middle["facility"] == "intersection of 3 arms" and not middle["is_counted"]
    assert (middle["latitude"], middle["longitude"]) == pytest.approx((52.05, 4.31))
    assert (middle["aadt_sd"], middle["aadt_minor_sd"]) == (0, 0) and rows["N5"]["aadt_sd"] > 1
    from_class = f"estimated from {OF_CLASS}"
    assert middle["traffic_from"] == from_class and rows["N5"]["traffic_from"] == from_class
    assert rows["N1"]["traffic_from"] == COUNTED
    end = rows["N1"]
    assert (end["aadt"], end["aadt_minor"], end["is_counted"]) == (10000, 10000, True)


def test_a_segment_has_its_speed_limit_and_an_intersection_none(sites: DataFrame) -> None:
    limits = {r["site_id"]: r["speed_limit"] for r in sites.collect()}
    assert (limits["S1"], limits["S4"], limits["N2"]) == (30, 60, None)


def test_a_crash_belongs_to_its_intersection_else_to_its_street_and_none_is_lost(
    sites: DataFrame, segments: DataFrame, table_of: TableOf
) -> None:
    crashes = table_of(CRASHES, transport.crash)
    made = conform(site_crash(crashes, segments, sites, BOUNDS), city.site_crash).collect()
    found = {r["row_id"]: (r["site_id"], r["why_no_site"]) for r in made}
    assert found == {
        "corner": ("N2", None),
        "along": ("S1", None),
        "far": (None, "no street within 60 m"),
        "unplaced": (None, "its place is not on record"),
    }
    # Main's first segment runs from 4.300 to 4.310, and 4.305 is half of it.
    along = {r["row_id"]: r["share_along"] for r in made}
    assert along.pop("along") == pytest.approx(0.5, abs=1e-6) and set(along.values()) == {None}


def test_a_city_that_never_counted_has_sites_without_traffic(
    segments: DataFrame, table_of: TableOf
) -> None:
    none = table_of(COUNTS, transport.traffic_count).limit(0)
    rows = street_site(segments, traffic_of(segments, none, table_of)).collect()
    assert len(rows) == 9 and all(r["aadt"] is None and not r["is_counted"] for r in rows)
    assert {r["traffic_from"] for r in rows} == {None}
