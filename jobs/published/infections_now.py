"""Each germ's reports of the last week beside those to come, without telling of few patients."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.transform.nowcast_week import FEW, nowcast_week
from lakehouse.transform.reported import (
    NOWCAST,
    REPRODUCTION,
    known_at_week_end,
    nowcasted,
    reproduced,
)
from lakehouse.transform.told import told_where

UNSURE = "too few cases to be sure"


@job(
    reads=[city.lab_report_day, risk.lab_nowcast_accuracy],
    writes=published.infections_now,
)
def infections_now(
    lab_report_day: DataFrame, lab_nowcast_accuracy: DataFrame, as_of: date
) -> DataFrame:
    """The last week from Monday to Sunday, by what was known on that Sunday.

    Of two releases whose seven days overlap, the difference would tell of the days that they do
    not share; so the days of two weeks are never the same, and a week's numbers stay.
    """
    known = known_at_week_end(lab_report_day, as_of).groupBy("disease")
    nowcast = known.applyInPandas(nowcasted, NOWCAST)
    spread = known.applyInPandas(reproduced, REPRODUCTION)
    return told(nowcast, spread, lab_nowcast_accuracy, as_of)


def told(nowcast: DataFrame, spread: DataFrame, accuracy: DataFrame, as_of: date) -> DataFrame:
    """The seven days that end with the last day of data, and the weeks before them.

    ``nowcast`` and ``spread`` as ``NOWCAST`` and ``REPRODUCTION`` say, ``accuracy`` is
    risk.lab_nowcast_accuracy.
    """
    spread = spread.where("day = data_through").select(
        "disease",
        F.when(F.col("sure"), F.round("mean", 2)).alias("reproduction"),
        F.when(F.col("sure"), F.round("low", 2)).alias("reproduction_low"),
        F.when(F.col("sure"), F.round("high", 2)).alias("reproduction_high"),
        F.when(F.col("mean").isNull(), F.col("why_none"))
        .when(~F.col("sure"), F.lit(UNSURE))
        .alias("why_no_reproduction"),
    )
    made = nowcast_week(nowcast, accuracy).join(spread, "disease", "left")
    few = F.col("why_none").isNotNull()
    nothing = F.coalesce("why_no_reproduction", F.when(F.col("reproduction").isNull(), UNSURE))
    said = made.withColumns(
        {
            "why_no_reproduction": F.when(few, F.lit(FEW)).otherwise(nothing),
            "as_of": F.lit(as_of),
        }
    )
    return (
        told_where(~few, said, published.infections_now)
        .select(*published.infections_now.column_names)
        .sort(F.desc_nulls_last("expected"), "disease")
    )
