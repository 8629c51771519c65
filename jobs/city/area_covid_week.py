"""COVID-19 cases by community area, estimated from those of postal codes."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, surveillance
from lakehouse.tables.city.zip import UNALLOCATED
from lakehouse.tables.few import LEAST

DECIMALS = 9  # of a sum of doubles, whose last bits go with the order
WEEK = ("week_starts_on", "week_ends_on")


@job(reads=[surveillance.covid_week, city.zip_share], writes=city.area_covid_week)
def area_covid_week(covid_week: DataFrame, zip_share: DataFrame) -> DataFrame:
    """Dasymetric allocation with addresses as the weight: cases of a code times its shares.

    As if cases lay among a code's areas as its known addresses do. A code without a located
    address, or unknown, goes into a row of its own, so that with what is withheld the rows of a
    week add up to the city's cases.
    """
    told = covid_week.where("cases is not null")
    weights = zip_share.where("share is not null").select("zip", "community_area", "share")
    spread = told.join(F.broadcast(weights), "zip", "left").select(
        *(*WEEK, "known_at"),
        F.coalesce("community_area", F.lit(UNALLOCATED)).alias("community_area"),
        (F.col("cases") * F.coalesce("share", F.lit(1.0))).alias("cases"),
    )
    sums = spread.groupBy(*WEEK, "community_area").agg(
        F.round(F.sum("cases"), DECIMALS).alias("cases")
    )
    city_s = told.groupBy(*WEEK).agg(
        F.sum("cases").cast("int").alias("city_cases"), F.max("known_at").alias("known_at")
    )
    whole = sums.join(F.broadcast(city_s), [*WEEK])
    return withheld(whole).select(*city.area_covid_week.column_names)


def withheld(sums: DataFrame) -> DataFrame:
    """Few cases are not told; nor, where one row alone has few, the smallest of the others."""
    week = Window.partitionBy(*WEEK)
    few = F.col("cases") < LEAST
    alone = F.count_if(few).over(week) == 1
    order = week.orderBy(few.desc(), "cases", "community_area")
    hide = few | (alone & (F.row_number().over(order) == 2))
    marked = sums.withColumn("withheld", hide)
    return marked.withColumn("cases", F.when(~F.col("withheld"), F.col("cases")))
