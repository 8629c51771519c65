"""A routine visit is something done with the list; one row for a premises and a day."""

from __future__ import annotations

from jobs.city.list_action import list_action
from lakehouse.checks.conform import conform
from lakehouse.tables import city
from tests.conftest import TableOf

VISITS = """
inspection_id | premises_id | visited_on | is_canvass | critical_found | known_at
1 | p1 | 2024-06-01 | true | false | 2024-06-03
2 | p1 | 2024-06-01 | true | true | 2024-06-02
3 | p1 | 2024-06-09 | true | false | 2024-06-10
4 | p2 | 2024-06-09 | false | true | 2024-06-10
"""


def test_visits_of_a_day_are_one_and_complaints_are_none(table_of: TableOf) -> None:
    made = conform(list_action(table_of(VISITS, city.food_visit)), city.list_action)
    rows = {(r["entity_id"], str(r["done_on"])): r for r in made.collect()}
    assert set(rows) == {("p1", "2024-06-01"), ("p1", "2024-06-09")}
    first = rows["p1", "2024-06-01"]
    assert first["found"] is True and str(first["known_at"]) == "2024-06-02"
    assert first["result"] == "premises_to_inspect_first" and first["what"] == "inspected"
