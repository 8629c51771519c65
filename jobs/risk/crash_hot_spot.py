"""Squares of the city whose crashes lie together more than chance would have it."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import city, risk
from lakehouse.transform.grid import Grid
from lakehouse.transform.hot_spot import with_hot_spots
from lakehouse.transform.neighbours import steps, touching

SIZE, MONTHS = 500, 12  # metres of a square's side; months counted
SURE = 0.05  # false discoveries among all
PATTERN = (
    f"case when moran_q > {SURE} then null"
    " when value >= mean then if(moran > 0, 'many among many', 'many among few')"
    " else if(moran > 0, 'few among few', 'few among many') end"
)


# Events of all departments tell where the city is; each ends on its own day.
@job(reads=[city.event], side_by_side=True, writes=risk.crash_hot_spot)
def crash_hot_spot(event: DataFrame, as_of: date, bounds: Bounds) -> DataFrame:
    """Squares where any department ever reported anything; those of open water tell nothing."""
    known = event.where(F.col("known_at") < F.lit(as_of)).withColumnRenamed(f"cell_{SIZE}", "cell")
    crash = known.where("event_kind = 'crash'")
    # Crashes of walkers and cyclists are in the other register once more, where there is one.
    through = crash.agg(F.max("happened_on").alias("data_through"))
    lately = (
        (F.col("event_kind") == "crash")
        & (F.col("happened_on") >= F.add_months(F.lit(as_of), -MONTHS))
        & (F.col("happened_on") < F.lit(as_of))
    )
    places = (
        known.where("cell is not null")
        .groupBy(F.col("cell").alias("place"))
        .agg(
            F.count_if(lately).cast("int").alias("crashes"),
            F.count_if(lately & F.col("is_harmful")).cast("int").alias("injury_crashes"),
        )
        .withColumn("value", F.col("crashes").cast("double"))
    )
    told = with_hot_spots(places, touching(places, "place"), counts=True)
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    return (
        told.withColumnRenamed("place", "cell")
        .withColumns(steps("cell"))
        .withColumns(
            {
                "neighbours": F.col("near"),
                "crashes_around": F.col("lag").cast("int"),
                "hot_spot": F.expr(
                    f"case when gi_q <= {SURE} then if(gi_star > 0, 'hot', 'cold') end"
                ),
                "pattern": F.expr(PATTERN),
                "latitude": (F.col("north") + 0.5) * SIZE / high + bounds.south,
                "longitude": (F.col("east") + 0.5) * SIZE / wide + bounds.west,
                "as_of": F.lit(as_of),
            }
        )
        .crossJoin(F.broadcast(through.where("data_through is not null")))
        .select(*risk.crash_hot_spot.column_names)
    )
