"""A postal code stands for an area only where nearly all its addresses lie in it."""

# A drawn table is as wide as it is.

from __future__ import annotations

from chispa import assert_df_equality
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.city.area_covid_week import area_covid_week
from jobs.city.zip_area import zip_area
from jobs.city.zip_share import zip_share
from lakehouse.checks.conform import conform
from lakehouse.declare import Table
from lakehouse.tables import city, health, services, surveillance
from tests.conftest import TableOf

EVENTS = """
    event_kind        | event_id | community_area | latitude | longitude
    food_visit        | 1        | 8              | 41.1     | -87.1
    food_visit        | 2        | 8              | 41.1     | -87.1
    food_visit        | 3        | 8              | 41.2     | -87.1
    food_visit        | 4        | 9              | 41.3     | -87.1
    abandoned_vehicle | a        | 8              | 41.4     | -87.1
    abandoned_vehicle | b        |                | 49       | -80
    crash             | 1        | 77             | 41.1     | -87.1
"""
VISITS = """
    inspection_id | zip
    1             | 60601
    2             | 60601
    3             | 60602
    4             | 60602
    5             |
"""
VEHICLES = """
    row_id | zip
    a      | 60601
    b      | 60699
"""
WEEKS = """
    zip     | week_starts_on
    60601   | 2020-03-01
    60601   | 2020-03-08
    unknown | 2020-03-01
"""
EXPECTED = """
    zip     | community_area | outcome   | largest | share | addresses | reports
    60601   | 8              | matched   | 8       | 1     | 2         | 2
    60602   |                | ambiguous | 9       | 0.5   | 2         | 0
    60699   |                | unmatched |         |       | 0         | 0
    unknown |                | unmatched |         |       | 0         | 1
"""


def same(made: DataFrame, drawn: DataFrame, table: Table) -> None:
    assert_df_equality(conform(made, table), drawn, ignore_row_order=True, ignore_nullable=True)


SHARES = """
    zip   | community_area | addresses | share
    60601 | 8              | 2         | 1
    60602 | 8              | 1         | 0.5
    60602 | 9              | 1         | 0.5
    60699 | unallocated    | 1         |
"""
CASES = """
    zip     | week_starts_on | week_ends_on | cases | known_at
    60601   | 2020-03-01     | 2020-03-07   | 10    | 2020-03-08
    60602   | 2020-03-01     | 2020-03-07   | 11    | 2020-03-09
    60602   | 2020-03-08     | 2020-03-14   | 30    | 2020-03-15
    60699   | 2020-03-01     | 2020-03-07   | 4     | 2020-03-08
    unknown | 2020-03-01     | 2020-03-07   | 3     | 2020-03-08
    60601   | 2020-03-08     | 2020-03-14   | 3     | 2020-03-15
    unknown | 2020-03-08     | 2020-03-14   | 4     | 2020-03-15
    60699   | 2020-03-15     | 2020-03-21   |       | 2020-03-22
"""
BY_AREA = """
    week_starts_on | week_ends_on | community_area | cases | withheld | city_cases | known_at
    2020-03-01     | 2020-03-07   | 8              | 15.5  | false    | 28         | 2020-03-09
    2020-03-01     | 2020-03-07   | 9              | 5.5   | false    | 28         | 2020-03-09
    2020-03-01     | 2020-03-07   | unallocated    | 7     | false    | 28         | 2020-03-09
    2020-03-08     | 2020-03-14   | 8              | 18    | false    | 37         | 2020-03-15
    2020-03-08     | 2020-03-14   | 9              |       | true     | 37         | 2020-03-15
    2020-03-08     | 2020-03-14   | unallocated    |       | true     | 37         | 2020-03-15
"""


def shares(table_of: TableOf) -> DataFrame:
    return zip_share(
        table_of(EVENTS, city.event),
        table_of(VISITS, health.food_inspection),
        table_of(VEHICLES, services.abandoned_vehicle),
    )


def test_shares_are_of_located_addresses_and_the_others_are_counted(table_of: TableOf) -> None:
    same(shares(table_of), table_of(SHARES, city.zip_share), city.zip_share)


def test_cases_of_codes_go_to_areas_by_addresses_and_few_are_not_told(table_of: TableOf) -> None:
    made = area_covid_week(table_of(CASES, surveillance.covid_week), shares(table_of)).cache()
    same(made, table_of(BY_AREA, city.area_covid_week), city.area_covid_week)
    # What is not told is all that the city's cases and the rows told differ by.
    rest = made.groupBy("week_starts_on").agg(F.expr("max(city_cases) - sum(cases) as rest"))
    assert {row.rest for row in rest.collect()} == {0, 19}


def test_every_code_is_there_with_its_area_or_why_it_has_none(table_of: TableOf) -> None:
    made = zip_area(shares(table_of), table_of(WEEKS, surveillance.covid_week))
    same(made, table_of(EXPECTED, city.zip_area), city.zip_area)
