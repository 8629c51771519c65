"""Where fire prevention goes when nobody knows the building: every block by the fires to expect."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.tables import city, fire, published, risk
from lakehouse.tables.city.incidents import CELL_METRES
from lakehouse.transform.grid import Grid
from lakehouse.transform.neighbours import steps
from lakehouse.transform.place import as_list
from lakehouse.transform.reached import reached

METRES = 100  # the side of a block
MONTHS = 3  # ahead, as the buildings' chances
BOTH = "chances of its buildings, and fires at no building of the register"


@job(
    reads=[fire.incident],
    optional=[
        risk.building_fire,
        fire.building,
        city.building_incident,
        city.area_boundary,
        city.cell,
    ],
    writes=published.blocks_to_visit,
)
def blocks_to_visit(
    incident: DataFrame,
    building_fire: DataFrame,
    building: DataFrame,
    building_incident: DataFrame,
    area_boundary: DataFrame,
    cell: DataFrame,
    bounds: Bounds,
    as_of: date,
) -> DataFrame:
    """The chances of a block's buildings, and its fires at no building shrunk to the usual.

    A city without a register has the second part alone. Blocks without a building or a fire are
    left out, and calls without a place are in none. Of blocks that expect the same, the one that
    burnt last comes first.
    """
    block = F.expr(Grid(bounds.south, bounds.west, bounds.north).cell_sql(METRES))
    calls = incident.where(F.col("known_at") < F.lit(as_of))
    at_home = building_incident.where("building_id is not null").select("incident_id")
    fires = calls.where("kind = 'building_fire'")
    loose = (
        fires.join(at_home, "incident_id", "left_anti")
        .groupBy(block.alias("block_id"))
        .agg(
            F.count(F.lit(1)).cast("int").alias("fires_elsewhere"),
            F.max("happened_on").alias("last_fire_on"),
        )
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
    made = _with_expected(every, calls, _blocks_of_city(cell, bounds))
    order = Window.orderBy(F.desc("expected"), F.desc_nulls_last("last_fire_on"), "block_id")
    ranked = _with_centre(made, bounds).withColumn("rank", F.row_number().over(order))
    since = F.add_months(F.lit(as_of), -24)
    timed = reached(ranked, calls.where(F.col("happened_on") >= since), bounds)
    return as_list(
        timed.withColumn("as_of", F.lit(as_of)), area_boundary, published.blocks_to_visit
    )


def _blocks_of_city(cell: DataFrame, bounds: Bounds) -> DataFrame:
    """``_blocks``: how many there are within the areas; without outlines, within the bounds."""
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    box = (bounds.north - bounds.south) * high * (bounds.east - bounds.west) * wide / METRES**2
    inside = F.count(F.lit(1)) * (CELL_METRES // METRES) ** 2
    return cell.agg(F.coalesce(F.nullif(inside, F.lit(0)), F.lit(int(box))).alias("_blocks"))


def _with_expected(blocks: DataFrame, calls: DataFrame, of_city: DataFrame) -> DataFrame:
    """``expected``: a gamma law by moments is what blocks have in common (Clayton, Kaldor 1987).

    Its moments are those of all blocks of the city: blocks are listed because they burnt, and
    among those alone counts differ less than chance would make them.
    """
    span = calls.agg(
        F.max("happened_on").alias("data_through"),
        (F.datediff(F.max("happened_on"), F.min("happened_on")) + 1).alias("_days"),
    )
    listed = blocks.agg(
        F.count(F.lit(1)).alias("_listed"),
        F.sum("fires_elsewhere").alias("_fires"),
        F.sum(F.col("fires_elsewhere") ** 2).alias("_squares"),
    )
    all_blocks = F.greatest("_blocks", "_listed")
    usual = listed.crossJoin(of_city).select(
        (F.col("_fires") / all_blocks).alias("_mean"),
        (F.col("_squares") / all_blocks - (F.col("_fires") / all_blocks) ** 2).alias("_spread"),
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
