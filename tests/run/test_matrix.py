"""The day that a past case's list was made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pyspark.sql import DataFrame

from lakehouse.modelling.windows import Window
from lakehouse.run.answers.matrix import listed_on

TableOf = Callable[..., DataFrame]
AMONG = (
    Window(date(2020, 1, 3), date(2020, 3, 3)),
    Window(date(2020, 3, 3), date(2020, 5, 3)),
)
HAPPENED = """
    happened_on date
    2020-01-02
    2020-01-03
    2020-01-09
    2020-01-10
    2020-03-02
    2020-03-03
    2020-05-02
    2020-05-03
"""


@pytest.mark.parametrize(
    ("list_days", "expected"),
    [
        (None, [None, "01-03", "01-03", "01-03", "01-03", "03-03", "03-03", None]),
        (7, [None, "01-03", "01-03", "01-10", "02-28", "03-03", "04-28", None]),
        (1, [None, "01-03", "01-09", "01-10", "03-02", "03-03", "05-02", None]),
    ],
)
def test_a_case_falls_under_the_last_list_made_in_its_window(
    table_of: TableOf, list_days: int | None, expected: list[str | None]
) -> None:
    made = table_of(HAPPENED).selectExpr(
        "happened_on", f"date_format({listed_on(AMONG, list_days)}, 'MM-dd') as day"
    )
    found = [row["day"] for row in made.orderBy("happened_on").collect()]
    assert found == expected
