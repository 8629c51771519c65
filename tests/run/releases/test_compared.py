"""Rows that came, went and changed; who entered, left and moved among the first of a list."""

from __future__ import annotations

import pandas as pd

from lakehouse.portal.change import Cause, Parts
from lakehouse.run.releases import compared as asked
from lakehouse.run.releases.compared import compared
from tests.run.releases.small_release import listed

KEY = ("place",)


def test_rows_are_counted_by_key_and_stamps_do_not_count() -> None:
    before = pd.DataFrame({"place": ["a", "b", "c"], "value": [1.0, None, 3.0], "as_of": "x"})
    after = pd.DataFrame({"place": ["d", "c", "b"], "value": [1.0, 4.0, None], "as_of": "y"})
    change = compared("beside", KEY, (before, after), Cause())
    assert change.rows == (1, 1, 1, 1) and not change.is_list and not change.same


def test_the_same_rows_in_another_order_are_the_same() -> None:
    before = pd.DataFrame({"place": ["a", "b"], "value": [1.0, 2.0], "model_version": "1"})
    change = compared("beside", KEY, (before, before[::-1].assign(model_version="2")), Cause())
    assert change.rows == (0, 0, 0, 2) and change.same


def test_another_column_changes_every_row() -> None:
    before = pd.DataFrame({"place": ["a", "b"], "value": [1.0, 2.0]})
    change = compared("beside", KEY, (before, before.assign(more=1)), Cause())
    assert change.rows == (0, 0, 2, 0)


def test_an_empty_table_is_no_trouble() -> None:
    one = pd.DataFrame({"place": ["a"], "value": [1.0]})
    assert compared("beside", KEY, (one.iloc[:0], one), Cause()).rows == (1, 0, 0, 0)
    assert compared("beside", KEY, (one.iloc[:0], one.iloc[:0]), Cause()).same


def test_a_list_says_who_entered_left_and_moved() -> None:
    frames = listed({"a": 0.9, "b": 0.8, "c": 0.1}), listed({"b": 0.85, "a": 0.82, "c": 0.1})
    change = compared("first", KEY, frames, Cause())
    assert [(m.key, m.ranks, m.values) for m in change.moved] == [
        ("b", (2, 1), (0.8, 0.85)), ("a", (1, 2), (0.9, 0.82))
    ]  # fmt: skip
    assert change.is_list and change.first == 3 and change.far == 0
    assert change.entered == () and change.left == ()


def test_only_the_first_places_count_as_entered_or_left() -> None:
    places = {f"p{n:02}": 0.9 - n / 100 for n in range(asked.FIRST + 3)}
    later = places | {"p17": 0.95, "new": 0.94}
    change = compared("first", KEY, (listed(places), listed(later)), Cause())
    assert [(m.key, m.ranks) for m in change.entered] == [("p17", (18, 1)), ("new", (None, 2))]
    assert [m.key for m in change.left] == ["p13", "p14"] and change.first == 15
    assert len(change.moved) == 13 and change.far == 1


def test_parts_and_share_are_handed_on_by_key() -> None:
    frames = listed({"a": 0.9, "b": 0.8}), listed({"b": 0.9, "a": 0.8})
    change = compared("first", KEY, frames, Cause(), {"b": Parts(0.1, 0, 0)}, Parts(0, 0, 0))
    assert [m.parts for m in change.moved] == [Parts(0.1, 0, 0), None]
    assert change.share == Parts(0, 0, 0)
