"""How many reports of each germ there will be for the last days, once all are in."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, risk
from lakehouse.transform.reported import NOWCAST, known_by, nowcasted


@job(reads=[city.lab_report_day], writes=risk.lab_nowcast)
def lab_nowcast(lab_report_day: DataFrame, as_of: date) -> DataFrame:
    """Every germ by itself: delays differ, and so does what is usual."""
    made = known_by(lab_report_day, as_of).groupBy("disease").applyInPandas(nowcasted, NOWCAST)
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.lab_nowcast.column_names)
