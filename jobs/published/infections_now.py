"""Each germ's reports so far beside those to come, without telling of few patients."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, risk
from lakehouse.tables.published.few import LEAST
from lakehouse.transform.told import told_where

FEW = f"fewer than {LEAST} were reported so far"
UNSURE = "too few cases to be sure"
WEEKS = 12


@job(reads=[risk.lab_nowcast, risk.reproduction_number], writes=published.infections_now)
def infections_now(
    lab_nowcast: DataFrame, reproduction_number: DataFrame, as_of: date
) -> DataFrame:
    """The seven days that end with the last day of data, and the weeks before them."""
    before = lab_nowcast.where(f"age % 7 = 0 and age between 7 and {7 * WEEKS}")
    usual = before.groupBy("disease").agg(
        F.when(F.sum("week_reported") >= LEAST, F.round(F.avg("week_expected"), 1)).alias("usual")
    )
    spread = reproduction_number.where("day = data_through").select(
        "disease",
        F.when(F.col("sure"), F.round("mean", 2)).alias("reproduction"),
        F.when(F.col("sure"), F.round("low", 2)).alias("reproduction_low"),
        F.when(F.col("sure"), F.round("high", 2)).alias("reproduction_high"),
        F.when(F.col("mean").isNull(), F.col("why_none"))
        .when(~F.col("sure"), F.lit(UNSURE))
        .alias("why_no_reproduction"),
    )
    week = lab_nowcast.where("age = 0").select(
        "disease",
        F.col("week_reported").alias("reported"),
        F.round("week_expected", 1).alias("expected"),
        F.col("week_low").alias("low"),
        F.col("week_high").alias("high"),
        "data_through",
    )
    made = week.join(spread, "disease", "left").join(usual, "disease", "left")
    few = F.col("reported") < LEAST
    nothing = F.coalesce("why_no_reproduction", F.when(F.col("reproduction").isNull(), UNSURE))
    told = made.withColumns(
        {
            "why_none": F.when(few, F.lit(FEW)),
            "why_no_reproduction": F.when(few, F.lit(FEW)).otherwise(nothing),
            "as_of": F.lit(as_of),
        }
    )
    return (
        told_where(~few, told, published.infections_now)
        .select(*published.infections_now.column_names)
        .sort(F.desc_nulls_last("expected"), "disease")
    )
