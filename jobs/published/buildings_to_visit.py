"""The list for fire prevention: every building by its chance, with what the register says."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.methods.longer_chance import chance_within
from lakehouse.tables import city, fire, published, risk
from lakehouse.tables.risk.shared import CHANCE
from lakehouse.transform.place import as_list
from lakehouse.transform.reached import reached

WINDOWS = 4  # of the three months that a chance is about, in a year


@job(
    reads=[risk.building_fire, fire.building, city.building_incident, fire.incident],
    optional=[city.area_boundary],
    writes=published.buildings_to_visit,
)
def buildings_to_visit(
    building_fire: DataFrame,
    building: DataFrame,
    building_incident: DataFrame,
    incident: DataFrame,
    area_boundary: DataFrame,
    bounds: Bounds,
    as_of: date,
) -> DataFrame:
    """The scores beside address, record and time to reach; what was known before the day counts."""
    known = building_incident.where(F.col("known_at") < F.lit(as_of)).where(
        "kind = 'building_fire'"
    )
    record = known.groupBy("building_id").agg(
        F.count(F.lit(1)).cast("int").alias("fires"), F.max("happened_on").alias("last_fire_on")
    )
    entry = building.select("building_id", "address", "kind", "latitude", "longitude")
    since = F.add_months(F.lit(as_of), -24)
    calls = incident.where((F.col("known_at") < F.lit(as_of)) & (F.col("happened_on") >= since))
    year = {
        name.replace("probability", "probability_year"): chance_within(F.col(name), WINDOWS)
        for name in CHANCE
    }
    listed = (
        building_fire.withColumns(year)
        .join(reached(entry, calls, bounds), "building_id", "left")
        .join(record, "building_id", "left")
        .fillna(0, ["fires"])
    )
    return as_list(listed, area_boundary, published.buildings_to_visit)
