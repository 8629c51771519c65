"""Whole files are damaged in the way asked for and in no other."""

import pytest

from lakehouse.sample.defects import (
    column_renamed,
    damaged_files,
    emptied,
    encoded,
    recoded,
    truncated,
)
from lakehouse.sample.layout import Column, Delivery

LAYOUT = Delivery(
    "menus",
    "health",
    "menus.csv",
    (Column("no", "id", key=True), Column("dish", "text")),
    delimiter=";",
    encoding="iso-8859-1",
)
DATA = "no;dish\n1;crêpe\n2;soep\n3;brood\n".encode("iso-8859-1")


def test_truncated_ends_inside_a_row() -> None:
    cut = truncated(DATA, LAYOUT, 0.6)
    assert DATA.startswith(cut) and not cut.endswith(b"\n")
    assert DATA[len(cut) : len(cut) + 1] not in (b"\n", b"")


@pytest.mark.parametrize("share", [0.0, 1.0, -2.0])
def test_truncated_refuses_a_share_that_cuts_nothing(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        truncated(DATA, LAYOUT, share)


def test_truncated_refuses_a_header_alone() -> None:
    with pytest.raises(ValueError, match="no data row"):
        truncated(b"no;dish\n", LAYOUT)


def test_one_column_changes_its_name() -> None:
    rest = DATA.split(b"\n", 1)[1]
    assert column_renamed(DATA, LAYOUT, "dish", "plate") == b"no;plate\n" + rest


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no column price"):
        column_renamed(DATA, LAYOUT, "price", "cost")
    with pytest.raises(ValueError, match="no column no"):
        column_renamed(b"", LAYOUT, "no", "nr")


def test_recoded_keeps_the_text_and_changes_the_bytes() -> None:
    other = recoded(DATA, LAYOUT, "utf-8")
    assert other != DATA and other.decode("utf-8") == DATA.decode("iso-8859-1")
    assert b"cr?pe" in recoded(DATA, LAYOUT, "ascii")


def test_emptied_leaves_the_header() -> None:
    assert emptied(DATA) == b"no;dish\n"
    assert emptied(b"") == b""


def test_every_damage_is_a_different_file() -> None:
    damaged = damaged_files(DATA, LAYOUT)
    assert len(set(damaged.values()) | {DATA}) == len(damaged) + 1


def test_a_stray_byte_survives_a_change_of_columns() -> None:
    stray = DATA.replace(b"soep", b"s\xefep")
    assert b"s\xefep" in column_renamed(stray, LAYOUT, "no", "nr")
    assert encoded([["a", "\udce9"]], LAYOUT) == b"a;\xe9\n"
