"""A postal code stands for an area only where nearly all its addresses lie in it."""

# A drawn table is as wide as it is.

from __future__ import annotations

from chispa import assert_df_equality

from jobs.city.zip_area import zip_area
from lakehouse.checks.conform import conform
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


def test_every_code_is_there_with_its_area_or_why_it_has_none(table_of: TableOf) -> None:
    made = zip_area(
        table_of(EVENTS, city.event),
        table_of(VISITS, health.food_inspection),
        table_of(VEHICLES, services.abandoned_vehicle),
        table_of(WEEKS, surveillance.covid_week),
    )
    assert_df_equality(
        conform(made, city.zip_area),
        table_of(EXPECTED, city.zip_area),
        ignore_row_order=True,
        ignore_nullable=True,
    )
