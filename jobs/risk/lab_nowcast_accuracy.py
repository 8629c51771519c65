"""How right earlier nowcasts were: how often what came lay inside, and on which side it was."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, risk
from lakehouse.transform.reported import ACCURACY, known_by, watched


@job(reads=[city.lab_report_day], writes=risk.lab_nowcast_accuracy)
def lab_nowcast_accuracy(lab_report_day: DataFrame, as_of: date) -> DataFrame:
    """Each past nowcast is made anew from what was known on its day, and no more."""
    made = known_by(lab_report_day, as_of).groupBy("disease").applyInPandas(watched, ACCURACY)
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.lab_nowcast_accuracy.column_names)
