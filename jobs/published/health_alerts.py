"""The bounds and alarms of the last 104 days or weeks of every series, the newest first."""

from functools import reduce

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, risk
from lakehouse.tables.few import WITHHELD
from lakehouse.tables.published.signals import PUBLISHED, TELLING


@job(
    optional=[
        risk.death_alert,
        risk.death_cause_alert,
        risk.emergency_alert,
        risk.covid_admission_alert,
        risk.covid_admission_week_alert,
        risk.covid_count_alert,
        risk.covid_zip_alert,
        risk.lab_alert,
    ],
    at_least_one=True,
    writes=published.health_alerts,
)
def health_alerts(
    death_alert: DataFrame,
    death_cause_alert: DataFrame,
    emergency_alert: DataFrame,
    covid_admission_alert: DataFrame,
    covid_admission_week_alert: DataFrame,
    covid_count_alert: DataFrame,
    covid_zip_alert: DataFrame,
    lab_alert: DataFrame,
) -> DataFrame:
    """Each series ends when its department's data do; its rows say through which day."""
    newest = Window.partitionBy("series").orderBy(F.desc("day"))
    every = reduce(
        DataFrame.unionByName,
        (
            *(death_alert, death_cause_alert, emergency_alert, lab_alert),
            *(covid_admission_alert, covid_admission_week_alert),
            *(covid_count_alert, covid_zip_alert),
        ),
    )
    return (
        withheld(every)
        .withColumn("_age", F.row_number().over(newest))
        .where(F.col("_age") <= PUBLISHED)
        .select(*published.health_alerts.column_names)
        .sort("series", F.desc("day"))
    )


def withheld(alert: DataFrame) -> DataFrame:
    """A few people are not shown, nor whether they are many: a level tells on which side of a
    bound they lie. The series' title says that some are not shown.

    Small counts were replaced before bounds and levels of other days were made, so these stay.
    """
    least = published.health_alerts.withhold_under
    few = F.col("observed") < F.lit(least)
    some = F.coalesce(F.bool_or(few).over(Window.partitionBy("series")), F.lit(False))
    said = F.concat("title", F.lit(f" (counts under {least} are not shown)"))
    return alert.withColumns(
        # A day without a count tells nothing either: it cannot be told from one with a few.
        {name: F.when(~few, F.col(name)) for name in TELLING}
        | {
            "level": F.when(few, "no judgement").otherwise(F.col("level")),
            "lasting": F.when(few, 0).otherwise(F.col("lasting")),
            "why_no_bound": F.when(few, WITHHELD).otherwise(F.col("why_no_bound")),
            "title": F.when(some, said).otherwise(F.col("title")),
        }
    )
