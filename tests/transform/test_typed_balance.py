"""Whatever is delivered, every row is either good or held back, and by the rules alone."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from lakehouse.checks.conform import schema_of
from lakehouse.declare import Feed, FeedColumn
from lakehouse.transform.cases import broken
from lakehouse.transform.typed import good, typed

Row = dict[str, str | None]
COLUMNS = (
    FeedColumn("No", "no", "int", "Number.", rules=(("is negative", "no >= 0"),)),
    FeedColumn("Day", "day", "date", "Day.", required=True),
    FeedColumn("Open", "open", "boolean", "Whether it is open."),
)
FEED = Feed(
    *("thing", "health", "Health", "*.csv", COLUMNS, "health.thing"),
    known="day",
    identity=("no",),
)
CELLS = {
    "no": (None, "", "1", "01", " 1", "2", "-1", "x", "9999999999", "\ufffd"),
    "day": (None, " ", "2020-01-31", "2020-02-30", "31.01.2020"),
    "open": (None, "yes", "NO", "perhaps", "tr\ufffde"),
    "_raw": (None, None, None, None, None, "1;2;3;4"),
}
# Many small tables go through Spark as deliveries of one frame: each call costs a second.
DELIVERY = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}),
    max_size=8,
)
DELIVERIES = st.lists(DELIVERY, min_size=40, max_size=60)


def number(text: str | None) -> int | None:
    text = (text or "").strip()
    digits = text.removeprefix("-")
    inside = digits.isascii() and digits.isdigit() and len(digits) < 10
    return int(text) if inside else None


def keeps_rules(row: Row) -> bool:
    """The contract again, by hand."""
    found = number(row["no"])
    return (
        row["_raw"] is None
        and found is not None
        and found >= 0
        and row["day"] == "2020-01-31"
        and (row["open"] or "").lower() in ("", "yes", "no")
    )


def expected_good(delivery: list[Row]) -> list[int]:
    """Row numbers of the first good row of each key."""
    first: dict[int | None, int] = {}
    for place, row in enumerate(delivery, 1):
        if keeps_rules(row):
            first.setdefault(number(row["no"]), place)
    return sorted(first.values())


@pytest.fixture(scope="module")
def judge(spark: SparkSession) -> Any:
    schema = schema_of(FEED.landed)

    def through_spark(deliveries: list[list[Row]], mode: str) -> tuple[Counter[Any], Counter[Any]]:
        feed = Feed(**{**FEED.__dict__, "mode": mode})
        rows = [
            tuple(
                {
                    **row,
                    "_file": f"{d}.csv",
                    "_row": i,
                    "_delivery": f"d{d}",
                    "_sequence": d,
                    "_landed_at": datetime(2020, 6, 1),
                    "_run": "r",
                }.get(name)
                for name in schema.fieldNames()
            )
            for d, delivery in enumerate(deliveries)
            for i, row in enumerate(delivery, 1)
        ]
        judged = typed(spark.createDataFrame(rows, schema), feed)
        kept = good(judged, feed).selectExpr("'good' as part", "_file as file", "_row as row")
        back = broken(judged, feed).selectExpr("'back' as part", "file", "row")
        found = kept.unionByName(back).collect()
        return tuple(  # type: ignore[return-value]
            Counter((r["file"], r["row"]) for r in found if r["part"] == part)
            for part in ("good", "back")
        )

    return through_spark


@given(deliveries=DELIVERIES, mode=st.sampled_from(["increment", "snapshot"]))
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_delivered_is_good_plus_held_back(
    judge: Any, deliveries: list[list[Row]], mode: str
) -> None:
    kept, back = judge(deliveries, mode)
    fit = {
        (f"{d}.csv", i) for d, delivery in enumerate(deliveries) for i in expected_good(delivery)
    }
    every = {(f"{d}.csv", i + 1) for d, rows in enumerate(deliveries) for i in range(len(rows))}
    assert back == Counter(every - fit), "each other row is held back, once"
    assert set(kept) <= fit and not set(kept) & set(back)
    last = max((d for d, rows in enumerate(deliveries) if rows), default=0)
    newest: dict[int | None, tuple[str, int]] = {}
    for d, delivery in enumerate(deliveries):
        for i in expected_good(delivery):
            if mode == "increment" or d == last:
                newest[number(delivery[i - 1]["no"])] = (f"{d}.csv", i)
    assert kept == Counter(newest.values())


def test_one_delivery_is_balanced_and_its_identity_is_reproducible(judge: Any) -> None:
    rows: list[Row] = [
        {"no": no, "day": "2020-01-31", "open": "yes", "_raw": None} for no in ("1", "01", "2", "x")
    ]
    kept, back = judge([rows], "increment")
    assert sorted(kept) == [("0.csv", 1), ("0.csv", 3)]
    assert sorted(back) == [("0.csv", 2), ("0.csv", 4)]


def test_a_rows_identity_is_the_hash_of_its_typed_key(spark: SparkSession) -> None:
    schema = schema_of(FEED.landed)
    drawn = [
        tuple(
            {"no": no, "day": "2020-01-31", "_delivery": no, "_row": 1}.get(n) for n in schema.names
        )
        for no in ("1", " 01")
    ]
    rows = typed(spark.createDataFrame(drawn, schema), FEED).collect()
    said = hashlib.sha256(json.dumps({"no": "1"}, separators=(",", ":")).encode()).hexdigest()
    assert {r["_row_id"] for r in rows} == {said}
    assert {r["known_at"] for r in rows} == {date(2020, 1, 31)}
