"""What city.toml says of its capacity becomes rows, or is refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from lakehouse.declare import Result
from lakehouse.declare.errors import SettingError
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.configured.capacities import capacity_rows
from lakehouse.run.settings import City, load_settings
from lakehouse.tables.published.fits import LISTS

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
    left = {name: t for name, t in TABLES.items() if name != "published.traps_to_treat"}
    asked = {"traps_to_treat": {"resources": {"drops": {"there": 5, "each": 1}}}}
    assert capacity_rows(asked, left) == [] and len(capacity_rows(asked, TABLES)) == 1


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("lamps_to_mend", "is no result"),
        ("premises_to_inspect", r"is no result \(did you mean premises_to_inspect_first\?\)"),
        ("hospitals_at_risk", "is a result whose rows are not taken one by one"),
        ("city_pulse", "is a result whose rows are not taken one by one"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_what_can(result: str, said: str) -> None:
    asked = {"resources": {"hours": {"there": 5, "each": 1}}}
    with pytest.raises(SettingError, match=said) as caught:
        capacity_rows({result: asked}, TABLES)
    assert f"[capacity.{result}]" in caught.value.what
    assert "blocks_to_visit, buildings_to_visit" in caught.value.todo


def test_each_list_with_a_place_for_every_item_can_be_fitted() -> None:
    """Whoever adds a ranked list adds it there, or says here why its items are not taken."""
    ranked = {
        t.last
        for t in TABLES.values()
        if isinstance(t, Result) and "rank" in t.column_names and len(t.key) == 1
    }
    # Areas that are compared, air that is warned of: nobody goes there to work a list down.
    not_taken = {"city_risk", "district_risk", "area_side_by_side", "air_to_expect"}
    assert ranked - not_taken == {t.last for t in LISTS}


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
