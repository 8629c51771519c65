"""How many people one case infects, of the germs that people pass on."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, risk
from lakehouse.transform.reported import REPRODUCTION, known_by, reproduced


@job(reads=[city.lab_report_day], writes=risk.reproduction_number)
def reproduction_number(lab_report_day: DataFrame, as_of: date) -> DataFrame:
    """On counts as they will be; germs without a serial interval have a row with the reason."""
    made = (
        known_by(lab_report_day, as_of).groupBy("disease").applyInPandas(reproduced, REPRODUCTION)
    )
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.reproduction_number.column_names)
