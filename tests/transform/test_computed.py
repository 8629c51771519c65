"""A free function is handed what was known before the day, once for each day and group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyspark.sql import DataFrame

from lakehouse.declare import Column, Costly, Table, count
from lakehouse.declare.errors import PlanError
from lakehouse.store.held import holding
from lakehouse.transform.windows import with_features

TableOf = Callable[..., DataFrame]
VISIT = Table(
    "city.visit",
    "One row per visit.",
    key=("id",),
    happened_at="on",
    known_at="known",
    columns=(
        Column("id", "string", "The visit."),
        Column("place", "string", "The place."),
        Column("on", "date", "Day of the visit."),
        Column("known", "date", "Day it became known."),
        Column("found", "int", "What was found."),
        Column("by", "string", "Who went there."),
    ),
)
COHORT = """
    case_id string | as_of date | place string
    a1             | 2020-03-01 | a
    a2             | 2020-06-01 | a
    b1             | 2020-03-01 | b
    none           | 2020-03-01 |
"""
VISITS = """
    id | place | on         | known      | found | by
    1  | a     | 2020-01-31 | 2020-01-31 | 4     | x
    2  | a     | 2020-01-01 | 2020-01-01 | 1     | x
    3  | a     | 2020-02-10 | 2020-03-01 | 9     | x
    4  | b     | 2019-02-10 | 2019-02-10 | 7     | y
    5  | a     | 2020-05-31 | 2020-05-31 | 2     | y
"""
Answers = dict[str, float | None]


@pytest.fixture
def made(table_of: TableOf) -> Iterator[Callable[[Costly], Answers]]:
    """A feature's value for each case."""
    facts = {VISIT.name: table_of(VISITS, VISIT)}
    with holding() as hold:

        def answers(feature: Costly) -> Answers:
            rows = with_features(table_of(COHORT), [feature], facts, hold).collect()
            return {r["case_id"]: r[feature.name] for r in rows}

        yield answers


def spelt(asked: pd.DataFrame, known: pd.DataFrame) -> list[float]:
    """The findings in the order they are handed over, as digits."""
    assert [*asked.columns] == ["place", "as_of"] and [*known.columns] == ["found"]
    return [float("".join(str(n) for n in known["found"]) or -1)] * len(asked)


def test_only_what_was_known_before_is_handed_over_and_in_order(made: Any) -> None:
    found = made(Costly("free", "m", VISIT, spelt, ("place",), ("found",)))
    # The visit of February is known on the first of March: in June it stands where it happened.
    assert found == {"a1": 14, "a2": 1492, "b1": 7, "none": None}


def test_days_and_a_condition_limit_what_is_handed_over(made: Any) -> None:
    limited = Costly(
        *("free", "m", VISIT, spelt, ("place",), ("found",)), days=120, where="found < 9", empty=0
    )
    assert made(limited) == {"a1": 14, "a2": 2, "b1": -1, "none": 0}


def test_a_function_without_a_link_sees_the_whole_city(made: Any) -> None:
    def beside(asked: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
        most = known.groupby("place")["found"].max()
        return asked["place"].map(most) / most.sum()

    whole = Costly("free", "m", VISIT, beside, (), ("place", "found"), asks=("place",))
    assert made(whole) == {"a1": 4 / 11, "a2": 9 / 16, "b1": 7 / 11, "none": None}


def test_it_is_called_once_for_each_day_and_group(made: Any, tmp_path: Path) -> None:
    log = tmp_path / "calls"

    def noted(asked: pd.DataFrame, known: pd.DataFrame) -> list[float]:
        with log.open("a") as out:
            out.write(f"{asked['as_of'].iloc[0]}\n")
        return [float(len(known))] * len(asked)

    assert made(Costly("free", "m", VISIT, noted, (), ("found",), asks=("place",)))["a2"] == 5
    assert sorted(log.read_text().splitlines()) == [str(date(2020, m, 1)) for m in (3, 6)]


def test_too_few_values_are_no_feature(made: Any) -> None:
    def short(asked: pd.DataFrame, known: pd.DataFrame) -> Sequence[float]:
        return [1.0] * (len(asked) + 1)

    with pytest.raises(Exception, match="Feature free gave"):
        made(Costly("free", "m", VISIT, short, ("place",), ("found",)))


def test_what_it_asks_with_is_carried(table_of: TableOf) -> None:
    lost = Costly("lost", "m", VISIT, spelt, ("place",), ("found",), asks=("street",))
    facts = {VISIT.name: table_of(VISITS, VISIT)}
    with pytest.raises(PlanError, match=r"Feature lost links by \('place', 'street'\), which no"):
        with_features(table_of(COHORT), [lost, count("visits", VISIT, "place", "m")], facts)
