"""Lists of any kind are fitted to what the city has, each by what it is ranked by."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyspark.sql import DataFrame

from jobs.published.what_capacity_brings import what_capacity_brings
from jobs.published.what_fits import LISTS, what_fits
from lakehouse.checks.conform import conform
from lakehouse.tables import governance, published
from tests.conftest import TableOf

FOOD = """
rank | premises_id | name | facility | probability | expected_harm | community_area | as_of | data_through | why_no_score
1 | p1 | Diner | restaurant | 0.95 | 0.9 | 1 | 2024-06-28 | 2024-06-27 |
2 | p2 | Cafe | cafe | 0.3 | 0.5 | 1 | 2024-06-28 | 2024-06-27 |
3 | p3 | Bar | cafe | 0.25 | 0.45 | 2 | 2024-06-28 | 2024-06-27 |
  | p4 | Gone | cafe | | | 2 | 2024-06-28 | 2024-06-27 | closed
"""
STREETS = """
rank | site_id | name | kind | expected | excess | as_of | data_through
1 | S1 | Main | segment | 4 | 2.0 | 2024-06-01 | 2024-05-31
2 | S2 | Side | segment | 9 | 1.0 | 2024-06-01 | 2024-05-31
3 | S3 | Back | segment | 1 | -1.0 | 2024-06-01 | 2024-05-31
"""
PLACES = """
rank | cell | name | expected | as_of | data_through
1 | 1_1 | Old Mill 1 | 6 | 2024-06-28 | 2024-06-27
2 | 1_2 | Old Mill 2 | 5 | 2024-06-28 | 2024-06-27
"""
BLOCKS = """
rank | block_id | expected | as_of | data_through
1 | 2_1 | 0.3 | 2024-06-28 | 2024-06-27
2 | 2_2 | 0.2 | 2024-06-28 | 2024-06-27
"""
BEACHES = """
rank | beach | names | probability | as_of | data_through
1 | Oak | Oak Street | 0.6 | 2024-06-28 | 2024-06-27
2 | Rain | Rainbow | 0.5 | 2024-06-28 | 2024-06-27
"""
CAPACITY = """
result | resource | value | available | cost | by | floor_by | floor_share
premises_to_inspect_first | hours | | 2 | 2 | facility | | 0
premises_to_inspect_first | hours | cafe | 2 | 1 | facility | | 0
streets_to_make_safer | audits | | 1 | 1 | | | 0
traps_to_treat | drops | | 5 | 1 | | | 0
places_needing_help_first | crews | | 1 | 1 | | | 0
blocks_to_visit | crews | | 1 | 1 | | | 0
beaches_to_close | guards | | 1 | 1 | | | 0
"""


@pytest.fixture
def given(table_of: TableOf) -> Callable[[], list[DataFrame]]:
    """The capacity, then the lists: some with rows, the others empty as a city's that lacks them."""
    drawn = {LISTS[0]: FOOD, LISTS[2]: STREETS}
    drawn |= dict(zip(LISTS[5:], (PLACES, BLOCKS, BEACHES), strict=True))
    bare = [drawn.get(t, " | ".join(t.column_names[:1])) for t in LISTS]
    frames = [table_of(text, t) for text, t in zip(bare, LISTS, strict=True)]
    # A cost for any value has the empty word, which the drawn table takes for nothing.
    capacity = table_of(CAPACITY, governance.capacity).fillna("", ["value"])
    return lambda: [capacity, *frames]


def test_each_list_takes_what_brings_most(given: Callable[[], list[DataFrame]]) -> None:
    rows = conform(what_fits(*given()), published.what_fits).collect()
    found = {(r["result"], r["entity_id"]): r for r in rows}
    food, streets = "premises_to_inspect_first", "streets_to_make_safer"
    assert set(found) == {
        *((food, "p2"), (food, "p3"), (streets, "S1"), ("places_needing_help_first", "1_1")),
        *(("blocks_to_visit", "2_1"), ("beaches_to_close", "Oak")),
    }
    assert found["beaches_to_close", "Oak"]["name"] == "Oak Street"
    cafe = found[food, "p2"]
    assert (cafe["place"], cafe["list_rank"], cafe["name"]) == (1, 2, "Cafe")
    assert cafe["uses"] == "1 hours" and not cafe["also_by_rank"]
    # Ranked by what is in excess, not by what is expected.
    street = found[streets, "S1"]
    assert street["benefit"] == 2.0 and street["also_by_rank"]
    assert str(street["as_of"]) == "2024-06-01" and str(cafe["data_through"]) == "2024-06-27"


def test_the_curve_has_every_list_that_has_rows(given: Callable[[], list[DataFrame]]) -> None:
    rows = conform(what_capacity_brings(*given()), published.what_capacity_brings).collect()
    assert len(rows) == 5 * 20
    found = {(r["result"], r["percent"]): r for r in rows}
    own = found["premises_to_inspect_first", 100]
    assert own["benefit"] == pytest.approx(0.95) and own["down_the_list"] == pytest.approx(0.9)
    assert own["gain"] == pytest.approx(0.05) and own["capacity"] == "2 hours"
    assert found["premises_to_inspect_first", 200]["benefit"] == pytest.approx(1.85)
    assert found["streets_to_make_safer", 200]["taken"] == 2
