"""Air stations as of a day: which are in use, and which one is nearest to each area's middle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.transform.areas import polygons
from lakehouse.transform.season import in_season

IN_USE = 30  # days without a reading, while others give some, after which a station is not in use
# What a station of neighbourhood scale speaks for reaches from 0.5 to 4 km (US EPA, 40 CFR part
# 58, appendix D, 1.2): farther away the air counts as not measured.
REACH_KM = 4.0
EARTH_KM = 6371.0
TOO_FAR = f"no station in use within {REACH_KM:g} km of its middle"
NO_OUTLINE = "no outline of the area is known"
KIND = "community_area"


def stations(air_limit_day: DataFrame, as_of: date) -> DataFrame:
    """Every station known by the day with its last place; ``why_no_score`` where not in use."""
    known = air_limit_day.where((F.col("known_at") < F.lit(as_of)) & F.col("of_limit").isNotNull())
    return in_season(
        known, "station", "day", as_of, within=IN_USE, one="reading", doing="measuring"
    )


def middles(area_boundary: DataFrame) -> DataFrame:
    """``community_area`` with the middle of its outline, in degrees."""

    def of_batch(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        import shapely

        for frame in frames:
            codes = frame[KIND].tolist()
            spots = shapely.centroid(polygons(KIND, codes, frame["geometry"].tolist()))
            yield pd.DataFrame(
                {KIND: codes, "latitude": shapely.get_y(spots), "longitude": shapely.get_x(spots)}
            )

    outlines = area_boundary.where(F.col("area_kind") == KIND)
    drawn = outlines.select(F.col("area").alias(KIND), "geometry")
    return drawn.mapInPandas(of_batch, f"{KIND} string, latitude double, longitude double")


def nearest_station(areas: DataFrame, places: DataFrame) -> DataFrame:
    """Each of ``areas`` once, with ``station`` and ``km``, or with ``why_no_station``.

    Both have ``latitude`` and ``longitude``, which an area without an outline lacks; ``places`` are
    the stations in use. Of stations equally far the one with the smaller number is taken, so that
    nobody is counted twice.
    """
    at = places.selectExpr("station", "latitude as _y", "longitude as _x").where("_y is not null")
    pairs = areas.select(KIND, "latitude", "longitude").crossJoin(F.broadcast(at))
    near = (
        pairs.withColumn("km", F.round(F.expr(_KM), 3))
        .where(F.col("km") <= REACH_KM)
        .groupBy(KIND)
        .agg(F.min(F.struct("km", "station")).alias("_near"))
        .select(KIND, "_near.station", "_near.km")
    )
    why = F.when(F.col("latitude").isNull(), NO_OUTLINE).when(F.col("station").isNull(), TOO_FAR)
    return areas.join(near, KIND, "left").withColumn("why_no_station", why)


# The haversine: a city needs no ellipsoid.
_KM = f"""
    2 * {EARTH_KM} * asin(sqrt(
        pow(sin(radians(_y - latitude) / 2), 2)
        + cos(radians(latitude)) * cos(radians(_y)) * pow(sin(radians(_x - longitude) / 2), 2)
    ))
"""
