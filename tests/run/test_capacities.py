"""What city.toml says of its capacity becomes rows, or is refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from lakehouse.declare.errors import SettingError
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.configured.capacities import capacity_rows
from lakehouse.run.settings import City, load_settings

CITY = load_settings("sample", {}).city
TABLES = load_catalogue(CITY).tables
HOURS = {"there": 60, "each": 1.5, "by": "facility", "costs": {"restaurant": 2}}


def rows(**asked: Any) -> list[tuple[Any, ...]]:
    return capacity_rows({"premises_to_inspect_first": asked}, TABLES)


def test_a_cost_for_any_and_one_for_a_kind() -> None:
    made = rows(resources={"hours": HOURS}, floor={"by": "community_area", "share": 0.5})
    start, end = ("premises_to_inspect_first", "hours"), ("facility", "community_area", 0.5)
    assert made == [(*start, "", 60.0, 1.5, *end), (*start, "restaurant", 60.0, 2.0, *end)]


def test_a_list_that_the_city_lacks_is_passed_over() -> None:
    assert capacity_rows({"lamps_to_mend": {"resources": {}}}, TABLES) == []


def test_the_sample_city_says_what_it_has_for_four_lists() -> None:
    made = capacity_rows(CITY.capacity, TABLES)
    assert len({row[0] for row in made}) == 4
    assert {row[1] for row in made} == {"inspector hours", "crew hours", "auditor days", "euro"}


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "says no resource"),
    ({"resource": {}}, "did you mean resources"),
    ({"resources": {"h": {"there": 5}}}, "h each is no number"),
    ({"resources": {"h": {"there": -1, "each": 1}}}, "h there is no number"),
    ({"resources": {"h": {"there": True, "each": 1}}}, "there is no number"),
    ({"resources": {"h": 7}}, "h says 'it'"),
    ({"resources": {"h": HOURS | {"by": "facilty"}}}, "did you mean facility"),
    ({"resources": {"h": {"there": 5, "each": 1, "by": "facility"}}}, "both by and costs"),
    ({"resources": {"h": HOURS}, "floor": {"by": "community_area"}}, "floor that cannot be"),
    ({"resources": {"h": HOURS}, "floor": {"by": "x", "share": 0.5}}, "no text column x"),
    ({"resources": {"h": HOURS}, "floor": {"by": "x", "share": 2}}, "floor that cannot be"),
]


@pytest.mark.parametrize(("asked", "said"), BAD)
def test_what_cannot_be_understood_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError, match=said) as caught:
        rows(**asked)
    assert "capacity.premises_to_inspect_first" in str(caught.value)


def test_a_city_without_a_capacity_does_without_and_misses_nothing() -> None:
    bare = City(CITY.name, CITY.title, CITY.folder, CITY.delivered, "UTC", CITY.bounds, CITY.codes)
    left = load_catalogue(bare).left_out
    assert left["published.what_fits"] == left["published.what_capacity_brings"]
    assert left["published.what_fits"] == "governance.capacity"
