"""Where fire prevention goes when nobody knows the building: every block by the fires to expect."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.tables import city, fire, published, risk
from lakehouse.transform.grid import Grid
from lakehouse.transform.neighbours import steps
from lakehouse.transform.place import as_list
from lakehouse.transform.reached import reached

METRES = 100  # the side of a block
MONTHS = 3  # ahead, as the buildings' chances
BOTH = "chances of its buildings, and fires at no building of the register"


@job(
    reads=[fire.incident],
    optional=[risk.building_fire, fire.building, city.building_incident, city.area_boundary],
    writes=published.blocks_to_visit,
)
def blocks_to_visit(
    incident: DataFrame,
    building_fire: DataFrame,
    building: DataFrame,
    building_incident: DataFrame,
    area_boundary: DataFrame,
    bounds: Bounds,
    as_of: date,
) -> DataFrame:
    """The chances of a block's buildings, and its fires at no building shrunk to the usual.

    A city without a register has the second part alone. Blocks without a building or a fire are
    left out, and calls without a place are in none.
    """
    block = F.expr(Grid(bounds.south, bounds.west, bounds.north).cell_sql(METRES))
    calls = incident.where(F.col("known_at") < F.lit(as_of))
    at_home = building_incident.where("building_id is not null").select("incident_id")
    fires = calls.where("kind = 'building_fire'")
    loose = (
        fires.join(at_home, "incident_id", "left_anti")
        .groupBy(block.alias("block_id"))
        .agg(F.count(F.lit(1)).cast("int").alias("fires_elsewhere"))
    )
    scored = building_fire.where("probability is not null").select("building_id", "probability")
    housed = (
        building.join(scored, "building_id")
        .groupBy(block.alias("block_id"))
        .agg(
            F.count(F.lit(1)).cast("int").alias("buildings"),
            F.sum("probability").alias("of_buildings"),
        )
    )
    every = loose.join(housed, "block_id", "full").where("block_id is not null")
    every = every.fillna(0, ["fires_elsewhere", "buildings", "of_buildings"])
    made = _with_expected(every, calls)
    order = Window.orderBy(F.desc("expected"), "block_id")
    ranked = _with_centre(made, bounds).withColumn("rank", F.row_number().over(order))
    since = F.add_months(F.lit(as_of), -24)
    timed = reached(ranked, calls.where(F.col("happened_on") >= since), bounds)
    return as_list(
        timed.withColumn("as_of", F.lit(as_of)), area_boundary, published.blocks_to_visit
    )


def _with_expected(blocks: DataFrame, calls: DataFrame) -> DataFrame:
    """``expected``: a gamma law by moments is what blocks have in common (Clayton, Kaldor 1987)."""
    span = calls.agg(
        F.max("happened_on").alias("data_through"),
        (F.datediff(F.max("happened_on"), F.min("happened_on")) + 1).alias("_days"),
    )
    usual = blocks.agg(
        F.avg("fires_elsewhere").alias("_mean"), F.var_pop("fires_elsewhere").alias("_spread")
    )
    joined = blocks.crossJoin(F.broadcast(usual)).crossJoin(F.broadcast(span))
    # Where blocks differ no more than chance would make them, all have the mean.
    weight = F.expr("if(_spread > _mean, (_spread - _mean) / _spread, 0D)")
    shrunk = weight * F.col("fires_elsewhere") + (1 - weight) * F.col("_mean")
    ahead = shrunk * F.expr(f"{MONTHS} * 365.25 / 12 / _days")
    basis = (
        F.when(F.col("buildings") == 0, F.lit("fires at no building of the register"))
        .when(F.col("fires_elsewhere") == 0, F.lit("chances of its buildings"))
        .otherwise(F.lit(BOTH))
    )
    return joined.withColumns({"expected": F.col("of_buildings") + ahead, "basis": basis})


def _with_centre(blocks: DataFrame, bounds: Bounds) -> DataFrame:
    """Latitude and longitude of the middle of each block."""
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    at = steps("block_id")
    return blocks.withColumns(
        {
            "latitude": F.lit(bounds.south) + (at["north"] + 0.5) * F.lit(METRES / high),
            "longitude": F.lit(bounds.west) + (at["east"] + 0.5) * F.lit(METRES / wide),
        }
    )
