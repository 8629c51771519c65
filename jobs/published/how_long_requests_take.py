"""The cycle time of each category of requests, in the city and in each police district."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, services
from lakehouse.tables.published.services import WHOLE_CITY
from lakehouse.transform.needs import RIPE, YEAR, beside_the_city, needs_of_year
from lakehouse.transform.served import TOLD, served_by

KEYS = ("category", "police_district")


@job(reads=[services.request], writes=published.how_long_requests_take)
def how_long_requests_take(request: DataFrame, as_of: date) -> DataFrame:
    """A need counts in the city and in its district; one without a district in the city alone."""
    needs = needs_of_year(request, as_of).withColumns(
        {"category": F.coalesce("category", F.lit("no category given"))}
    )
    places = F.array_compact(F.array(F.lit(WHOLE_CITY), "district"))
    each = needs.withColumn("police_district", F.explode(places))
    told = (
        each.select(*KEYS, "reports", "days", "due", "usual")
        .groupBy(*KEYS)
        .applyInPandas(served_by(*KEYS), f"category string, police_district string, {TOLD}")
    )
    due = needs.groupBy("category").agg(F.first("due").alias("due"))
    through = F.date_sub(F.lit(as_of), RIPE)
    return (
        told.join(due, "category")
        .withColumns(
            {
                "due_days": F.when(F.col("due") < F.lit(1e6), F.col("due")),
                "says": beside_the_city(),
                "first_day": F.date_sub(through, YEAR - 1),
                "data_through": through,
                "as_of": F.lit(as_of),
            }
        )
        .select(*published.how_long_requests_take.column_names)
        .sort("category", F.col("police_district") != WHOLE_CITY, "police_district")
    )
