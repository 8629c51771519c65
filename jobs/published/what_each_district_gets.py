"""What each area asked the service line for, how soon it got it, and against which need."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, services
from lakehouse.transform.place import in_area
from lakehouse.transform.served import SERVED, served

RIPE, YEAR = 60, 365  # days after which nearly all needs are closed or repeated; a year of them
IN_TIME = 0.75  # a need is in time when it is among the sooner three quarters of its category


@job(
    reads=[services.request, city.area_boundary],
    optional=[city.area_population, city.reporting_share],
    writes=published.what_each_district_gets,
)
def what_each_district_gets(
    request: DataFrame,
    area_boundary: DataFrame,
    area_population: DataFrame,
    reporting_share: DataFrame,
    as_of: date,
) -> DataFrame:
    """Needs first reported in the year that ended sixty days before the day; each counts once."""
    day = F.lit(as_of)
    known = request.where(F.col("known_at") < day)
    again = known.where("status = 'duplicate' and duplicate_of is not null")
    again = again.groupBy(F.col("duplicate_of").alias("request_id")).agg(
        F.count(F.lit(1)).alias("more")
    )
    through = F.date_sub(day, RIPE)
    asked = known.where("status <> 'duplicate'").where(
        (F.col("created_on") <= through) & (F.col("created_on") > F.date_sub(through, YEAR))
    )
    # What was closed on the day or later was open then.
    closed = F.when(F.col("closed_at") < day, F.col("closed_at"))
    took = (closed.cast("double") - F.col("created_at").cast("double")) / 86400
    of = Window.partitionBy("category")
    needs = (
        asked.join(again, "request_id", "left")
        .fillna(0, ["more"])
        .withColumn("days", F.when(took.isNotNull(), F.greatest(F.lit(0.0), took)))
        # Without a closing day it is later than all that have one.
        .withColumn("_at_least", F.coalesce("days", F.lit(1e6)))
        .withColumns(
            {
                "due": F.percentile("_at_least", IN_TIME).over(of),
                "usual": F.greatest(F.lit(0.01), F.percentile("_at_least", 0.5).over(of)),
                "reports": F.col("more") + 1,
            }
        )
    )
    columns = ("latitude", "longitude", "reports", "days", "due", "usual")
    placed = in_area(needs.select(*columns), area_boundary).where("community_area is not null")
    told = placed.groupBy("community_area").applyInPandas(served, SERVED)
    return _beside(told, area_boundary, area_population, reporting_share).select(
        *published.what_each_district_gets.column_names[:-3],
        F.date_sub(through, YEAR - 1).alias("first_day"),
        through.alias("data_through"),
        day.alias("as_of"),
    )


def _beside(
    told: DataFrame, area_boundary: DataFrame, area_population: DataFrame, reporting: DataFrame
) -> DataFrame:
    """Each area with its name, its people and its need."""
    named = area_boundary.where("area_kind = 'community_area'").selectExpr(
        "area as community_area", "name"
    )
    people = (
        area_population.where("area_kind = 'community_area'")
        .groupBy(F.col("area").alias("community_area"))
        .agg(F.max_by("population", "census").alias("people"))
    )
    share = reporting.select("community_area", F.col("share").alias("reporting_share"))
    both = (
        told.join(named, "community_area", "left")
        .join(people, "community_area", "left")
        .join(share, "community_area", "left")
    )
    per = F.when(F.col("people") > 0, 1000 * F.col("needs") / F.col("people"))
    says = (
        F.when(F.col("in_time_high") < IN_TIME, "slower")
        .when(F.col("in_time_low") > IN_TIME, "sooner")
        .otherwise("like the city")
    )
    return both.withColumns(
        {
            "per_1000": per,
            "need_per_1000": per / F.col("reporting_share"),
            "closed_per_need": (F.col("needs") - F.col("open"))
            / F.col("needs")
            * F.col("reporting_share"),
            "says": says,
        }
    )
