"""The bounds and alarms of the last 104 days or weeks of every series, the newest first."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, risk

PERIODS = 104
# What would tell a withheld count, together with the method that is published beside it.
TELLING = ("observed", "score", "p", "q")


@job(
    optional=[
        risk.death_signal,
        risk.emergency_signal,
        risk.covid_admission_signal,
        risk.covid_admission_week_signal,
    ],
    at_least_one=True,
    writes=published.health_alerts,
)
def health_alerts(
    death_signal: DataFrame,
    emergency_signal: DataFrame,
    covid_admission_signal: DataFrame,
    covid_admission_week_signal: DataFrame,
) -> DataFrame:
    """Each series ends when its department's data do; its rows say through which day."""
    newest = Window.partitionBy("series").orderBy(F.desc("day"))
    return (
        death_signal.unionByName(withheld(emergency_signal))
        .unionByName(covid_admission_signal)
        .unionByName(covid_admission_week_signal)
        .withColumn("_age", F.row_number().over(newest))
        .where(F.col("_age") <= PERIODS)
        .select(*published.health_alerts.column_names)
        .sort("series", F.desc("day"))
    )


def withheld(signal: DataFrame) -> DataFrame:
    """Counts of a part of the city: a few patients are not shown, nor what would tell them.

    Bounds are made of counts of days before, so they are given in whole visits.
    """
    least = published.health_alerts.withhold_under
    enough = F.col("observed") >= F.lit(least)
    return signal.withColumns(
        {name: F.when(enough, F.col(name)) for name in TELLING}
        | {name: F.round(name) for name in ("expected", "upper")}
        | {"title": F.concat("title", F.lit(f" (counts under {least} are not shown)"))}
    )
