"""Each syndrome's emergency visits of the last week beside those that are still to be reported."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import health, published, risk
from lakehouse.tables.few import LEAST
from lakehouse.transform.nowcast_week import nowcast_week
from lakehouse.transform.reported import NOWCAST, known_at_week_end, nowcasted
from lakehouse.transform.told import told_where
from lakehouse.transform.visit_reports import BACK, CALLED, visit_reports


@job(reads=[health.emergency_visit, risk.visit_nowcast_accuracy], writes=published.visits_now)
def visits_now(
    emergency_visit: DataFrame, visit_nowcast_accuracy: DataFrame, as_of: date
) -> DataFrame:
    """The last week from Monday to Sunday, by what was known on that Sunday, as germs are told."""
    known = known_at_week_end(visit_reports(emergency_visit), as_of).groupBy("disease")
    return told(known.applyInPandas(nowcasted, NOWCAST), visit_nowcast_accuracy, as_of)


def told(nowcast: DataFrame, accuracy: DataFrame, as_of: date) -> DataFrame:
    """The seven days that end with the last day of data, in steps of ``LEAST``.

    ``nowcast`` as ``NOWCAST`` says, ``accuracy`` is risk.visit_nowcast_accuracy. The same visits
    are told by district and day elsewhere: an exact sum would tell what is withheld there.
    """
    week = nowcast_week(nowcast, accuracy.withColumnsRenamed(CALLED))
    ways = {"reported": F.floor, "expected": F.round, "low": F.floor, "high": F.ceil}
    typed = published.visits_now.column
    steps = {
        name: (LEAST * way(F.col(name) / LEAST)).cast(typed(name).type)
        for name, way in ways.items()
    }
    said = week.withColumns(steps).withColumn("as_of", F.lit(as_of)).withColumnsRenamed(BACK)
    return (
        told_where(F.col("why_none").isNull(), said, published.visits_now)
        .select(*published.visits_now.column_names)
        .sort(F.desc_nulls_last("expected"), "syndrome")
    )
