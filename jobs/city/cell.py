"""The squares of the city: equal pieces of ground that can be counted and compared."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.tables import city
from lakehouse.tables.city.incidents import CELL_METRES
from lakehouse.transform.grid import Grid
from lakehouse.transform.place import in_area


@job(reads=[city.area_boundary], writes=city.cell)
def cell(area_boundary: DataFrame, bounds: Bounds) -> DataFrame:
    """Every square within the bounds whose middle lies in a community area."""
    grid = Grid(bounds.south, bounds.west, bounds.north)
    high, wide = (CELL_METRES / metres for metres in grid.degree)
    columns = int((bounds.east - bounds.west) / wide) + 1
    lines = int((bounds.north - bounds.south) / high) + 1
    # One row, whatever the city delivered, to draw the raster from.
    one = area_boundary.agg(F.count(F.lit(1)).alias("areas"))
    raster = (
        one.select(F.explode(F.sequence(F.lit(0), F.lit(lines - 1))).alias("north"))
        .select("north", F.explode(F.sequence(F.lit(0), F.lit(columns - 1))).alias("east"))
        .select(
            (F.lit(bounds.south) + (F.col("north") + 0.5) * F.lit(high)).alias("latitude"),
            (F.lit(bounds.west) + (F.col("east") + 0.5) * F.lit(wide)).alias("longitude"),
        )
    )
    inside = in_area(raster, area_boundary).where("community_area is not null")
    return inside.select(
        F.expr(grid.cell_sql(CELL_METRES)).alias("cell"), "latitude", "longitude", "community_area"
    )
