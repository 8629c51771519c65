"""Days and months of an area add up to its events, with zeros and with who lives there."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.area_boundary import area_boundary
from jobs.city.area_day import area_day
from jobs.city.area_month import area_month
from jobs.city.area_population import area_population
from lakehouse.checks.conform import conform
from lakehouse.declare import Table
from lakehouse.tables import city, planning
from tests.conftest import TableOf

EVENTS = """
    event_kind | event_id | happened_on | is_harmful | known_at   | community_area | ward | police_district | tract
    crash      | 1        | 2022-01-30  | true       | 2022-01-31 | 1              | 3    | 7               | t1
    crash      | 2        | 2022-01-30  | false      | 2022-02-09 | 1              |      | 7               | t2
    crash      | 3        | 2022-03-02  | false      | 2022-03-03 | 2              | 3    | 7               | t1
    crash      | 4        | 2022-02-10  | true       | 2022-02-11 |                |      |                 |
    crash      | 6        | 2022-02-20  | false      | 2022-02-21 |                | 9    | 7               |
    burglary   | 7        | 2022-05-02  | true       | 2022-05-03 | 1              | 3    | 7               | t1
    burglary   | 5        | 2022-01-30  | true       | 2022-01-31 | 1              | 3    | 7               | t1
"""
DAYS = """
    area_kind      | area | day        | event_kind | events | harmful | known_at   | population
    community_area | 1    | 2022-01-30 | crash      | 2      | 1       | 2022-02-09 | 1000
    community_area | 1    | 2022-01-30 | burglary   | 1      | 1       | 2022-01-31 | 1000
    community_area | 1    | 2022-05-02 | burglary   | 1      | 1       | 2022-05-03 | 1000
    community_area | 2    | 2022-03-02 | crash      | 1      | 0       | 2022-03-03 |
    ward           | 3    | 2022-01-30 | crash      | 1      | 1       | 2022-01-31 |
    ward           | 3    | 2022-01-30 | burglary   | 1      | 1       | 2022-01-31 |
    ward           | 3    | 2022-05-02 | burglary   | 1      | 1       | 2022-05-03 |
    ward           | 3    | 2022-03-02 | crash      | 1      | 0       | 2022-03-03 |
    ward           | 9    | 2022-02-20 | crash      | 1      | 0       | 2022-02-21 |
"""
AREAS = """
    area_kind      | area | name | geometry
    community_area | 1    | One  | x
    community_area | 2    | Two  | x
    tract          | t1   | T    | x
"""
LIVED = """
    area_kind      | area | census | population
    community_area | 1    | 2010   | 500
    community_area | 1    | 2020   | 1000
    community_area | 1    | 2022   | 7
"""
MONTHS = """
    area_kind      | area | month      | event_kind | events | harmful | days | population | per_1000 | harmful_per_1000
    community_area | 1    | 2022-01-01 | crash      | 2      | 1       | 2    | 1000       | 2        | 1
    community_area | 1    | 2022-02-01 | crash      | 0      | 0       | 28   | 1000       | 0        | 0
    community_area | 1    | 2022-03-01 | crash      | 0      | 0       | 2    | 1000       | 0        | 0
    community_area | 2    | 2022-01-01 | crash      | 0      | 0       | 2    |            |          |
    community_area | 2    | 2022-02-01 | crash      | 0      | 0       | 28   |            |          |
    community_area | 2    | 2022-03-01 | crash      | 1      | 0       | 2    |            |          |
    community_area | 1    | 2022-01-01 | burglary   | 1      | 1       | 2    | 1000       | 1        | 1
    community_area | 2    | 2022-01-01 | burglary   | 0      | 0       | 2    |            |          |
    community_area | 1    | 2022-05-01 | burglary   | 1      | 1       | 2    | 1000       | 1        | 1
    community_area | 2    | 2022-05-01 | burglary   | 0      | 0       | 2    |            |          |
"""


def same(made: DataFrame, drawn: DataFrame, table: Table) -> None:
    assert_df_equality(conform(made, table), drawn, ignore_row_order=True, ignore_nullable=True)


def test_an_event_counts_once_in_one_area_of_each_kind(table_of: TableOf) -> None:
    made = area_day(table_of(EVENTS, city.event), table_of(LIVED, city.area_population))
    shown = made.where("area_kind in ('community_area', 'ward')")
    same(shown, table_of(DAYS, city.area_day), city.area_day)
    assert made.where("area_kind = 'police_district'").count() == 5


def test_a_month_is_zero_where_the_city_had_the_kind_and_a_gap_where_it_had_none(
    table_of: TableOf,
) -> None:
    lived = table_of(LIVED, city.area_population)
    days = area_day(table_of(EVENTS, city.event), lived)
    made = area_month(days, table_of(AREAS, city.area_boundary), lived)
    same(made, table_of(MONTHS, city.area_month), city.area_month)


def test_outlines_of_all_kinds_come_together_with_their_names(table_of: TableOf) -> None:
    made = area_boundary(
        table_of(
            "community_area | name | geometry\n1 | LOOP | a\n2 | OHARE | a",
            planning.community_area_boundary,
        ),
        table_of("community_area | name\n2 | O'Hare", planning.community_area),
        table_of(
            "police_district | name | geometry\n7 | 7TH | b", planning.police_district_boundary
        ),
        table_of("ward | geometry\n42 | c", planning.ward_boundary),
        table_of("tract | name | geometry", planning.tract_boundary),
    )
    drawn = """
        area_kind       | area | name | geometry
        community_area  | 1    | Loop | a
        community_area  | 2    | O'Hare | a
        police_district | 7    | 7TH  | b
        ward            | 42   | 42   | c
    """
    same(made, table_of(drawn, city.area_boundary), city.area_boundary)


def test_the_population_keeps_every_census(table_of: TableOf) -> None:
    lived = "community_area | census | population\n1 | 2000 | 5\n1 | 2010 | 6"
    made = area_population(table_of(lived, planning.area_population))
    drawn = """
        area_kind      | area | census | population
        community_area | 1    | 2000   | 5
        community_area | 1    | 2010   | 6
    """
    same(made, table_of(drawn, city.area_population), city.area_population)
