"""How many emergency visits there will be for the last days, and how right earlier ones were."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import health, risk
from lakehouse.transform.reported import ACCURACY, NOWCAST, known_by, nowcasted, watched
from lakehouse.transform.visit_reports import BACK, visit_reports


@job(reads=[health.emergency_visit], writes=risk.visit_nowcast)
def visit_nowcast(emergency_visit: DataFrame, as_of: date) -> DataFrame:
    """Every syndrome by itself, in the whole city: of a district too few come a day."""
    known = known_by(visit_reports(emergency_visit), as_of).groupBy("disease")
    made = known.applyInPandas(nowcasted, NOWCAST).withColumnsRenamed(BACK)
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.visit_nowcast.column_names)


@job(reads=[health.emergency_visit], writes=risk.visit_nowcast_accuracy)
def visit_nowcast_accuracy(emergency_visit: DataFrame, as_of: date) -> DataFrame:
    """Each past nowcast is made anew from what was known on its day, and no more."""
    known = known_by(visit_reports(emergency_visit), as_of).groupBy("disease")
    made = known.applyInPandas(watched, ACCURACY).withColumnsRenamed(BACK)
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.visit_nowcast_accuracy.column_names)
