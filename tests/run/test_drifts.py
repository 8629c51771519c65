"""Deliveries that are unlike those before them are told by number and by quality."""

from __future__ import annotations

from typing import Any

from lakehouse.run.quality.drifts import drifts_of
from lakehouse.tables.governance import quality_drift
from tests.store.parks import dog_feed

NAMES = quality_drift.column_names


def delivery(n: int, rows: int, broken: int, file: str = "parks/dog.csv") -> dict[str, Any]:
    return {
        "delivery": f"d{n}",
        "sequence": n,
        "file": file,
        "landed_at": f"2020-01-{n:02d} 10:00",
        "delivered": rows,
        "quarantined": broken,
    }


def test_a_delivery_is_held_against_those_before_and_a_released_row_is_none() -> None:
    usual = [delivery(n, 1000, 10) for n in range(1, 6)]
    odd = [delivery(6, 1000, 40), delivery(7, 1, 0, "_released/dog/x"), delivery(8, 300, 3)]
    rows = [dict(zip(NAMES, r, strict=True)) for r in drifts_of(dog_feed(), [*odd, *usual])]
    assert [r["sequence"] for r in rows] == [1, 2, 3, 4, 5, 6, 8]
    told = [(r["rows_verdict"], r["verdict"]) for r in rows]
    assert told == [(None, None)] * 4 + [("usual", "usual"), ("usual", "worse"), ("few", "usual")]
    assert rows[5]["share"] == 0.04 and rows[5]["share_high"] < 0.03
    assert drifts_of(dog_feed(), []) == []
