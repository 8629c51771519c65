"""What a window may not do: link by nothing, look ahead, or double the plan with every table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyspark.sql import DataFrame

from lakehouse.declare import Column, Table, count
from lakehouse.declare.errors import PlanError
from lakehouse.transform.windows import with_features

TableOf = Callable[..., DataFrame]
LINKS = tuple("abcdef")
COLUMNS = (
    Column("id", "string", "The fact."),
    Column("happened", "date", "Day it happened."),
    Column("known", "date", "Day it became known."),
    *(Column(name, "string", "What it is linked by.") for name in LINKS),
)
FACT = Table("city.fact", "One row per fact.", ("id",), COLUMNS, "happened", "known")
COHORT = """
    case_id string | as_of date | a string | b string | c string | d string | e string | f string
    case           | 2020-03-01 | x        | x        | x        | x        | x        | x
"""
AHEAD = """
    id | a | happened   | known
    a1 | x | 2020-02-29 | 2020-01-01
    a2 | x | 2020-03-01 | 2020-01-01
    a3 | x | 2020-03-20 | 2020-01-01
"""


def test_a_feature_that_links_by_nothing_there_is_refused(table_of: TableOf) -> None:
    lost = count("lost", FACT, "chain", "m")
    facts = {FACT.name: table_of(AHEAD, FACT)}
    with pytest.raises(PlanError, match=r"Feature lost links by \('chain',\), which no cohort"):
        with_features(table_of(COHORT), [lost], facts)


def test_a_window_ends_before_the_day_for_facts_announced_ahead(table_of: TableOf) -> None:
    declared = [count("month", FACT, "a", "m", days=30)]
    row = with_features(table_of(COHORT), declared, {FACT.name: table_of(AHEAD, FACT)}).first()
    assert row is not None and row["month"] == 1


def test_the_plan_grows_with_the_tables_not_with_their_powers(
    table_of: TableOf, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, lines = {FACT.name: table_of(AHEAD, FACT)}, []
    for links in (LINKS[:3], LINKS):
        declared = [count(f"by_{name}", FACT, name, "m") for name in links]
        with_features(table_of(COHORT), declared, facts).explain(extended=True)
        said = capsys.readouterr().out
        lines.append(len(said.split("== Optimized")[0].splitlines()))
    assert lines[0] > 10
    assert lines[1] < 3 * lines[0]
