"""Around each visit: what the one before found, the weather of three days, the heat of ninety."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from math import exp, pi

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.food_visit_surroundings import food_visit_surroundings, visit_before, weather_before
from lakehouse.checks.conform import conform
from lakehouse.tables import city, police, services, weather

TableOf = Callable[..., DataFrame]


def test_the_visit_before_is_the_last_canvass_visit_of_the_premises(table_of: TableOf) -> None:
    visits = """
        inspection_id | premises_id | visited_on | is_canvass | failed | critical | serious | minor
        9             | L1          | 2020-01-01 | true       | true   | 1        | 2       | 3
        10            | L1          | 2020-01-01 | true       | false  | 4        | 5       | 6
        complaint     | L1          | 2020-01-02 | false      | true   | 9        | 9       | 9
        11            | L1          | 2020-12-31 | true       | false  | 0        | 0       | 0
        12            | L1          | 2024-01-01 | true       | false  | 0        | 0       | 0
        only          | L2          | 2020-06-01 | true       | true   | 7        | 7       | 7
    """
    expected = """
        inspection_id string | past_fail int | past_critical int | past_serious int | past_minor int | time_since_last double | first_record int
        9                    | 0             | 0                 | 0                | 0              | 2                      | 1
        10                   | 1             | 1                 | 2                | 3              | 0                      | 0
        11                   | 0             | 4                 | 5                | 6              | 1                      | 0
        12                   | 0             | 0                 | 0                | 0              | 2                      | 0
        only                 | 0             | 0                 | 0                | 0              | 2                      | 1
    """
    assert_df_equality(
        visit_before(table_of(visits, city.food_visit)),
        table_of(expected),
        ignore_row_order=True,
        ignore_nullable=True,
    )


def test_the_weather_is_the_mean_of_the_three_days_before(table_of: TableOf) -> None:
    visits = """
        inspection_id | visited_on
        visit         | 2020-01-05
        partly        | 2020-01-07
        unknown       | 2020-02-01
    """
    days = """
        day        | precipitation | temperature_max | wind_speed | humidity
        2020-01-01 | 100           | 100             | 100        | 1
        2020-01-02 | 1             | 10              | 3          | 0.25
        2020-01-03 | 2             | 20              |            | 0.5
        2020-01-04 | 3             | 30              | 5          | 0.75
        2020-01-05 | 100           | 100             | 100        | 1
    """
    expected = """
        inspection_id string | precipitation double | temperature_max double | wind_speed double | humidity double
        visit                | 2                    | 20                     | 4                 | 0.5
        partly               | 51.5                 | 65                     | 52.5              | 0.875
    """
    assert_df_equality(
        weather_before(table_of(visits, city.food_visit), table_of(days, weather.day)),
        table_of(expected),
        ignore_row_order=True,
        ignore_nullable=True,
    )


def test_the_heat_is_that_of_the_visits_day_and_the_ninety_before(table_of: TableOf) -> None:
    visits = """
        inspection_id | premises_id | visited_on | is_canvass | latitude | longitude
        placed        | L1          | 2020-06-01 | true       | 41.9     | -87.6
        unplaced      | L2          | 2020-06-01 | true       |          |
        complaint     | L3          | 2020-06-01 | false      | 41.9     | -87.6
    """
    requests = """
        row_id | created_on | status              | latitude | longitude
        same   | 2020-06-01 | open                | 41.9     | -87.6
        old    | 2020-03-03 | completed           | 41.9025  | -87.6
        older  | 2020-03-02 | completed           | 41.9     | -87.6
        later  | 2020-06-02 | open                | 41.9     | -87.6
        again  | 2020-05-01 | open_duplicate      | 41.9     | -87.6
        more   | 2020-05-01 | completed_duplicate | 41.9     | -87.6
    """
    burglaries = """
        burglary_id | happened_on | latitude | longitude
        one         | 2020-05-01  | 41.9     | -87.5975
    """
    made = food_visit_surroundings(
        table_of(visits, city.food_visit),
        table_of("day", weather.day),
        table_of(requests, services.sanitation_request),
        table_of(burglaries, police.burglary),
    )
    rows = {r["inspection_id"]: r for r in conform(made, city.food_visit_surroundings).collect()}
    assert set(rows) == {"placed", "unplaced"}
    scale = 1 / (2 * pi * 0.0025**2)
    assert rows["placed"]["heat_sanitation"] == pytest.approx(scale * (1 + exp(-0.5)) / 2, rel=1e-6)
    assert rows["placed"]["heat_burglary"] == pytest.approx(scale * exp(-0.5), rel=1e-6)
    assert rows["unplaced"]["heat_sanitation"] is None
    assert rows["placed"]["precipitation"] is None
