"""The hazards that are still open, those past their deadline first."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published


@job(reads=[city.hazard], writes=published.hazards_overdue)
def hazards_overdue(hazard: DataFrame) -> DataFrame:
    """What is closed or has lapsed stays in the register alone."""
    waiting = hazard.where("state in ('open', 'overdue')").withColumn(
        "days_over", F.datediff("as_of", "deadline")
    )
    order = (F.desc("state"), F.desc("risk"), F.desc("days_over"), "hazard_id")
    return waiting.select(*published.hazards_overdue.column_names).sort(*order)
