"""Each inspection has its area, and what its residents complained of beside the city's."""

# A drawn table is as wide as it is.

from __future__ import annotations

import pytest

from jobs.city.food_visit_area import food_visit_area
from lakehouse.checks.conform import conform
from lakehouse.tables import city, services
from tests.conftest import TableOf
from tests.jobs.city.test_event import OUTLINES

VISITS = """
    inspection_id | premises_id | visited_on | known_at   | latitude | longitude
    north         | L1          | 2024-05-20 | 2024-05-21 | 0.75     | 0.5
    south         | L2          | 2024-05-01 | 2024-05-02 | 0.25     | 0.5
    too_soon      | L1          | 2024-04-30 | 2024-05-01 | 0.75     | 0.5
    too_late      | L1          | 2025-05-01 | 2025-05-02 | 0.75     | 0.5
    nowhere       | L3          | 2024-05-20 | 2024-05-21 |          |
    outside       | L4          | 2024-05-20 | 2024-05-21 | 9        | 9
"""
# In the north three complaints of 100 people, in the south one of 300: four of 400 in the city.
COMPLAINTS = """
    row_id | created_on | status              | latitude | longitude
    1      | 2024-03-01 | open                | 0.75     | 0.5
    2      | 2024-03-31 | completed           | 0.75     | 0.5
    3      | 2024-03-31 | completed           | 0.6      | 0.2
    4      | 2024-03-31 | completed_duplicate | 0.75     | 0.5
    5      | 2024-03-15 | open                | 0.25     | 0.5
    6      | 2024-04-01 | open                | 0.25     | 0.5
    7      | 2024-03-15 | open                | 9        | 9
"""
PEOPLE = """
    area_kind      | area | census | population
    community_area | 1    | 2010   | 900
    community_area | 1    | 2020   | 100
    community_area | 2    | 2020   | 300
"""


def test_complaints_of_the_year_before_are_told_per_resident(table_of: TableOf) -> None:
    made = food_visit_area(
        table_of(VISITS, city.food_visit),
        table_of(COMPLAINTS, services.sanitation_request),
        table_of(OUTLINES, city.area_boundary),
        table_of(PEOPLE, city.area_population),
    )
    rows = {r["inspection_id"]: r for r in conform(made, city.food_visit_area).collect()}
    assert {name: row["community_area"] for name, row in rows.items()} == {
        **dict.fromkeys(("north", "too_soon", "too_late"), "1"),
        "south": "2",
        **dict.fromkeys(("nowhere", "outside"), None),
    }
    told = {n: r["complaint_ratio"] for n, r in rows.items() if r["complaint_ratio"] is not None}
    assert told == pytest.approx({"north": 3.0, "south": 1 / 3})
