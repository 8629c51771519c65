"""Whether the nowcasts of the last year held, for the days that a week's numbers rest on."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.tables.published.infections import PROMISED

# The days that the last week is made of, by their age; older ones are all but in.
YOUNG = 7
# Of the ranges that promise 95 in 100; and by how much of a usual week they may be off.
HELD, OFF = 0.85, 0.25
NARROW = "its ranges were too narrow"
MANY, FEW, SHORT = "too many were expected", "too few were expected", "too short to tell"


def nowcast_trust(accuracy: DataFrame) -> DataFrame:
    """disease, coverage and bias (reports a week) of days younger than ``YOUNG``.

    ``accuracy`` is risk.lab_nowcast_accuracy; rows that say not to rely on them are left out.
    """
    relied = accuracy.where(
        f"age < {YOUNG} and coalesce(says, '') = '' and coverage_95 is not null"
    )
    return relied.groupBy("disease").agg(
        F.round(F.sum(F.col("coverage_95") * F.col("nowcasts")) / F.sum("nowcasts"), 3).alias(
            "coverage"
        ),
        F.round(YOUNG * F.avg("bias"), 1).alias("bias"),
    )


def trust() -> Column:
    """What ``coverage`` and ``bias`` beside ``usual`` (reports of a usual week) say, in words."""
    share = F.try_divide(F.col("bias"), F.col("usual"))
    return (
        F.when(F.col("coverage").isNull(), SHORT)
        .when(F.col("coverage") < HELD, NARROW)
        .when(share > OFF, MANY)
        .when(share < -OFF, FEW)
        .otherwise(PROMISED)
    )
