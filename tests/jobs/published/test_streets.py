"""Streets by what they have beyond their kind, what measures did, and times to rely on."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

import random
import sys
from datetime import date, timedelta

import numpy as np
import pytest
from pyspark.sql import SparkSession

from jobs.published.bottlenecks import bottlenecks
from jobs.published.how_streets_are_judged import how_streets_are_judged
from jobs.published.streets_to_make_safer import HOT, streets_to_make_safer
from jobs.published.unreliable_corridors import unreliable_corridors
from jobs.published.what_measures_did import compared_with, what_measures_did
from jobs.risk.street_function import street_function
from jobs.risk.street_peak import street_peak
from jobs.risk.street_screening import street_screening
from lakehouse.checks.conform import conform
from lakehouse.declare.bounds import Bounds
from lakehouse.run.settings import load_settings
from lakehouse.tables import city, published, risk, transport
from lakehouse.transform.grid import Grid
from lakehouse.transform.street_record import years_on_record
from tests.conftest import TableOf

DAY = date(2024, 7, 1)
COSTS = load_settings("sample", {}).city.crash_costs
assert COSTS is not None
SITE = "site_id string, kind string, facility string, name string, metres double, aadt double, aadt_minor double, aadt_sd double, aadt_minor_sd double, is_counted boolean, traffic_from string, people double, rail_entries double, latitude double, longitude double"
CRASH = "row_id string, site_id string, share_along double, happened_on date, has_injury boolean, severity string, known_at date"


def test_the_street_far_beyond_its_kind_comes_first(spark: SparkSession, table_of: TableOf) -> None:
    draw = random.Random(1)
    sites = [
        (
            f"S{n}",
            "segment",
            "local street",
            f"Street {n}",
            300.0,
            1000.0 + n,
            None,
            0.0,
            None,
            n % 2 == 0,
            "estimated from streets of its class" if n % 2 else "counted",
            None,
            None,
            52.0,
            4.3,
        )
        for n in range(60)
    ]
    crashes = [(s[0], days) for s in sites for days in range(draw.randrange(4))]
    crashes += [("S7", days) for days in range(40)]
    rows = [
        (
            str(n),
            site,
            (0.5 if days % 10 else 0.0) if site == "S7" else 0.9,
            DAY - timedelta(days=30 + 20 * days),
            n % 3 == 0,
            ("fatal" if n % 30 == 0 else "injury") if n % 3 == 0 else "none",
            DAY - timedelta(days=29 + 20 * days),
        )
        for n, (site, days) in enumerate(crashes)
    ]
    # Of the years before, of after the day, and told only later: none of them counts.
    rows += [("old", "S9", 0.5, date(2016, 1, 1), True, None, date(2016, 1, 2))] * 30
    rows += [("late", "S9", 0.5, date(2024, 6, 1), True, None, date(2024, 8, 1))] * 30
    places = spark.createDataFrame(sites, SITE)
    crashed = spark.createDataFrame(rows, CRASH)
    screened = conform(street_screening(places, crashed, DAY, COSTS), risk.street_screening)
    fitted = conform(street_function(places, crashed, DAY), risk.street_function)
    functions = conform(how_streets_are_judged(fitted), published.how_streets_are_judged).collect()
    told = {r["severity"]: r for r in functions}
    assert set(told) == {"all", "injury"} and told["all"]["sites"] == 60
    assert told["all"]["sites_learnt"] == 30 and told["all"]["checked_by"] == "aadt"
    assert told["all"]["data_through"] == DAY - timedelta(days=30)
    corner = spark.createDataFrame(
        [
            (
                *("N1", "intersection", "x", "Street 7 / Back", None, 1.0, 1.0, 0.0, 0.0, True),
                *("counted", None, None, 52.0, 4.3),
            )
        ],
        SITE,
    )
    ends = spark.sql(
        "select cast(id as int) segment_id, concat('Street ', id) street, 1 from_intersection_id, "
        "2 to_intersection_id from range(60)"
    )
    peaks = conform(
        street_peak(screened, places.unionByName(corner), crashed, ends, DAY), risk.street_peak
    )
    bounds = Bounds(51.9, 4.2, 52.1, 4.4)
    square = Grid(bounds.south, bounds.west, bounds.north).cell(500, 52.0, 4.3)
    spots = table_of(f"cell | hot_spot | gi_q\n{square} | hot | 0.01", risk.crash_hot_spot)
    outlines = table_of("area_kind | area", city.area_boundary)
    listed = conform(
        streets_to_make_safer(screened, peaks, places, outlines, spots, COSTS, bounds),
        published.streets_to_make_safer,
    ).collect()
    assert [r["rank"] for r in listed] == list(range(1, 61))
    first = listed[0]
    assert first["site_id"] == "S7" and first["crashes"] >= 40 and first["chance_of_excess"] > 0.99
    assert first["usual"] < first["expected"] < first["crashes"] / first["years"]
    assert first["excess"] == pytest.approx(first["expected"] - first["usual"])
    assert {(r["hot_spot"], r["hot_spot_q"]) for r in listed} == {("hot", 0.01)}
    assert first["reason_1"].startswith("crashes a year: ")
    estimate = "estimated from streets of its class"
    assert first["traffic_from"] == estimate
    assert (
        first["reason_3"] == f"its traffic was never counted but {estimate}, and its range is wider"
    )
    assert next(r for r in listed if r["site_id"] == "S9")["crashes"] < 5
    assert HOT in {r["reason_3"] for r in listed}, "where its traffic was counted"
    # What a year's crashes cost: each of its own severity on record, of all of them expected.
    fatal, hurt = dict(COSTS.cost)["fatal"], dict(COSTS.cost)["injury"]
    assert first["recorded_cost"] > first["injury_crashes"] * hurt / first["years"]
    assert first["fatal_crashes"] > 0 and first["expected_cost"] > first["excess_cost"] > 0
    assert first["injury_expected"] < first["expected"] < fatal
    assert first["cost_basis"] == COSTS.basis
    # Where along it: 300 m less its ends are two windows, and nine of ten crashes lie at 150 m.
    assert (first["peak_from"], first["peak_to"]) == (30, 191) and first["peak_cv"] <= 0.5
    assert first["peak_says"].startswith("Between 30 and 191 m from Street 7 / Back: ")
    assert first["peak_crashes"] == first["crashes"]
    assert all(r["peak_says"] and r["peak_starts_at"] for r in listed)
    taken = [r for r in listed if r["in_budget"]]
    assert first["measure"] == "traffic_calming" and first["in_budget"]
    assert 0 < sum(r["price"] for r in taken) <= COSTS.budget
    assert all(r["saving"] > r["price"] for r in taken) and len(taken) < len(listed)
    assert {r["data_through"] for r in listed} == {DAY - timedelta(days=30)}


MEASURE = "measure_id string, kind string, intersection_id int, decided_on date, completed_on date, known_at date"


@pytest.mark.whole
def test_a_measure_is_judged_beside_places_that_got_nothing_if_crashes_were_on_record_before(
    spark: SparkSession,
) -> None:
    draw = np.random.default_rng(4)
    sites = [
        (
            f"N{n}",
            "intersection",
            "x",
            "A / B",
            None,
            1.0,
            1.0,
            0.0,
            0.0,
            True,
            "counted",
            None,
            None,
            52.0,
            4.3,
        )
        for n in range(300)
    ]
    starts, early, done = date(2019, 4, 1), date(2020, 1, 1), date(2022, 7, 1)
    rows = [(299, date(2011, 5, 5))]  # misdated: it does not begin the record
    often = draw.gamma(1.2, 1.2, 300)
    # The early ones are at bad places too, and the record does not show what they were chosen for.
    places = dict.fromkeys(range(20), done) | dict.fromkeys(range(20, 40), early)
    for n in range(300):
        often[n] *= 3 if n in places else 1
        for back in draw.uniform(0, (DAY - starts).days, draw.poisson(5 * often[n])):
            day = starts + timedelta(days=int(back))
            if n not in places or day < places[n] or draw.random() < 0.7:
                rows.append((n, day))
    crashes = [
        (str(i), f"N{n}", None, day, False, "none", day + timedelta(days=1))
        for i, (n, day) in enumerate(rows)
    ]
    measures = spark.createDataFrame(
        [(f"m{n}", "raised", n, day, day, day) for n, day in places.items()]
        + [("new", "paint", 30, DAY, DAY, DAY - timedelta(days=1))]
        + [("old", "lights", 31, early, early, early), ("off", "signs", 999, done, done, done)],
        MEASURE,
    )
    made = what_measures_did(
        measures, spark.createDataFrame(sites, SITE), spark.createDataFrame(crashes, CRASH), DAY
    )
    found = {r["kind"]: r for r in conform(made, published.what_measures_did).collect()}
    # The one of yesterday is not judged yet; those that cannot be are told.
    assert set(found) == {"raised", "lights", "signs"}
    row = found["raised"]
    assert (row["sites"], row["not_judged"]) == (20, 20)
    assert row["why_not_judged"] == "no record before (20)"
    assert row["ratio"] == pytest.approx(0.7, abs=0.1) and row["ratio_low"] < 0.7
    assert row["ratio_high"] < 1 and row["verdict"] == "fewer crashes"
    assert row["placebo_low"] <= 1 <= row["placebo_high"] and row["naive_ratio"] < 0.8
    for kind, why in (("lights", "no record before"), ("signs", "not in the street network")):
        assert (found[kind]["sites"], found[kind]["ratio"]) == (0, None)
        assert found[kind]["verdict"] == f"cannot be judged: {why} (1)"


def test_many_measures_are_compared_with_a_sample_of_the_sites(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A city twice as large has at most twice as many pairs, not four times."""
    module = sys.modules[compared_with.__module__]
    monkeypatch.setattr(module, "SITES", 10)
    monkeypatch.setattr(module, "PAIRS", 1_000)

    def pairs(sites: int, measures: int) -> int:
        of_city = spark.range(sites).selectExpr("'N' || id as site_id")
        return compared_with(of_city, spark.range(measures).toDF("measure")).count()

    assert pairs(30, 10) == 300, "few measures: beside all"
    assert pairs(30, 40) == 1_000
    assert pairs(60, 200) == 2_000 == pairs(30, 200)


