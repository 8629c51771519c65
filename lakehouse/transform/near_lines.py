"""Which lines lie near a point, and how far: every point with its few candidates, no product."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.bounds import Bounds
from lakehouse.transform.grid import Grid

CELL = 250  # metres; a piece of line is looked for in the squares it reaches into
SHAPE = "struct<coordinates:array<array<double>>>"
# A place of latitude and longitude as a line that ends where it begins.
AS_LINE = (
    'concat(\'{"type":"LineString","coordinates":[[\', longitude, \',\', latitude, \'],'
    "[', longitude, ',', latitude, ']]}')"
)


def near_lines(points: DataFrame, lines: DataFrame, bounds: Bounds) -> DataFrame:
    """All pairs of a point and a line within the line's ``reach``, with ``metres`` between them.

    ``points`` have point_id, latitude and longitude (degrees), ``lines`` have line_id, geometry (a
    GeoJSON LineString) and reach (metres). A line of one place given twice is a point. Distances
    are on an equirectangular projection: right to 0.4 % within 25 km of the city's middle.
    """
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    pieces = _pieces(lines, high, wide)
    held = points.where("latitude is not null and longitude is not null").select(
        "point_id",
        (F.col("longitude") * wide).alias("x"),
        (F.col("latitude") * high).alias("y"),
    )
    held = held.withColumns({"i": _cell("x"), "j": _cell("y")})
    along = "greatest(0, least(1, ((x - ax) * dx + (y - ay) * dy) / nullif(dx * dx + dy * dy, 0)))"
    pairs = held.join(pieces, ["i", "j"]).withColumn("t", F.expr(f"coalesce({along}, 0)"))
    pairs = pairs.withColumn(
        "metres", F.expr("sqrt(pow(ax + t * dx - x, 2) + pow(ay + t * dy - y, 2))")
    )
    return (
        pairs.where("metres <= reach")
        .groupBy("point_id", "line_id")
        .agg(F.min("metres").alias("metres"))
    )


def _pieces(lines: DataFrame, high: float, wide: float) -> DataFrame:
    """The straight pieces of each line in metres, once per square they reach into."""
    read = lines.withColumn("c", F.from_json("geometry", SHAPE)["coordinates"])
    piece = read.select(
        "line_id", "reach", "c", F.explode(F.expr("sequence(0, size(c) - 2)")).alias("n")
    ).where("size(c) >= 2")
    ends = piece.select(
        *("line_id", "reach"),
        F.expr(f"c[n][0] * {wide}").alias("ax"),
        F.expr(f"c[n][1] * {high}").alias("ay"),
        F.expr(f"c[n + 1][0] * {wide}").alias("bx"),
        F.expr(f"c[n + 1][1] * {high}").alias("by"),
    )
    squares = {
        name: F.explode(
            F.expr(
                f"sequence(cast(floor((least(a{axis}, b{axis}) - reach) / {CELL}) as bigint), "
                f"cast(floor((greatest(a{axis}, b{axis}) + reach) / {CELL}) as bigint))"
            )
        )
        for name, axis in (("i", "x"), ("j", "y"))
    }
    for name, each in squares.items():
        ends = ends.withColumn(name, each)
    return ends.select(
        *("line_id", "reach", "i", "j", "ax", "ay"),
        F.expr("bx - ax").alias("dx"),
        F.expr("by - ay").alias("dy"),
    )


def _cell(name: str) -> Column:
    return F.floor(F.col(name) / CELL)
