"""Names are listed as people do, whatever numbers they hold."""

from __future__ import annotations

from lakehouse.declare.natural_order import natural_order


def test_numbers_in_names_count_as_numbers_and_come_before_words() -> None:
    named = ["A12", "B1", "7", "A2", "12"]
    assert sorted(named, key=natural_order) == ["7", "12", "A2", "A12", "B1"]
    named = ["not known", "10", "Ward 10", "9", "Ward 9"]
    assert sorted(named, key=natural_order) == ["9", "10", "Ward 9", "Ward 10", "not known"]


def test_what_is_no_number_to_count_with_is_a_word() -> None:
    assert sorted(["²", "1", "007", "7"], key=natural_order) == ["1", "007", "7", "²"]
