"""Read line by line, a damaged line is kept whole and every other one is split as agreed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lakehouse.store.formats import lines as module
from lakehouse.store.formats.lines import line_batches
from lakehouse.store.landed.staged import staged_schema
from tests.store.parks import deliver, dog_feed, lines


def rows_of(
    data: str | bytes, folder: Path, headers: str = "Tag,Name,Seen", **changes: Any
) -> list[dict[str, Any]]:
    delivery = deliver(data, folder, dog_feed(**changes))
    names = headers.split(",")
    added = [n for n in names if n not in ("Tag", "Name", "Seen")]
    batches = line_batches(delivery, names, added, staged_schema(delivery))
    return [row for batch in batches for row in batch.to_pylist()]


def test_a_line_is_split_or_kept_whole(tmp_path: Path) -> None:
    body = ["1,Rex,2020-01-01", '2,"Bo,2020', "3,Al", "", '5,"a, ""b""",c', '6,"x"y,c', "7,a,b,c"]
    rows = rows_of(lines(body), tmp_path)
    assert [r["_row"] for r in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert [r["name"] for r in rows] == ["Rex", None, None, None, 'a, "b"', None, None]
    assert [r["_raw"] for r in rows] == [None, body[1], body[2], "", None, body[5], body[6]]


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_batches_do_not_change_the_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", at_once)
    rows = rows_of(lines(["1,a,b", "2", "3,a,b"]), tmp_path)
    assert [(r["_row"], r["tag"]) for r in rows] == [(1, "1"), (2, None), (3, "3")]


def test_mark_line_ends_order_delimiter_and_new_columns_are_understood(tmp_path: Path) -> None:
    data = ("\ufeff" + lines(["2020;7;1;Rex"], "Seen;Chip;Tag;Name")).replace("\n", "\r\n")
    (row,) = rows_of(data, tmp_path, "Seen,Chip,Tag,Name", delimiter=";")
    assert (row["tag"], row["name"], row["seen_on"]) == ("1", "Rex", "2020")
    assert json.loads(row["_more"]) == {"Chip": "7"}


def test_only_real_line_ends_part_lines(tmp_path: Path) -> None:
    odd = "a\u2028b\x85c\x0bd"
    (row,) = rows_of(lines([f"1,{odd},x"]), tmp_path)
    assert row["name"] == odd


def test_a_value_too_long_for_python_is_kept_whole(tmp_path: Path) -> None:
    line = f"1,{'x' * 200_000},c"
    (row,) = rows_of(lines([line]), tmp_path)
    assert row["_raw"] == line


def test_a_header_alone_gives_no_batch(tmp_path: Path) -> None:
    assert rows_of(lines([]), tmp_path) == []
