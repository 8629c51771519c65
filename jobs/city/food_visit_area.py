"""The area of each inspection, and how much its residents complained of beside the city's."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, services
from lakehouse.transform.area_people import with_population
from lakehouse.transform.place import in_area

# A complaint counts in visits so many months later: by the first all of its month are known.
FIRST, LAST = 2, 13


@job(
    reads=[
        city.food_visit,
        services.sanitation_request,
        city.area_boundary,
        city.area_population,
    ],
    writes=city.food_visit_area,
    balances=[Balance(city.food_visit)],
)
def food_visit_area(
    food_visit: DataFrame,
    sanitation_request: DataFrame,
    area_boundary: DataFrame,
    area_population: DataFrame,
) -> DataFrame:
    """Places near each other share their complaints; per resident, areas can be compared."""
    visits = food_visit.select(
        *("inspection_id", "premises_id", "visited_on", "known_at", "latitude", "longitude"),
        F.trunc("visited_on", "month").alias("month"),
    )
    told = in_area(sanitation_request.where("status in ('open', 'completed')"), area_boundary)
    ratios = complaint_ratios(told, area_population)
    return (
        in_area(visits, area_boundary)
        .join(ratios, ["community_area", "month"], "left")
        .select(*city.food_visit_area.column_names)
    )


def complaint_ratios(told: DataFrame, area_population: DataFrame) -> DataFrame:
    """``complaint_ratio`` of each ``community_area`` and ``month`` with a complaint in its year.

    ``told`` has a row per complaint: ``created_on`` and ``community_area``. Areas of which no
    census counted the people have none, and do not count for the city's.
    """
    later = ", ".join(f"add_months({{0}}, {months})" for months in (FIRST, LAST))
    of_month = F.trunc("created_on", "month").alias("told_in")
    counted = (
        told.where("community_area is not null")
        .groupBy("community_area", of_month)
        .agg(F.count("*").alias("n"))
        .selectExpr(
            *("'community_area' as area_kind", "community_area as area", "n"),
            f"explode(sequence({later.format('told_in')}, interval 1 month)) as month",
        )
        .groupBy("area_kind", "area", "month")
        .agg(F.sum("n").alias("complaints"))
    )
    lived = with_population(counted, area_population, "month").where("population > 0")
    whole = Window.partitionBy("month")
    usual = F.sum("complaints").over(whole) / F.sum("population").over(whole)
    ratio = F.col("complaints") / F.col("population") / usual
    return lived.select(
        F.col("area").alias("community_area"), "month", ratio.alias("complaint_ratio")
    )
