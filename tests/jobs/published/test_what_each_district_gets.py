"""Every area has its needs once, its days beside the city's, and its people and need."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

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
    told = "community_area | share\n1 | 0.5"
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
