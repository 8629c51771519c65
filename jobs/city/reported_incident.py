"""What people reported to the police, in one shape for cities that deliver much or little."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.tables import city, police
from lakehouse.tables.city.incidents import CELL_METRES
from lakehouse.transform.grid import Grid


@job(
    optional=[police.incident, police.burglary],
    at_least_one=True,
    writes=city.reported_incident,
)
def reported_incident(incident: DataFrame, burglary: DataFrame, bounds: Bounds) -> DataFrame:
    """All reported incidents; of a city that delivers burglaries alone, those.

    Where all incidents are delivered burglaries are among them, so they are not counted twice.
    """
    told = incident.where("not is_discovered").select(
        "incident_id",
        F.coalesce("kind", F.lit("not said")).alias("kind"),
        *("happened_on", "latitude", "longitude", "known_at"),
    )
    any_incident = incident.select(F.lit(True).alias("delivered")).limit(1)
    alone = burglary.join(F.broadcast(any_incident), F.lit(True), "left_anti").select(
        F.col("burglary_id").alias("incident_id"),
        F.lit("burglary").alias("kind"),
        *("happened_on", "latitude", "longitude", "known_at"),
    )
    grid = Grid(bounds.south, bounds.west, bounds.north)
    return told.unionByName(alone).withColumn("cell", F.expr(grid.cell_sql(CELL_METRES)))
