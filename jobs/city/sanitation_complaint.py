"""Sanitation complaints by what they are about, told by the words of the city's own language."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.complaint_words import ComplaintWords
from lakehouse.tables import city, services
from lakehouse.tables.city.complaints import ABOUT
from lakehouse.transform.area_people import with_population
from lakehouse.transform.place import in_area


@job(
    reads=[services.sanitation_request],
    optional=[city.area_boundary, city.area_population],
    writes=city.sanitation_complaint,
    days_back=0,
)
def sanitation_complaint(
    sanitation_request: DataFrame,
    area_boundary: DataFrame,
    area_population: DataFrame,
    complaint_words: ComplaintWords,
) -> DataFrame:
    """A complaint may be about several things at once, or about nothing that a word tells."""
    said = F.lower(F.coalesce("nature", F.lit("")))
    placed = in_area(sanitation_request, area_boundary).withColumns(
        {"area_kind": F.lit("community_area"), "area": F.col("community_area")}
    )
    weighed = with_population(placed, people_for_each(area_population), "created_on")
    return weighed.select(
        "row_id",
        "created_on",
        *(said.rlike(complaint_words.pattern(kind)).alias(f"about_{kind}") for kind in ABOUT),
        F.lit(complaint_words.basis).alias("words"),
        *("latitude", "longitude", "community_area"),
        F.col("population").alias("people_for_each"),
        "known_at",
    )


def people_for_each(area_population: DataFrame) -> DataFrame:
    """The census with the people of the whole city for each one who lives in the area."""
    whole = F.sum("population").over(Window.partitionBy("area_kind", "census"))
    return area_population.withColumn("population", F.try_divide(whole, F.col("population")))
