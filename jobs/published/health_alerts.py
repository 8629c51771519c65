"""The bounds and alarms of the last 104 days or weeks of every series, the newest first."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, risk

PERIODS = 104


@job(
    reads=[risk.death_signal],
    optional=[risk.covid_admission_signal, risk.covid_admission_week_signal],
    writes=published.health_alerts,
)
def health_alerts(
    death_signal: DataFrame,
    covid_admission_signal: DataFrame,
    covid_admission_week_signal: DataFrame,
) -> DataFrame:
    """Each series ends when its department's data do; its rows say through which day."""
    newest = Window.partitionBy("series").orderBy(F.desc("day"))
    return (
        death_signal.unionByName(covid_admission_signal)
        .unionByName(covid_admission_week_signal)
        .withColumn("_age", F.row_number().over(newest))
        .where(F.col("_age") <= PERIODS)
        .select(*published.health_alerts.column_names)
        .sort("series", F.desc("day"))
    )
