"""Delivered text becomes a value of its type, or a reason why it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.checks.conform import schema_of
from lakehouse.checks.mask import is_broken
from lakehouse.declare import Feed, FeedColumn
from lakehouse.transform.cases import broken
from lakehouse.transform.typed import mask_names, typed, why_broken

COLUMNS = (
    FeedColumn("No", "id", "string", "Number.", required=True),
    FeedColumn("Yes", "yes", "boolean", "Yes or no."),
    FeedColumn("Tiny", "tiny", "tinyint", "A small number.", rules=(("is zero", "tiny <> 0"),)),
    FeedColumn("Small", "small", "smallint", "A number."),
    FeedColumn("Whole", "whole", "int", "A number."),
    FeedColumn("Big", "big", "bigint", "A large number."),
    FeedColumn("Rough", "rough", "float", "A fraction."),
    FeedColumn("Real", "real", "double", "A fraction."),
    FeedColumn("Day", "day", "date", "A day.", format="dd.MM.yyyy"),
    FeedColumn("ISO day", "iso", "date", "A day.", grade="confidential"),
    FeedColumn("Moment", "moment", "timestamp", "A moment."),
    FeedColumn("Day and T", "lettered", "date", "A day.", format="yyyy-MM-dd'T'HH"),
)
FEED = Feed(
    *("thing", "health", "Health", "health/*.csv", COLUMNS, "health.thing"),
    known="day",
    repeats=True,
    rules=(("the day lies after the ISO day", "day <= iso"),),
)
GOOD: list[tuple[str, str, Any]] = [
    *(("yes", text, True) for text in ("true", "T", "YES", "y", "1", " True ")),
    *(("yes", text, False) for text in ("false", "f", "No", "N", "0")),
    *(("tiny", text, value) for text, value in (("7", 7), ("-128", -128), ("+5", 5), ("05", 5))),
    *(("small", text, value) for text, value in (("32767", 32767), (" 12 ", 12))),
    *(("whole", text, value) for text, value in (("2147483647", 2147483647), ("-1", -1))),
    ("big", "9223372036854775807", 9223372036854775807),
    *(("rough", text, value) for text, value in (("0.5", 0.5), ("-2", -2.0))),
    *(("real", text, value) for text, value in (("0.1", 0.1), ("1e-3", 0.001), (".5", 0.5))),
    ("day", "29.02.2020", date(2020, 2, 29)),
    ("iso", "2019-12-31", date(2019, 12, 31)),
    ("moment", "2020-01-02 03:04:05", "2020-01-02 03:04:05"),
    ("lettered", "2020-01-02T03", date(2020, 1, 2)),
    ("id", "  a b ", "a b"),
]
BAD: list[tuple[str, str, str]] = [
    *(("yes", text, "Yes is not a boolean") for text in ("maybe", "2", "yess", "oui")),
    *(("tiny", text, "Tiny is not a tinyint") for text in ("128", "1.0", "x", "1 2")),
    *(("small", text, "Small is not a smallint") for text in ("32768", "1e3")),
    *(("whole", text, "Whole is not an int") for text in ("2147483648", "1,000", "--1", "0x1")),
    *(("big", text, "Big is not a bigint") for text in ("9223372036854775808", "5L")),
    *(("rough", text, "Rough is not a float") for text in ("1,5", "NaN")),
    *(("real", text, "Real is not a double") for text in ("1,5", "nan", "NaN", "abc")),
    *(
        ("day", text, "Day is not a date (dd.MM.yyyy)")
        for text in ("30.02.2020", "2020-01-01", "1.2.2020", "01.02.20", "01.02.2020x")
    ),
    *(("iso", text, "ISO day is not a date (yyyy-MM-dd)") for text in ("31.12.2019", "20191231")),
    *(("moment", text, "Moment is not a timestamp") for text in ("2020-01-02", "noon")),
    ("lettered", "2020-01-02 03", "Day and T is not a date (yyyy-MM-dd'T'HH)"),
]
# Java's parser takes these; summed in millionths they would end a run at night.
PERMITTED = [("real", text, "Real is not a double") for text in ("Infinity", "-inf", "5d", "0x1p3")]
BLANKS = [(c.name, blank) for c in COLUMNS[1:] for blank in ("", "   ")]


def landed(spark: SparkSession, rows: list[dict[str, Any]], feed: Feed = FEED) -> DataFrame:
    """Rows as landed: text columns, and where each came from (all in one delivery)."""
    schema = schema_of(feed.landed)
    fixed: dict[str, Any] = {
        "_file": "health/a.csv",
        "_delivery": "aa",
        "_sequence": 1,
        "_landed_at": datetime(2020, 6, 1),
        "_run": "r1",
    }
    full = [
        tuple({**fixed, "_row": i, **row}.get(name) for name in schema.fieldNames())
        for i, row in enumerate(rows, 1)
    ]
    return spark.createDataFrame(full, schema)


@pytest.fixture(scope="module")
def judge(spark: SparkSession) -> Callable[[str, str], tuple[Any, list[str]]]:
    """Value and reasons of a text in a column; all texts go through Spark in one frame."""
    texts = [(column, text) for column, text, _ in (*GOOD, *BAD, *PERMITTED)] + BLANKS
    rows = [{"id": "1", column: text} for column, text in texts]
    frame = typed(landed(spark, rows), FEED).withColumn("_why", why_broken(FEED))
    # As text: a collected moment would be in the time zone of this machine.
    frame = frame.withColumn("moment", F.col("moment").cast("string"))
    made = dict(zip(texts, frame.orderBy("_row").collect(), strict=True))
    return lambda column, text: (made[column, text][column], made[column, text]["_why"])


@pytest.mark.parametrize(("column", "text", "value"), GOOD)
def test_good_text_becomes_its_value(judge: Any, column: str, text: str, value: Any) -> None:
    assert judge(column, text) == (value, [])
    assert type(judge(column, text)[0]) is type(value)


@pytest.mark.parametrize(("column", "text", "reason"), BAD)
def test_other_text_is_null_with_the_reason(
    judge: Any, column: str, text: str, reason: str
) -> None:
    assert judge(column, text) == (None, [reason])


@pytest.mark.parametrize(("column", "text", "reason"), PERMITTED)
def test_only_finite_decimal_numbers_are_numbers(
    judge: Any, column: str, text: str, reason: str
) -> None:
    assert judge(column, text) == (None, [reason])


@pytest.mark.parametrize(("column", "blank"), BLANKS)
def test_blank_text_is_missing_and_breaks_nothing(judge: Any, column: str, blank: str) -> None:
    assert judge(column, blank) == (None, [])


@pytest.fixture(scope="module")
def odd(spark: SparkSession) -> list[Any]:
    """Rows with other defects than a wrong type: their reasons, content and mask."""
    rows = [
        {"id": " "},
        {"tiny": "0"},
        {"id": "1", "tiny": "0", "whole": "x", "day": "02.01.2020", "iso": "2020-01-01"},
        {"_raw": "1;2;3;4"},
        {"id": "M\ufffdller"},
        {"_raw": "M\ufffdller;2;3;4"},
        {"id": "1", "tiny": "7", "day": "01.01.2020", "iso": "2020-01-01"},
    ]
    frame = typed(landed(spark, rows), FEED)
    whole = frame.withColumn("_bad", is_broken(mask_names(FEED)))
    return whole.withColumn("_why", why_broken(FEED)).orderBy("_row").collect()


def test_reasons_are_told_in_the_order_of_the_rules(odd: list[Any]) -> None:
    split = "the row cannot be split into the fields of the header"
    unreadable = "the row has unreadable characters (another encoding?)"
    assert [row["_why"] for row in odd] == [
        ["No is missing"],
        ["No is missing", "Tiny: is zero"],
        ["Tiny: is zero", "Whole is not an int", "the day lies after the ISO day"],
        [split],
        [unreadable],
        [split, unreadable],
        [],
    ]
    assert [row["_bad"] for row in odd] == [True] * 6 + [False]


def test_a_row_became_known_on_the_day_of_the_contract(odd: list[Any]) -> None:
    assert [row["known_at"] for row in odd[5:]] == [None, date(2020, 1, 1)]


def test_a_broken_row_is_kept_whole_for_its_owner(spark: SparkSession) -> None:
    rows = [{"id": "1", "whole": " x "}, {"_raw": "1;2"}, {"id": "2"}]
    kept = broken(typed(landed(spark, rows), FEED), FEED)
    first, second = kept.orderBy("row").collect()
    assert first.asDict() == {
        "source": "thing",
        "file": "health/a.csv",
        "row": 1,
        "delivery": "aa",
        "reasons": ["Whole is not an int"],
        "content": '{"id":"1","whole":"x"}',
        "owner": "Health",
        "grade": "confidential",
        "found_at": datetime(2020, 6, 1),
        "due_on": date(2020, 6, 15),
        "identity": None,
        "closed_by": None,
        "closed_at": None,
        "closed_as": None,
        "_sequence": 1,
    }
    assert (second["row"], second["content"]) == (2, "1;2")


def test_rules_beyond_one_integer_are_all_told(spark: SparkSession) -> None:
    many = tuple((f"is not {i}", f"whole <> {i}") for i in range(70))
    column = FeedColumn("Whole", "whole", "int", "A number.", rules=many)
    feed = Feed(*("thing", "health", "", "*.csv", (column,), "health.thing"), known="null")
    rows = [{"whole": "0"}, {"whole": "69"}, {"whole": "70"}]
    frame = typed(landed(spark, rows, feed), feed).withColumn("_why", why_broken(feed))
    assert mask_names(feed) == ["_broken_0", "_broken_1", "_broken_key"]
    why = [row["_why"] for row in frame.orderBy("_row").select(F.col("_why")).collect()]
    assert why == [["Whole: is not 0"], ["Whole: is not 69"], []]
