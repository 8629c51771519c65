"""Which lines lie near a point, how far and where along them: few candidates each, no product."""

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

    ``share_along`` is the share of the line before the place nearest to the point: 0 at its first
    end, 1 at its last. ``points`` have point_id, latitude and longitude (degrees), ``lines`` have
    line_id, geometry (a GeoJSON LineString) and reach (metres). A line of one place given twice is
    a point. Distances are on an equirectangular projection: right to 0.4 % within 25 km of the
    city's middle.
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
    pairs = pairs.withColumns(
        {
            "metres": F.expr("sqrt(pow(ax + t * dx - x, 2) + pow(ay + t * dy - y, 2))"),
            "share_along": F.expr(
                "least(coalesce((before + t * sqrt(dx * dx + dy * dy)) / nullif(whole, 0), 0), 1)"
            ),
        }
    )
    nearest = F.min(F.struct("metres", "share_along")).alias("nearest")
    found = pairs.where("metres <= reach").groupBy("point_id", "line_id").agg(nearest)
    return found.select("point_id", "line_id", "nearest.metres", "nearest.share_along")


def _pieces(lines: DataFrame, high: float, wide: float) -> DataFrame:
    """The straight pieces of each line in metres, once per square they reach into."""
    read = lines.withColumn("c", F.from_json("geometry", SHAPE)["coordinates"])
    length = (
        f"sqrt(pow((c[i + 1][0] - c[i][0]) * {wide}, 2) + pow((c[i + 1][1] - c[i][1]) * {high}, 2))"
    )
    measured = read.where("size(c) >= 2").withColumn(
        "long", F.expr(f"transform(sequence(0, size(c) - 2), i -> {length})")
    )
    piece = measured.select("*", F.posexplode("long").alias("n", "_"))
    summed = "aggregate({}, 0D, (so_far, one) -> so_far + one)"
    ends = piece.select(
        *("line_id", "reach"),
        F.expr(summed.format("slice(long, 1, n)")).alias("before"),
        F.expr(summed.format("long")).alias("whole"),
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
        *("line_id", "reach", "i", "j", "ax", "ay", "before", "whole"),
        F.expr("bx - ax").alias("dx"),
        F.expr("by - ay").alias("dy"),
    )


def _cell(name: str) -> Column:
    return F.floor(F.col(name) / CELL)
