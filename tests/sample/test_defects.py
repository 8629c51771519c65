"""Whole files are damaged in the way asked for and in no other."""

import pytest

from lakehouse.sample.defects import (
    blanked,
    column_added,
    column_dropped,
    column_renamed,
    damaged_files,
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


def test_columns_change_one_at_a_time() -> None:
    rest = DATA.split(b"\n", 1)[1]
    assert column_renamed(DATA, LAYOUT, "dish", "plate") == b"no;plate\n" + rest
    assert column_dropped(DATA, LAYOUT, "dish") == b"no\n1\n2\n3\n"
    added = column_added(DATA, LAYOUT, "price", "9")
    assert added.splitlines()[:2] == [b"no;dish;price", "1;crêpe;9".encode("iso-8859-1")]


def test_unknown_and_known_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="no column price"):
        column_renamed(DATA, LAYOUT, "price", "cost")
    with pytest.raises(ValueError, match="no column price"):
        column_dropped(DATA, LAYOUT, "price")
    with pytest.raises(ValueError, match="already has dish"):
        column_added(DATA, LAYOUT, "dish")
    with pytest.raises(ValueError, match="no column no"):
        column_renamed(b"", LAYOUT, "no", "nr")
    with pytest.raises(ValueError, match="is blank"):
        column_added(b"", LAYOUT, "price")


def test_recoded_keeps_the_text_and_changes_the_bytes() -> None:
    other = recoded(DATA, LAYOUT, "utf-8")
    assert other != DATA and other.decode("utf-8") == DATA.decode("iso-8859-1")
    assert b"cr?pe" in recoded(DATA, LAYOUT, "ascii")


def test_blank_means_blank() -> None:
    assert blanked(DATA, LAYOUT) == b""
    assert blanked(DATA, LAYOUT, keep_header=True) == b"no;dish\n"
    assert blanked(b"", LAYOUT, keep_header=True) == b""


def test_every_damage_is_a_different_file() -> None:
    damaged = damaged_files(DATA, LAYOUT)
    assert len(set(damaged.values()) | {DATA}) == len(damaged) + 1


def test_a_stray_byte_survives_a_change_of_columns() -> None:
    stray = DATA.replace(b"soep", b"s\xefep")
    assert b"s\xefep" in column_renamed(stray, LAYOUT, "no", "nr")
    assert encoded([["a", "\udce9"]], LAYOUT) == b"a;\xe9\n"
