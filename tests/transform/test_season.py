"""Two days of the same weeks of different years are found, over New Year as well."""

from __future__ import annotations

from collections.abc import Callable

from pyspark.sql import DataFrame

from lakehouse.transform.season import same_time_of_year

TableOf = Callable[..., DataFrame]


def test_the_same_weeks_of_other_years_are_near(table_of: TableOf) -> None:
    drawn = table_of("""
        day date   | as_of date | near boolean
        2019-07-11 | 2020-07-10 | true
        2011-07-01 | 2020-07-10 | true
        2011-06-29 | 2020-07-10 | false
        2012-12-31 | 2020-01-05 | true
        2012-01-05 | 2020-12-31 | true
        2012-12-20 | 2020-01-05 | false
    """)
    made = drawn.selectExpr(f"{same_time_of_year('day', 10)} as found", "near").collect()
    assert [row["found"] for row in made] == [row["near"] for row in made]
