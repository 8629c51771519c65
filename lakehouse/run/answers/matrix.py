"""Make a ranking's matrix: past cases as of their windows, and those waiting, with features."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.windows import Window as Stretch
from lakehouse.modelling.windows import windows_before
from lakehouse.run.plan import call
from lakehouse.store.lake import Lake
from lakehouse.transform.windows import with_features


def known_windows(lake: Lake, asked: Ranking, as_of: date) -> tuple[Stretch, ...]:
    """Windows counted back from ``as_of`` to the ranking's first day."""
    first = asked.first
    if first is None:
        dated = [t for t in asked.reads if t.happened_at]
        days = [lake.oldest(t, str(t.happened_at)) for t in dated[:1]]
        first = min((d for d in days if d), default=as_of)
    return windows_before(as_of, first, asked.months, whole_months=False)


def build_matrix(
    asked: Ranking,
    frames: Mapping[str, DataFrame],
    stretches: tuple[Stretch, ...],
    as_of: date,
) -> DataFrame:
    """Past cases with the as-of day of their window, and those waiting as of now, with features.

    A past case takes part when its outcome was known before ``as_of``.
    """
    starts = " ".join(
        f"when happened_on >= date '{w.start}' and happened_on < date '{w.end}' "
        f"then date '{w.start}'"
        for w in stretches
    )
    carried = [c.name for c in asked.carries]
    past = (
        call(asked.history, dict(frames), as_of)
        .where(F.col("known_at") < F.lit(as_of))
        .withColumn("as_of", F.expr(f"case {starts} end"))
        .where("as_of is not null")
        .select("case_id", *carried, "as_of", "happened_on", F.col("outcome").cast("int"))
    )
    now = (
        call(asked.waiting, dict(frames), as_of)
        .where("why_no_score is null")
        .select(
            F.col(asked.about).cast("string").alias("case_id"),
            *carried,
            F.lit(as_of).alias("as_of"),
            F.lit(None).cast("date").alias("happened_on"),
            F.lit(None).cast("int").alias("outcome"),
        )
    )
    facts = {t.name: frames[name] for name, t in asked.parameters.items()}
    made = with_features(past.unionByName(now), asked.features, facts)
    return made.select(*asked.matrix.column_names)


def data_through(lake: Lake, asked: Ranking, as_of: date) -> date | None:
    """The last day before ``as_of`` that every dated table of the ranking reaches."""
    days = [lake.newest(t, t.happened_at) for t in asked.reads if t.happened_at]
    reached = min((d for d in days if d is not None), default=None)
    return None if reached is None else min(reached, as_of - timedelta(days=1))


def matrix_frame(lake: Lake, asked: Ranking) -> pd.DataFrame:
    """The past cases in memory, in one order whatever order Spark wrote them in."""
    frame = lake.frame(asked.matrix)
    past = frame[frame["outcome"].notna()].sort_values(["as_of", "case_id"])
    return past.reset_index(drop=True)
