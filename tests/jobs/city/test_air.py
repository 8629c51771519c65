"""Readings stand beside their limits, and every person of the city beside one station or none."""

# A drawn table is as wide as it is.

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.air_limit_day import air_limit_day
from jobs.city.area_air_station import area_air_station
from lakehouse.checks.conform import conform
from lakehouse.tables import city, environment
from lakehouse.transform.air_station import NO_OUTLINE, TOO_FAR

TableOf = Callable[..., DataFrame]
AS_OF = date(2023, 5, 1)
READINGS = """
    station | day        | of_limit | over_limit | latitude | longitude | known_at
    near    | 2023-04-29 | 0.5      | false      | 52.00    | 4.21      | 2023-04-30
    twin    | 2023-04-29 | 0.5      | false      | 52.00    | 4.21      | 2023-04-30
    east    | 2023-04-29 | 0.5      | false      | 52.00    | 4.30      | 2023-04-30
    gone    | 2023-01-01 | 0.5      | false      | 52.20    | 4.20      | 2023-01-02
    later   | 2023-04-30 | 0.5      | false      | 52.20    | 4.20      | 2023-05-01
"""


def square(west: float, south: float) -> str:
    """An area a hundredth of a degree wide."""
    x, y = west + 0.01, south + 0.01
    return f"POLYGON (({west} {south}, {x} {south}, {x} {y}, {west} {y}, {west} {south}))"


def test_either_pollutant_is_over_its_own_limit(table_of: TableOf) -> None:
    drawn = """
        station | day        | pm25 | ozone | known_at
        dust    | 2023-01-01 | 18   | 50    | 2023-01-02
        sun     | 2023-01-01 | 3    | 110   | 2023-01-02
        at      | 2023-01-01 | 15   | 100   | 2023-01-02
        alone   | 2023-01-01 |      | 80    | 2023-01-02
        none    | 2023-01-01 |      |       | 2023-01-02
    """
    expected = """
        station | day        | pm25 | ozone | of_limit | over_limit | pollutant | known_at
        dust    | 2023-01-01 | 18   | 50    | 1.2      | true       | fine dust | 2023-01-02
        sun     | 2023-01-01 | 3    | 110   | 1.1      | true       | ozone     | 2023-01-02
        at      | 2023-01-01 | 15   | 100   | 1.0      | false      | fine dust | 2023-01-02
        alone   | 2023-01-01 |      | 80    | 0.8      | false      | ozone     | 2023-01-02
        none    | 2023-01-01 |      |       |          |            |           | 2023-01-02
    """
    made = air_limit_day(table_of(drawn, environment.air_day))
    assert_df_equality(
        conform(made, city.air_limit_day),
        table_of(expected, city.air_limit_day),
        ignore_nullable=True,
        ignore_row_order=True,
    )


@pytest.fixture(scope="module")
def areas(table_of: TableOf) -> dict[str, tuple[int, str | None, str | None]]:
    """Of each area its people, its station and why it has none."""
    outlines = f"""
        area_kind       | area | geometry
        community_area  | 1    | {square(4.200, 51.995)}
        community_area  | 2    | {square(4.290, 51.995)}
        community_area  | 3    | {square(4.250, 52.195)}
        police_district | 1    | {square(4.200, 51.995)}
    """
    census = """
        area_kind       | area | census | population
        community_area  | 1    | 2010   | 900
        community_area  | 1    | 2020   | 1000
        community_area  | 1    | 2023   | 5
        community_area  | 2    | 2020   | 200
        community_area  | 3    | 2020   | 30
        community_area  | 4    | 2020   | 4
        police_district | 1    | 2020   | 1000
    """
    made = area_air_station(
        table_of(READINGS, city.air_limit_day),
        table_of(outlines, city.area_boundary),
        table_of(census, city.area_population),
        AS_OF,
    )
    rows = conform(made, city.area_air_station).collect()
    assert len({r["community_area"] for r in rows}) == len(rows), "nobody is counted twice"
    assert all(r["km"] is None or 0 <= r["km"] <= 4 for r in rows)
    return {r["community_area"]: (r["population"], r["station"], r["why_no_station"]) for r in rows}


def test_each_area_has_the_nearest_station_in_use(
    areas: dict[str, tuple[int, str | None, str | None]],
) -> None:
    assert areas["1"] == (1000, "near", None), "of two equally near the smaller number"
    assert areas["2"] == (200, "east", None)


def test_an_area_without_a_station_says_why(
    areas: dict[str, tuple[int, str | None, str | None]],
) -> None:
    assert areas["3"] == (30, None, TOO_FAR), "what is near is out of use, or not known yet"
    assert areas["4"] == (4, None, NO_OUTLINE)


def test_all_areas_add_up_to_the_last_census_before_the_day(
    areas: dict[str, tuple[int, str | None, str | None]],
) -> None:
    assert sum(people for people, _, _ in areas.values()) == 1000 + 200 + 30 + 4
