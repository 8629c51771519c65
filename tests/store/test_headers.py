"""A header that does not fit its contract is refused with the column and the likely reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import FeedColumn
from lakehouse.store.formats.headers import check_headers
from tests.store.parks import COLUMNS, deliver, dog_feed


def added(headers: list[str], folder: Path) -> list[str]:
    return check_headers(deliver("x\n", folder), headers)


def refusal(headers: list[str], folder: Path) -> DeliveryRefused:
    with pytest.raises(DeliveryRefused) as caught:
        added(headers, folder)
    assert caught.value.what.startswith("dog: parks/dog.csv ")
    return caught.value


def test_the_contracts_columns_fit_in_any_order(tmp_path: Path) -> None:
    assert added(["Tag", "Name", "Seen"], tmp_path) == []
    assert added(["Seen", "Tag", "Name"], tmp_path) == []


def test_columns_the_contract_does_not_know_are_given_in_their_order(tmp_path: Path) -> None:
    assert added(["Tag", "Zeal", "Name", "Chip", "Seen"], tmp_path) == ["Zeal", "Chip"]


def test_a_missing_column_is_named_with_the_contract(tmp_path: Path) -> None:
    error = refusal(["Tag", "Seen"], tmp_path)
    assert "lacks the column Name." in error.what
    assert "Ask Parks" in error.todo and "town/dog.odcs.yaml" in error.todo


def test_a_renamed_column_is_named_with_its_likely_new_name(tmp_path: Path) -> None:
    error = refusal(["Tag", "Nane", "Seen"], tmp_path)
    assert "lacks the column Name (did you mean Nane?)" in error.what


def test_blanks_around_a_header_are_shown(tmp_path: Path) -> None:
    said = refusal(["Tag", "Name ", "Seen"], tmp_path).what
    assert "lacks the column Name (it is there with blanks around it: 'Name ')" in said


def test_a_column_the_contract_knows_is_not_the_new_name_of_another(tmp_path: Path) -> None:
    names = FeedColumn("Names", "names", "string", "All it listens to.")
    delivery = deliver("x\n", tmp_path, dog_feed(columns=(*COLUMNS, names)))
    with pytest.raises(DeliveryRefused, match=r"lacks the column Name\."):
        check_headers(delivery, ["Tag", "Names", "Seen"])


def test_each_of_several_missing_columns_is_named(tmp_path: Path) -> None:
    assert "lacks the column Name, Seen." in refusal(["Tag", "Chip"], tmp_path).what


def test_a_doubled_column_is_named(tmp_path: Path) -> None:
    error = refusal(["Tag", "Name", "Seen", "Name"], tmp_path)
    assert "has the column Name twice" in error.what
    assert "Ask Parks" in error.todo


def test_a_doubled_column_that_the_contract_does_not_know_is_named_too(tmp_path: Path) -> None:
    assert "Chip twice" in refusal(["Tag", "Chip", "Name", "Seen", "Chip"], tmp_path).what


def test_columns_without_a_name_are_counted_and_told_by_their_place(tmp_path: Path) -> None:
    error = refusal(["Tag", "", "Name", "Seen", ""], tmp_path)
    assert "has 2 columns without a name: 2, 5." in error.what and "Ask Parks" in error.todo
    assert check_headers(deliver("x\n", tmp_path), ["Tag", "Name", "Seen", ""]) == [""]


def test_with_no_known_column_delimiter_header_and_encoding_are_asked_for(tmp_path: Path) -> None:
    error = refusal(["Tag;Name;Seen"], tmp_path)
    assert "none of the contract's 3 columns" in error.what and "1 field(s)" in error.what
    for word in ("','", "header", "utf-8", "town/dog.odcs.yaml"):
        assert word in error.todo


def test_a_file_without_its_header_does_not_give_its_first_row_away(tmp_path: Path) -> None:
    error = refusal(["17", "Napoleon", "2020-01-01"], tmp_path)
    assert "Napoleon" not in str(error) and "17" not in str(error)


def test_nor_when_two_of_its_cells_are_equal(tmp_path: Path) -> None:
    error = refusal(["Napoleon", "Napoleon", "2020-01-01"], tmp_path)
    assert "Napoleon" not in str(error)


def test_the_message_speaks_of_the_feeds_own_delimiter(tmp_path: Path) -> None:
    delivery = deliver("x\n", tmp_path, dog_feed(delimiter="|", encoding="iso-8859-1"))
    with pytest.raises(DeliveryRefused, match=r"'\|'.*iso-8859-1"):
        check_headers(delivery, ["Tag,Name,Seen"])
