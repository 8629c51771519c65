"""Which rows get which defect, and what becomes of the rows around them."""

import numpy as np
import pytest

from lakehouse.sample import DELIVERIES
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.planted import Planted, choose, kinds_for, plant
from lakehouse.sample.streams import stream
from lakehouse.sample.strike import Row, struck

VIOLATIONS = DELIVERIES["food_violations"]
READING = Delivery(
    "readings",
    "parks",
    "readings_{month}.csv",
    (
        Column("no", "id", key=True),
        Column("from_day", "date"),
        Column("warm_c", "number", decimals=1, low=-30, high=45, wrong_unit=(1.8, 32)),
    ),
)


def planted(rows: list[Row], chosen: dict[int, str], spared: tuple[int, ...] = ()) -> Planted:
    return plant(len(rows), rows.__getitem__, chosen, spared, VIOLATIONS, "f", stream(1, "t"))


def test_two_rows_that_lose_their_key_stay_different() -> None:
    rows = [[str(700_000 + i), "3", "CRITICAL"] for i in range(40)]
    out = planted(rows, dict.fromkeys(range(40), "missing_key")).instead
    assert len({tuple(row) for row in out.values()}) == 40
    one_visit = [["1", str(item), "MINOR"] for item in range(30, 40)]
    out = planted(one_visit, dict.fromkeys(range(10), "text_in_number")).instead
    assert len({tuple(row) for row in out.values()}) == 10


def test_row_numbers_follow_an_inserted_duplicate() -> None:
    rows = [[str(700_000 + i), "3", "CRITICAL"] for i in range(5)]
    found = planted(rows, {1: "duplicate_row", 4: "missing_key"})
    out = [
        r
        for i, row in enumerate(rows)
        for r in [found.instead.get(i, row), *found.below.get(i, [])]
    ]
    assert len(out) == 6
    copies = [n for n, row in enumerate(out, 1) if row == rows[1]]
    by_kind = {d.kind: d for d in found.defects}
    assert by_kind["duplicate_row"].row == copies[1]
    assert "" in out[by_kind["missing_key"].row - 1]


def test_a_spared_row_hands_its_defect_on() -> None:
    rows = [[str(700_000 + i), "3", "CRITICAL"] for i in range(5)]
    found = planted(rows, {1: "missing_key"}, spared=(1, 2))
    assert list(found.instead) == [3]
    assert planted(rows, {1: "missing_key"}, spared=tuple(range(5))).defects == []


def test_a_wrong_unit_is_planted_only_where_it_can_be_seen() -> None:
    warm, rng = READING.columns[2], stream(1, "t")
    assert struck("wrong_unit", warm, ["1", "2022-01-01", "5.0"], READING, rng) is None
    found = struck("wrong_unit", warm, ["1", "2022-01-01", "25.0"], READING, rng)
    assert found == (["1", "2022-01-01", "77.0"], "warm_c")


def test_a_blank_field_is_left_alone() -> None:
    day, rng = READING.columns[1], stream(1, "t")
    assert struck("impossible_date", day, ["1", "", "5.0"], READING, rng) is None
    wrong = struck("impossible_date", day, ["1", "2022-01-01", "5.0"], READING, rng)
    assert wrong and wrong[0][1] in ("2022-02-31", "unknown")


def test_every_kind_is_chosen_and_no_file_is_spoilt() -> None:
    kinds = kinds_for(READING)
    months = {f"m{i}": 40 for i in range(20)} | {"archive": 500}
    chosen = choose(stream(1, "t"), months, READING, 0.01)
    every = [kind for rows in chosen.values() for kind in rows.values()]
    assert set(every) == set(kinds) and len(every) == max(len(kinds), 13)
    assert all(len(rows) <= max(1, months[m] // 20) for m, rows in chosen.items())
    assert all(0 <= row < months[m] for m, rows in chosen.items() for row in rows)


def test_a_small_delivery_gets_its_share_and_no_more() -> None:
    assert choose(stream(1, "t"), {"": 24}, READING, 0.01) == {"": {}}
    assert choose(stream(1, "t"), {"": 5000}, READING, 0.0) == {"": {}}
    assert choose(stream(1, "t"), {}, READING, 0.01) == {}


@pytest.mark.parametrize("rows", [1_000, 100_000])
def test_defects_fall_evenly_on_rows(rows: int) -> None:
    chosen = choose(stream(3, "t"), {"a": rows, "b": rows}, READING, 0.02)
    count = np.array([len(chosen["a"]), len(chosen["b"])])
    assert count.sum() == 0.04 * rows
    assert abs(count[0] - count[1]) < 4 * (0.04 * rows) ** 0.5
