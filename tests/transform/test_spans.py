"""Only stretches that the record covers become cases, however late the day that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from pyspark.sql import SparkSession

from lakehouse.transform.spans import covered_spans

FIRST, LAST = date(2022, 1, 1), date(2023, 12, 31)
DAILY = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]


def starts(spark: SparkSession, days: Sequence[date], as_of: date, months: int = 3) -> list[date]:
    known = spark.createDataFrame([(day,) for day in days], "happened_on date")
    return sorted(row["starts"] for row in covered_spans(known, as_of, months).collect())


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (date(2024, 1, 1), date(2023, 10, 1)),
        # A few days late, as reports are: the last stretch stays.
        (date(2024, 1, 8), date(2023, 10, 8)),
        # Twenty days of three months are lacking, then years: no stretch reaches beyond the record.
        (date(2024, 1, 21), date(2023, 7, 21)),
        (date(2029, 1, 1), date(2023, 10, 1)),
    ],
)
def test_no_stretch_reaches_beyond_the_record(spark: SparkSession, as_of: date, last: date) -> None:
    found = starts(spark, DAILY, as_of)
    assert found[-1] == last and found[0] >= FIRST
    assert len(found) == len(set(found)) >= 7


def test_what_happens_seldom_may_have_been_last_some_time_ago(spark: SparkSession) -> None:
    seldom = DAILY[::45]
    assert starts(spark, seldom, date(2024, 1, 21))[-1] == date(2023, 10, 21)
    # Five times the 43 days that usually lie between two, and no more.
    assert starts(spark, seldom, date(2024, 12, 1))[-1] == date(2024, 3, 1)


def test_without_a_record_there_is_nothing(spark: SparkSession) -> None:
    assert starts(spark, [], date(2024, 1, 1)) == []
