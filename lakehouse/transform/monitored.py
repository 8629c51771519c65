"""Judge every series of a monitor: bounds by named methods, levels across series, duration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare.monitor import Monitor

# Series are handed to Python so many groups at a time: a call per series would cost more than
# most series do, one call for all would not fit.
GROUPS = 64
JUDGED = (
    "series string, title string, day date, observed double, expected double, upper double, "
    "score double, p double, algorithm string, why_no_bound string, data_through date"
)
UNUSUAL = ("alert", "warning")


def monitored(values: DataFrame, asked: Monitor, as_of: date) -> DataFrame:
    """One row per series and period up to the last one that any series reached.

    ``values`` as the monitor's ``series`` gives them; only what was known before ``as_of``
    counts. Adds q, level, lasting and the stamp.
    """
    known = values.where(F.col("known_at") < F.lit(as_of)).select(
        "series", "title", "day", F.col("value").cast("double").alias("value")
    )
    until = known.agg(F.max("day").alias("until"))
    group = F.pmod(F.xxhash64("series"), F.lit(GROUPS))
    handed = known.crossJoin(F.broadcast(until)).groupBy(group)
    judged = handed.applyInPandas(_judging(asked), JUDGED)
    return (
        judged.withColumn("q", _q())
        .withColumn("level", _level(asked))
        .withColumn("run", _runs())
        .withColumn("lasting", _lasting())
        .withColumn("as_of", F.lit(as_of))
        .withColumn("model_name", F.coalesce("algorithm", F.lit(asked.name)))
        .withColumn("model_version", F.lit(asked.version))
        .select(*asked.writes.column_names)
    )


def _judging(asked: Monitor) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Judges a group of whole series; the monitor's function itself stays behind."""
    every, ladder, alpha = asked.every, asked.ladder, asked.alert
    changed, last = [pd.Timestamp(day) for day in asked.changed], asked.judges

    def judging(group: pd.DataFrame) -> pd.DataFrame:
        from lakehouse.methods.ladder import judge_since

        group = group.sort_values(["series", "day"], kind="stable")
        names = group["series"].to_numpy()
        cuts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1), len(names)]
        parts = []
        for begin, end in pairwise(cuts):
            rows = group.iloc[begin:end]
            series, through = regular(rows, every)
            made = judge_since(series, changed, ladder, alpha, last)
            parts.append(
                made.rename(columns={"why": "why_no_bound"})
                .rename_axis("day")
                .reset_index()
                .assign(series=names[begin], title=rows["title"].iloc[-1], data_through=through)
            )
        columns = [word.split()[0] for word in JUDGED.split(", ")]
        made = pd.concat(parts)[columns]
        return made.assign(day=made["day"].dt.date)

    return judging


def regular(rows: pd.DataFrame, every: int) -> tuple[pd.Series, date]:
    """One series' ``value`` for every period from its first ``day`` to ``until``, and the last day
    that has one. Periods without a row, or whose rows have no value, are missing."""
    days = pd.to_datetime(rows["day"]).to_numpy("datetime64[D]")
    values = rows["value"].to_numpy(float)
    until = np.datetime64(rows["until"].iloc[0], "D")
    place = (days - days[0]).astype(int) // every
    held = np.full((until - days[0]).astype(int) // every + 1, np.nan)
    held[np.unique(place[~np.isnan(values)])] = 0.0
    np.add.at(held, place[~np.isnan(values)], values[~np.isnan(values)])
    index = pd.DatetimeIndex(days[0] + every * np.arange(len(held)))
    told = days[~np.isnan(values)]
    through: Any = (told if len(told) else days)[-1]
    return pd.Series(held, index=index), through.astype(object)


def _q() -> Column:
    """Benjamini and Hochberg's q of each p among all series of the period."""
    period = Window.partitionBy("day")
    # Equal p are numbered by series, so that the last of them gives its q to all.
    order = F.row_number().over(period.orderBy(F.asc_nulls_last("p"), "series"))
    many = F.count("p").over(period)
    up = period.orderBy(F.desc_nulls_last("p"), F.desc("series"))
    least = F.min(F.col("p") * many / order).over(up.rowsBetween(Window.unboundedPreceding, 0))
    return F.when(F.col("p").isNotNull(), F.least(F.lit(1.0), least))


def _level(asked: Monitor) -> Column:
    # A smoothed count may still be high after its peak: a period of none is no alarm of many.
    rare = (F.col("q") <= asked.fdr) & (F.col("observed") > F.col("expected"))
    return (
        F.when(F.col("why_no_bound").isNotNull(), "no judgement")
        .when((F.col("p") < asked.alert) & rare, "alert")
        .when((F.col("p") < asked.warning) & rare, "warning")
        .when(F.col("p").isNull() & (F.col("observed") > F.col("upper")), "alert")
        .otherwise("none")
    )


def _runs() -> Column:
    """How many quiet periods a series had: alerts between two have the same number of them."""
    return F.count_if(F.col("level") == "none").over(Window.partitionBy("series").orderBy("day"))


def _lasting() -> Column:
    """How many periods in a row, this one included, the level was an alert or a warning.

    A period without a judgement ends nothing and does not count.
    """
    so_far = Window.partitionBy("series", "run").orderBy("day")
    unusual = F.col("level").isin(*UNUSUAL)
    return F.when(unusual, F.count_if(unusual).over(so_far)).otherwise(0).cast("int")
