"""Which building of the register each call of the fire department was to: by address, and near."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, fire
from lakehouse.transform.near_lines import AS_LINE, near_lines

NEAR = 150  # metres: a call is written down where the engine stood
NEXT = 15  # metres: so near, the place alone tells the building
LETTERS = 2  # that may be wrong in an address


@job(reads=[fire.incident, fire.building], writes=city.building_incident, days_back=0)
def building_incident(incident: DataFrame, building: DataFrame, bounds: Bounds) -> DataFrame:
    """Every call, with the reason where it has no building: none is dropped."""
    places = building.where("latitude is not null and longitude is not null").select(
        F.col("building_id").alias("line_id"),
        F.expr(AS_LINE).alias("geometry"),
        F.lit(NEAR).alias("reach"),
    )
    indoors = incident.where("kind != 'outdoor_fire'")
    points = indoors.select(F.col("incident_id").alias("point_id"), "latitude", "longitude")
    pairs = (
        near_lines(points, places, bounds)
        .join(building.selectExpr("building_id as line_id", "address as theirs"), "line_id")
        .join(indoors.selectExpr("incident_id as point_id", "address as ours"), "point_id")
    )
    # Without an address on either side only the place can tell.
    wrong = F.when(
        F.col("ours").isNotNull() & F.col("theirs").isNotNull(),
        F.levenshtein(F.upper("ours"), F.upper("theirs")),
    )
    told = (wrong <= LETTERS) | (wrong.isNull() & (F.col("metres") <= NEXT))
    first = F.struct(F.coalesce(wrong, F.lit(LETTERS)), "metres", "line_id")
    found = pairs.where(told).groupBy("point_id").agg(F.min(first).alias("first"))
    placed = incident.join(
        found.withColumnRenamed("point_id", "incident_id"), "incident_id", "left"
    )
    return placed.select(
        "incident_id",
        F.col("first.line_id").alias("building_id"),
        F.col("first.metres").alias("metres"),
        F.when(F.col("first").isNotNull(), F.lit(None).cast("string"))
        .when(F.col("kind") == "outdoor_fire", F.lit("it was outdoors"))
        .when(F.col("latitude").isNull() | F.col("longitude").isNull(), F.lit("no place on record"))
        .otherwise(F.lit(f"no building within {NEAR} m has its address"))
        .alias("why_no_building"),
        "kind",
        "happened_on",
        "known_at",
    )
