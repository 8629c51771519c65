"""Every area has its needs once, its days beside the city's, and its people and need."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from jobs.published.how_long_requests_take import how_long_requests_take
from jobs.published.what_each_district_gets import what_each_district_gets
from lakehouse.checks.conform import conform
from lakehouse.tables import city, published, services
from lakehouse.transform.served import served
from tests.conftest import TableOf

AREAS = """
    area_kind      | area | name | geometry
    community_area | 1    | West | {"type":"Polygon","coordinates":[[[4.1,51.9],[4.2,51.9],[4.2,52.1],[4.1,52.1],[4.1,51.9]]]}
    community_area | 2    | East | {"type":"Polygon","coordinates":[[[4.2,51.9],[4.3,51.9],[4.3,52.1],[4.2,52.1],[4.2,51.9]]]}
"""
DAY = date(2024, 6, 30)


def line(name: str, days: float | None, east: bool, status: str = "closed", of: str = "") -> str:
    asked = datetime(2024, 2, 1, 8)
    closed = "" if days is None else str(asked + timedelta(days=days))
    return f"{name} | 2024-02-01 | {asked} | {closed} | {status} | {of} | noise | 52.0 | {4.25 if east else 4.15} | 2024-02-01"


def test_needs_are_counted_once_and_set_beside_people_and_city(table_of: TableOf) -> None:
    lines = [
        "request_id | created_on | created_at | closed_at | status | duplicate_of | category | latitude | longitude | known_at"
    ]
    lines += [line(f"w{n}", 1 + n / 100, False) for n in range(60)]
    lines += [line(f"e{n}", 5 + n / 100, True) for n in range(30)]
    lines += [line("late", 170, True), line("open", None, True, "open")]
    lines += [line(f"d{n}", 1, False, "duplicate", f"w{n}") for n in range(15)]
    lines.append(
        "new | 2024-06-01 | 2024-06-01 08:00:00 | | open | | noise | 52.0 | 4.15 | 2024-06-01"
    )
    people = "area_kind | area | census | population\ncommunity_area | 1 | 2010 | 500\ncommunity_area | 1 | 2020 | 1000"
    told = "community_area | share\n1 | 0.5\n2 |"
    made = what_each_district_gets(
        table_of("\n".join(lines), services.request),
        table_of(AREAS, city.area_boundary),
        table_of(people, city.area_population),
        table_of(told, city.reporting_share),
        DAY,
    )
    rows = {r["name"]: r for r in conform(made, published.what_each_district_gets).collect()}
    west, east = rows["West"], rows["East"]
    assert (west["needs"], west["requests"], west["open"], west["people"]) == (60, 75, 0, 1000)
    assert (west["per_1000"], west["need_per_1000"], west["closed_per_need"]) == (60, 120, 0.5)
    # What was closed after the day was open on it.
    assert (east["needs"], east["open"], east["people"], east["per_1000"]) == (32, 2, None, None)
    assert west["median_days"] == pytest.approx(1.295) and west["median_days_low"] < 1.295
    assert east["median_days"] == pytest.approx(5.155)
    assert (west["says"], east["says"]) == ("sooner", "slower")
    assert east["times_usual"] > 3 > 1 > west["times_usual"]
    assert west["data_through"] == date(2024, 5, 1) and west["first_day"] == date(2023, 5, 3)


def test_each_category_has_its_days_in_the_city_and_in_each_district(table_of: TableOf) -> None:
    """Noise takes a day in district 1 and five in district 2; trees take twenty everywhere."""
    header = (
        "request_id | created_at | created_on | closed_at | status | category | district | known_at"
    )
    rows = [header]
    for name, days, category, district in (
        ("w", 1, "noise", "1"),
        ("e", 5, "noise", "2"),
        ("t", 20, "tree", "2"),
        ("x", 20, "tree", ""),
    ):
        closed = datetime(2024, 2, 1, 8) + timedelta(days=days)
        said = f"2024-02-01 08:00:00 | 2024-02-01 | {closed} | closed | {category} | {district}"
        rows += [f"{name}{n} | {said} | 2024-02-01" for n in range(40)]
    made = how_long_requests_take(table_of("\n".join(rows), services.request), DAY)
    told = conform(made, published.how_long_requests_take).collect()
    seen = [(r["category"], r["police_district"], r["needs"], r["median_days"]) for r in told]
    assert seen == [
        ("noise", "all", 80, 3),
        ("noise", "1", 40, 1),
        ("noise", "2", 40, 5),
        ("tree", "all", 80, 20),
        ("tree", "2", 40, 20),
    ]
    assert [r["due_days"] for r in told] == [5, 5, 5, 20, 20]
    assert [r["times_usual"] for r in told][1] < 1 < [r["times_usual"] for r in told][2]
    assert {r["says"] for r in told} <= {"sooner", "like the city"}


def test_intervals_hold_the_middle_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        days = rng.exponential(10, 80)
        rows = pd.DataFrame({"community_area": "1", "reports": 1, "days": days, "due": 14.0})
        made = served(rows.assign(usual=10 * np.log(2))).iloc[0]
        held += made["median_days_low"] <= 10 * np.log(2) <= made["median_days_high"]
    assert 0.92 <= held / 300 <= 0.99


def test_an_area_where_most_is_open_has_no_middle() -> None:
    rows = pd.DataFrame({"community_area": ["1"] * 3, "reports": 1, "days": [1.0, None, None]})
    made = served(rows.assign(due=2.0, usual=1.0)).iloc[0]
    assert made["median_days"] is None and made["open"] == 2 and made["times_usual"] is None
    assert made["in_time"] == pytest.approx(1 / 3) and made["median_days_high"] is None