HOURS = 200


def test_a_corridor_says_how_long_to_plan_and_what_was_left_out(
    spark: SparkSession, table_of: TableOf
) -> None:
    hours = []
    for back in range(HOURS):
        day = DAY - timedelta(days=1 + back)
        for hour in (3, 8):
            speed = 30.0 if hour == 3 else (10.0 if back % 10 == 0 else 20.0)
            hours.append(("D1", day, hour, 100 + back % 7, speed + back % 3 / 100, day))
        hours += [("D1", day, hour, 5, 5.0, day) for hour in (17, 18, 19)]
    measured = spark.createDataFrame(
        hours, "detector_id string, day date, hour int, vehicles int, speed double, known_at date"
    )
    detectors = table_of("detector_id | segment_id\nD1 | 1\nD2 | 1", transport.detector)
    streets = table_of(
        "segment_id | street | road_class | metres\n1 | Main | arterial | 500",
        transport.street_segment,
    )
    rows = conform(
        unreliable_corridors(measured, detectors, streets, DAY), published.unreliable_corridors
    ).collect()
    assert len(rows) == 8
    found = {(r["detector_id"], r["part_of_day"]): r for r in rows}
    morning = found["D1", "weekdays 6 to 10"]
    assert morning["street"] == "Main" and morning["is_reliable"]
    assert morning["free_flow_speed"] == pytest.approx(30, abs=0.1)
    assert morning["planning_time_index"] == pytest.approx(3.0, abs=0.1)
    assert morning["travel_time_index"] == pytest.approx(0.9 * 1.5 + 0.1 * 3, abs=0.05)
    assert morning["share_missing"] == pytest.approx(0.75) and morning["share_stuck"] == 0
    lost = 0.9 * (1 / 20 - 1 / 30) + 0.1 * (1 / 10 - 1 / 30)
    assert morning["minutes_lost"] == pytest.approx(60 * lost, rel=0.03)
    assert morning["vehicle_hours_lost"] == pytest.approx(4 * 103 * lost, rel=0.03)
    # Three hours a day of one value are a detector that hangs.
    evening = found["D1", "weekdays 16 to 20"]
    assert evening["hours"] == 0 and evening["share_stuck"] == pytest.approx(0.75)
    assert evening["lottr"] is None and evening["why_no_index"] == "only 0 hours were measured"
    assert found["D2", "weekdays 6 to 10"]["share_missing"] == 1


