"""Which mark stands around values is the contract's to say: in many TSV files none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakehouse.declare.database import Database
from lakehouse.declare.errors import PlanError
from lakehouse.declare.open_data import Portal
from lakehouse.store.contract.database_entry import _refuse_unfit as refuse_table
from lakehouse.store.contract.portal_entry import _refuse_unfit as refuse_rows
from tests.store.parks import dog_feed, lines, read
from tests.store.test_contracts import contract, custom

TSV = lines(['1\t"Rex" the big\t', '2\t5" Bo\t', '3\t"Al\t', "4\tit's\t"], "Tag\tName\tSeen")
NAMES = ['"Rex" the big', '5" Bo', '"Al', "it's"]


@pytest.mark.parametrize("line_breaks", [False, True])
def test_without_a_mark_quotes_are_letters(tmp_path: Path, line_breaks: bool) -> None:
    found = read(TSV, tmp_path, dog_feed(delimiter="\t", quote="", line_breaks=line_breaks))
    assert [name for _, name, _ in found.cells] == NAMES and not found.unsplit


def test_with_a_mark_an_open_quote_costs_its_row(tmp_path: Path) -> None:
    found = read(TSV, tmp_path, dog_feed(delimiter="\t"))
    assert list(found.unsplit) == [1, 3] and len(found.cells) == 2


def test_a_damaged_file_is_read_line_by_line_in_the_same_way(tmp_path: Path) -> None:
    data = lines(["1,'a, b',", "2,'open,", "3,it''s \"so\",", "4,'it''s',"])
    found = read(data, tmp_path, dog_feed(quote="'"))
    assert list(found.unsplit) == [2]
    assert [name for _, name, _ in found.cells] == ["a, b", "it''s \"so\"", "it's"]


@pytest.mark.parametrize(("said", "mark"), [("none", ""), ("'", "'"), ('"', '"')])
def test_a_contract_says_the_mark(tmp_path: Path, said: str, mark: str) -> None:
    assert contract(tmp_path, custom("quote", said)).quote == mark
    assert contract(tmp_path).quote == '"'


def test_a_mark_that_is_none_or_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="quote is"):
        contract(tmp_path, custom("quote", "|"))


def test_rows_that_we_write_ourselves_have_the_usual_mark(tmp_path: Path) -> None:
    """A portal's or a table's; a file behind a plain address comes as it is."""
    odd = dog_feed(quote="")
    rows = Portal("socrata", "https://a.example", "dogs-2020")
    file = Portal("url", "https://a.example/dogs.tsv")
    with pytest.raises(PlanError, match="Leave out quote"):
        refuse_rows("dog.odcs.yaml", rows, odd)
    refuse_rows("dog.odcs.yaml", file, odd)
    with pytest.raises(PlanError, match="rows of a database are quoted"):
        refuse_table("dog.odcs.yaml", Database("a.example", "dogs", "dog"), odd)
