"""Make a ranking's matrix: past cases as of their windows, and those waiting, with features."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.errors import TooEarly
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table
from lakehouse.modelling.timetable import Timetable, timetable
from lakehouse.modelling.windows import Window as Stretch
from lakehouse.modelling.windows import windows_before, with_rows
from lakehouse.run.planning.plan import call
from lakehouse.store.held import holding
from lakehouse.store.lake import Lake, Written
from lakehouse.transform.windows import with_features

# Facts times as-of days from which on summing up from day to day is quicker than letting each fact
# meet each day: fewer meetings take less than the sorting and the adding up.
MEETINGS = 20_000_000


def known_windows(
    lake: Lake, asked: Ranking, as_of: date, version: int | None = None
) -> tuple[Stretch, ...]:
    """Windows counted back from ``as_of`` to the ranking's first day, or those of its calendar.

    That is its first dated table's oldest, as it was at ``version``. Raises :class:`TooEarly`
    when they are too few to judge anything.
    """
    first = asked.first
    if first is None:
        dated = [t for t in asked.reads if t.happened_at]
        days = [lake.oldest(t, str(t.happened_at), version) for t in dated[:1]]
        first = min((d for d in days if d), default=as_of)
    if asked.calendar is None:
        stretches = windows_before(as_of, first, asked.months, whole_months=False)
        return _enough(asked, stretches, None, as_of)
    planned = timetable(asked.calendar, asked.months, first, as_of)
    return _enough(asked, planned.windows, planned, as_of)


def with_cases(
    asked: Ranking, stretches: tuple[Stretch, ...], matrix: pd.DataFrame
) -> tuple[Stretch, ...]:
    """The windows in which something happened: nobody samples a beach in winter.

    Raises :class:`TooEarly` when they are too few to judge anything.
    """
    kept = with_rows(stretches, matrix["as_of"])
    return _enough(asked, kept, lessons(asked, stretches), stretches[-1].end)


def lessons(asked: Ranking, stretches: tuple[Stretch, ...]) -> Timetable | None:
    """The timetable of a ranking with a calendar, over the windows of ``known_windows``."""
    if asked.calendar is None:
        return None
    return timetable(asked.calendar, asked.months, stretches[0].start, stretches[-1].end)


def _enough(
    asked: Ranking, stretches: tuple[Stretch, ...], planned: Timetable | None, as_of: date
) -> tuple[Stretch, ...]:
    judge = asked.judged_by
    needed = judge.train_at_least + judge.warm_up + 1
    tests = planned.among(stretches, judge.train_at_least) if planned else stretches[needed - 1 :]
    if len(tests) <= (judge.warm_up if planned else 0):
        raise TooEarly(
            f"{asked.name}: only {len(stretches)} window(s) of {asked.months} months lie between "
            f"the first outcome and {as_of}; {needed} are needed.",
            "Choose a later --as-of, or wait for more data.",
        )
    return stretches


def write_matrix(
    lake: Lake,
    asked: Ranking,
    frames: Mapping[str, DataFrame],
    stretches: tuple[Stretch, ...],
    as_of: date,
    about: Mapping[str, Any],
) -> Written:
    """Write the cases with their features; they are held in memory, as many joins ask for them."""
    cohort = _cohort(asked, frames, stretches, as_of)
    facts = {t.name: frames[name] for name, t in asked.parameters.items()}
    crowd = crowded(lake, asked, stretches)
    with holding() as hold:
        made = with_features(cohort, asked.features, facts, hold, crowd)
        return lake.write(asked.matrix, made.select(*asked.matrix.column_names), about)


def crowded(lake: Lake, asked: Ranking, stretches: tuple[Stretch, ...]) -> frozenset[str]:
    """Names of tables that have too many rows for each to meet every as-of day of the matrix."""
    every = asked.list_days
    lists = sum(-(-(w.end - w.start).days // every) if every else 1 for w in stretches)
    return frozenset(t.name for t in asked.reads if lake.rows(t) * (lists + 1) > MEETINGS)


def _cohort(
    asked: Ranking,
    frames: Mapping[str, DataFrame],
    stretches: tuple[Stretch, ...],
    as_of: date,
) -> DataFrame:
    """Past cases with the as-of day of their list, and those waiting as of now.

    A past case takes part when its outcome was known before ``as_of``.
    """
    carried = [c.name for c in asked.carries]
    past = (
        call(asked.history, dict(frames), as_of)
        .where(F.col("known_at") < F.lit(as_of))
        .withColumn("as_of", F.expr(listed_on(stretches, asked.list_days)))
        .where("as_of is not null")
        .select(
            *("case_id", *carried, "as_of", "happened_on", "known_at"),
            F.col("outcome").cast("int"),
        )
    )
    now = (
        call(asked.waiting, dict(frames), as_of)
        .where("why_no_score is null")
        .select(
            F.col(asked.about).cast("string").alias("case_id"),
            *carried,
            F.lit(as_of).alias("as_of"),
            F.lit(None).cast("date").alias("happened_on"),
            F.lit(None).cast("date").alias("known_at"),
            F.lit(None).cast("int").alias("outcome"),
        )
    )
    return past.unionByName(now)


def listed_on(stretches: tuple[Stretch, ...], list_days: int | None) -> str:
    """SQL: the day the list was made that ``happened_on`` fell under, null outside all windows.

    Lists are made on a window's first day and then every ``list_days`` days, so that the first
    list of a window knows no more than the model that makes it.
    """
    cases = []
    for w in stretches:
        start = f"date '{w.start}'"
        day = start
        if list_days is not None:
            gone = f"floor(datediff(happened_on, {start}) / {list_days})"
            day = f"date_add({start}, cast({gone} * {list_days} as int))"
        cases.append(f"when happened_on >= {start} and happened_on < date '{w.end}' then {day}")
    return f"case {' '.join(cases)} end"


def data_through(lake: Lake, asked: Ranking, as_of: date) -> date | None:
    """The last day that every dated table that paces the ranking reaches with what was known then.

    A table that goes on after ``as_of`` reached as many days before it as its quickest rows take
    to be known: a laboratory's answers of the last week were not there yet.
    """
    dated = [t for t in asked.reads if t.happened_at and t.paces]
    newest = {t.name: day for t in dated if (day := lake.newest(t, t.happened_at))}
    if not newest:
        return None
    took = reduce(DataFrame.unionAll, (_days_to_know(lake, t) for t in dated if t.name in newest))
    days = {row["name"]: max(int(row["days"]), 0) for row in took.collect()}
    return min(min(day, as_of - timedelta(days=1 + days[name])) for name, day in newest.items())


def _days_to_know(lake: Lake, table: Table) -> DataFrame:
    least = F.expr(f"min(datediff({table.known_at}, {table.happened_at}))").alias("days")
    return lake.read(table).agg(F.lit(table.name).alias("name"), least)
