"""Numbers, gaps and days are read as contracts spell them, and drafts spell them as Spark does."""

from __future__ import annotations

from datetime import datetime

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.feed import FeedColumn
from lakehouse.declare.spelling import Spelling
from lakehouse.draft.dates import PATTERNS
from lakehouse.transform.values import value_of

CASES = {
    "thousands": (Spelling(thousands=","), {"1,265": 1265.0, "652": 652.0, "-7,182.5": -7182.5}),
    "misplaced": (Spelling(thousands=","), {"1,2,3": None, "12,65": None, ",265": None, "x": None}),
    "continental": (
        Spelling((), ".", ","),
        {"1.265,50": 1265.5, "3,1": 3.1, "1.265": 1265.0, "1.26": None, "1,265.50": None},
    ),
    "decimal comma": (Spelling(decimal=","), {"1,5": 1.5, ",5": 0.5, "1.5": None, "1,5e2": 150.0}),
    "money": (Spelling((), ",", ".", "$"), {"$1,234.50": 1234.5, "7 $": 7.0, "€3": None}),
    "blank": (Spelling((), " ", ","), {"1 234,5": 1234.5}),
    "missing": (Spelling(("n/a", "it's")), {"n/a": None, "it's": None, "5": 5.0}),
    "plain": (Spelling(), {"5": 5.0, "1,265": None, "NaN": None, "": None}),
}


@pytest.mark.parametrize("case", CASES)
def test_numbers_are_read_as_they_are_spelt(spark: SparkSession, case: str) -> None:
    spelling, wanted = CASES[case]
    column = FeedColumn("N", "n", "double", "A number.", spelling=spelling)
    rows = spark.createDataFrame([(text,) for text in wanted], "n string")
    found = rows.selectExpr("n", f"{value_of(column)} as value").collect()
    assert {r["n"]: r["value"] for r in found} == wanted


def test_every_pattern_of_a_draft_is_read_by_spark_as_it_is_by_the_draft(
    spark: SparkSession,
) -> None:
    moment = datetime(2014, 4, 26, 17, 8, 9)
    rows = []
    for pattern in PATTERNS:
        python = "%Y-%m-%d %H:%M:%S" if pattern.python == "ISO8601" else pattern.python
        text = moment.strftime(python.replace("%f", "000").replace("%z", "Z"))
        seconds, minutes = "ss" in pattern.spark, "mm" in pattern.spark
        day = moment.replace(
            hour=17 if pattern.moment else 0,
            minute=8 if minutes else 0,
            second=9 if seconds else 0,
        )
        rows.append((text, pattern.spark, day))
    assert len(rows) > 300
    frame = spark.createDataFrame(rows, "text string, pattern string, wanted timestamp")
    wrong = frame.where("not (try_to_timestamp(text, pattern) <=> wanted)")
    assert [(r["text"], r["pattern"]) for r in wrong.collect()] == []
