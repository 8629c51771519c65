"""What the city published and what is counted here are compared, area by area, and balance."""

# A drawn table is as wide as it is.

from __future__ import annotations

from chispa import assert_df_equality

from jobs.city.crash_count_balance import crash_count_balance
from lakehouse.checks.conform import conform
from lakehouse.tables import city, transport
from tests.conftest import TableOf

EVENTS = """
    event_kind               | event_id | happened_on | community_area | police_district | tract
    pedestrian_cyclist_crash | 1        | 2010-05-01  | 1              | 7               | t1
    pedestrian_cyclist_crash | 2        | 2010-06-01  | 1              | 7               | t1
    pedestrian_cyclist_crash | 3        | 2010-07-01  |                |                 |
    pedestrian_cyclist_crash | 4        | 2017-07-01  | 1              | 7               | t1
    crash                    | 2        | 2010-06-01  | 1              | 7               | t1
"""
CRASHES = """
    crash_id | intersection_id
    1        | 11
    2        |
    3        | 11
    4        | 11
"""
AREA = """
    community_area | year | kind                  | crashes
    1              | 2010 | pedestrian_or_cyclist | 3
    1              | 2010 | other                 | 50
    unknown        | 2010 | pedestrian_or_cyclist | 1
    2              | 2010 | other                 | 9
"""
CROSSINGS = """
    intersection_id | year | kind       | crashes
    11              | 2010 | pedestrian | 1
    11              | 2010 | cyclist    | 1
    12              | 2010 | cyclist    | 1
"""
EXPECTED = """
    area_kind      | area | year | published | counted | difference
    community_area | 1    | 2010 | 3         | 2       | 1
    community_area | none | 2010 | 1         | 1       | 0
    intersection   | 11   | 2010 | 2         | 2       | 0
    intersection   | 12   | 2010 | 1         | 0       | 1
"""


def test_published_is_counted_plus_the_difference(table_of: TableOf) -> None:
    made = crash_count_balance(
        table_of(EVENTS, city.event),
        table_of(CRASHES, transport.pedestrian_cyclist_crash),
        table_of(AREA, transport.crash_count_community_area),
        table_of("police_district | year | kind", transport.crash_count_police_district),
        table_of("tract | year | kind", transport.crash_count_tract),
        table_of(CROSSINGS, transport.crash_count_intersection),
    )
    # Years that the city published nothing for are no difference; other crashes have no events.
    assert_df_equality(
        conform(made, city.crash_count_balance),
        table_of(EXPECTED, city.crash_count_balance),
        ignore_row_order=True,
        ignore_nullable=True,
    )
