"""What each area asked the service line for, how soon it got it, and against which need."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, services
from lakehouse.transform.needs import RIPE, YEAR, beside_the_city, needs_of_year
from lakehouse.transform.place import in_area
from lakehouse.transform.served import SERVED, served
from lakehouse.transform.unreported import share_believed


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
    through = F.date_sub(F.lit(as_of), RIPE)
    needs = needs_of_year(request, as_of)
    columns = ("latitude", "longitude", "reports", "days", "due", "usual")
    placed = in_area(needs.select(*columns), area_boundary).where("community_area is not null")
    told = placed.groupBy("community_area").applyInPandas(served, SERVED)
    return _beside(told, area_boundary, area_population, reporting_share).select(
        *published.what_each_district_gets.column_names[:-3],
        F.date_sub(through, YEAR - 1).alias("first_day"),
        through.alias("data_through"),
        F.lit(as_of).alias("as_of"),
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
    told_of = share_believed(F.col("reporting_share"))
    return both.withColumns(
        {
            "per_1000": per,
            "need_per_1000": per / told_of,
            "closed_per_need": (F.col("needs") - F.col("open")) / F.col("needs") * told_of,
            "says": beside_the_city(),
        }
    )