def test_a_bottleneck_is_where_and_when_most_days_are_slow(
    spark: SparkSession, table_of: TableOf
) -> None:
    hours = []
    for back in range(60):
        day = DAY - timedelta(days=1 + back)
        for hour in (3, 8, 17, 18):
            slow = hour > 16 and day.weekday() < 5
            for detector, usual in (("D1", 30.0), ("D2", 60.0)):
                speed = 12.0 if slow and detector == "D1" else usual
                hours.append((detector, day, hour, 100 + back % 7, speed + back % 3 / 100, day))
    # One evening is not a bottleneck, and neither are fewer than twenty days.
    hours += [("D3", DAY - timedelta(days=n), 17, 90 + n, 5.0, DAY) for n in range(1, 15)]
    measured = spark.createDataFrame(
        hours, "detector_id string, day date, hour int, vehicles int, speed double, known_at date"
    )
    detectors = table_of("detector_id | segment_id\nD1 | 1\nD2 | 1\nD3 | 1", transport.detector)
    streets = table_of(
        "segment_id | street | road_class | metres\n1 | Main | arterial | 500",
        transport.street_segment,
    )
    made = bottlenecks(measured, detectors, streets, DAY)
    (row,) = conform(made, published.bottlenecks).collect()
    assert (row["rank"], row["detector_id"], row["street"]) == (1, "D1", "Main")
    assert (row["days_of_week"], row["from_hour"], row["to_hour"]) == ("weekdays", 17, 19)
    assert row["share_congested"] == 1 and row["days"] >= 40
    assert row["minutes_lost"] == pytest.approx(60 * (1 / 12 - 1 / 30), rel=0.01)
    assert row["vehicle_hours_lost"] == pytest.approx(2 * 103 * (1 / 12 - 1 / 30), rel=0.02)
    assert row["data_through"] == DAY - timedelta(days=1)


def test_a_stray_early_crash_does_not_begin_the_record(spark: SparkSession) -> None:
    days = [date(2017, 3, 5), *(date(2023, 1, 1) + timedelta(days=10 * n) for n in range(54))]
    known = spark.createDataFrame([(day,) for day in days], "happened_on date")
    (span,) = years_on_record(known, DAY).collect()
    assert span["years"] == pytest.approx(1.5) and span["data_through"] == max(days)
    assert not years_on_record(known.limit(0), DAY).collect()
