"""The list for the environment office: every air station by its chance, and who lives near it."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.tables.published.environment import NOT_MEASURED
from lakehouse.tables.risk.shared import STAMP
from lakehouse.transform.air_station import REACH_KM
from lakehouse.transform.place import as_list, last_place

WEEK = 7  # days of readings that say which pollutant is the nearer one


@job(
    reads=[risk.air_station, city.air_limit_day],
    optional=[city.area_boundary, city.area_air_station],
    writes=published.air_to_expect,
)
def air_to_expect(
    air_station: DataFrame,
    air_limit_day: DataFrame,
    area_boundary: DataFrame,
    area_air_station: DataFrame,
    as_of: date,
) -> DataFrame:
    """The scores with place, last reading and people; one row more for those nobody measures.

    The people of all rows add up to those of all areas.
    """
    stations = _exposed(air_station, area_air_station).withColumn(
        "expected_exposed", F.col("people_exposed") * F.col("probability")
    )
    listed = stations.join(_last(air_limit_day, as_of), "station", "left").unionByName(
        _unmeasured(air_station, area_air_station), allowMissingColumns=True
    )
    return as_list(listed, area_boundary, published.air_to_expect)


def _last(air_limit_day: DataFrame, as_of: date) -> DataFrame:
    """Place and last reading of each station known by the day, and the nearer pollutant."""
    known = air_limit_day.where(F.col("known_at") < F.lit(as_of)).where("of_limit is not null")
    last = known.groupBy("station").agg(
        *last_place("day"),
        F.max("day").alias("last_measured_on"),
        F.max_by("pm25", "day").alias("last_pm25"),
        F.max_by("ozone", "day").alias("last_ozone"),
    )
    week = known.join(last.select("station", "last_measured_on"), "station").where(
        F.datediff("last_measured_on", "day") < WEEK
    )
    nearest = week.groupBy("station").agg(
        F.max_by("pollutant", F.struct("of_limit", "day")).alias("pollutant")
    )
    return last.join(nearest, "station")


def _people(areas: DataFrame, *by: str) -> DataFrame:
    """How many people live in the areas, and how many areas these are."""
    return areas.groupBy(*by).agg(
        F.sum("population").alias("people_exposed"), F.count("*").cast("int").alias("areas")
    )


def _exposed(air_station: DataFrame, area_air_station: DataFrame) -> DataFrame:
    """Each station with the people and areas that it is the nearest one of.

    One that is nowhere the nearest has nobody; without a census nobody can say.
    """
    around = _people(area_air_station, "station")
    counted = area_air_station.agg((F.count("*") > 0).alias("_counted"))
    nobody = F.when(F.col("_counted"), F.lit(0))
    each = air_station.join(around, "station", "left").crossJoin(counted)
    return each.withColumns({n: F.coalesce(n, nobody) for n in ("people_exposed", "areas")})


def _unmeasured(air_station: DataFrame, area_air_station: DataFrame) -> DataFrame:
    """One row for the people without a station, where there are any.

    It has the stamp of the others, and says how many they are, for pages tell reasons alone.
    """
    stamp = air_station.agg(*(F.max(c.name).alias(c.name) for c in STAMP))
    people = _people(area_air_station.where("station is null")).where("areas > 0")
    why = F.concat(
        F.lit(f"no station in use within {REACH_KM:g} km of the areas where "),
        F.format_number("people_exposed", 0),
        F.lit(" people live"),
    )
    return (
        people.crossJoin(stamp)
        .where("as_of is not null")
        .select(
            F.lit(NOT_MEASURED).alias("station"),
            *("people_exposed", "areas"),
            why.alias("why_no_score"),
            *stamp.columns,
        )
    )
