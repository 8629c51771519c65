"""What is told of a week whose reports are still coming: so far, in all, usual, and how right."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.tables.few import LEAST
from lakehouse.transform.nowcast_trust import nowcast_trust, trust

FEW = f"fewer than {LEAST} were reported so far"
WEEKS = 12


def nowcast_week(nowcast: DataFrame, accuracy: DataFrame) -> DataFrame:
    """One row per disease: the seven days that end with the last day of data.

    ``nowcast`` as ``reported.NOWCAST`` says, ``accuracy`` as risk.lab_nowcast_accuracy: columns
    disease, reported, expected, low, high (reports of the week), usual (mean of the twelve before),
    coverage, bias, trust (what the last year says), why_none, period_from and data_through.
    Of few reports the past is not told either.
    """
    before = nowcast.where(f"age % 7 = 0 and age between 7 and {7 * WEEKS}")
    # A tenth would tell on which days the cases lay, and what a week that is blank adds.
    usual = before.groupBy("disease").agg(
        F.when(F.sum("week_reported") >= LEAST, F.round(F.avg("week_expected"))).alias("usual")
    )
    week = nowcast.where("age = 0").select(
        "disease",
        F.col("week_reported").alias("reported"),
        F.round("week_expected").alias("expected"),
        F.col("week_low").alias("low"),
        F.col("week_high").alias("high"),
        F.date_sub("data_through", 6).alias("period_from"),
        "data_through",
    )
    made = week.join(usual, "disease", "left").join(nowcast_trust(accuracy), "disease", "left")
    few = F.col("reported") < LEAST
    # What the past says of the numbers is not said of numbers that are not there.
    past = {name: F.when(~few, F.col(name)) for name in ("coverage", "bias", "trust")}
    return made.withColumn("trust", trust()).withColumns(
        {"why_none": F.when(few, F.lit(FEW)), **past}
    )
