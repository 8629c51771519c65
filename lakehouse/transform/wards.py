"""Of each hospital's reports: the last one, the city's sum of them, and which would tell of few."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

KEY = ("hospital_id", "resource")


def last_reports(census: DataFrame, days_back: int) -> DataFrame:
    """Per hospital and resource name, in_use, reported_on, and how many ``fewer`` there are.

    ``census``: rows day, hospital_id, name, resource, status, amount. ``fewer`` is by how much the
    capacity fell (below zero: rose) since the first day of the ``days_back`` days before.
    """
    used = census.where("status = 'in_use'").groupBy(*KEY)
    last = used.agg(
        F.max_by("name", "day").alias("name"),
        F.max_by("amount", "day").alias("in_use"),
        F.max("day").alias("reported_on"),
    )
    there = census.where("status = 'capacity'").join(F.broadcast(last), [*KEY])
    recent = there.where(F.col("day") >= F.date_sub("reported_on", days_back))
    change = recent.groupBy(*KEY).agg(
        (F.min_by("amount", "day") - F.max_by("amount", "day")).alias("fewer")
    )
    return last.join(change, [*KEY], "left")


def with_whole(last: DataFrame, whole: str) -> DataFrame:
    """A row more per resource: the city, ``whole``, the sum of its hospitals' last reports."""
    city = last.groupBy("resource").agg(
        F.lit(whole).alias("hospital_id"),
        F.lit(whole).alias("name"),
        F.sum("in_use").cast("int").alias("in_use"),
        F.max("reported_on").alias("reported_on"),
        F.sum("fewer").cast("int").alias("fewer"),
    )
    return last.unionByName(city)


def telling_of_few(last: DataFrame, least: int, whole: str) -> DataFrame:
    """With ``few``: a count below ``least``, or one that has to go with such a count.

    The city's sum is known, so what is blank of its hospitals has a known sum, too: the next
    smallest go as well until there are two, and their sum is no small count either.
    """
    each = Window.partitionBy("resource", F.col("hospital_id") == whole)
    smallest = each.orderBy("in_use", "hospital_id")
    before = F.coalesce(
        F.sum("in_use").over(smallest.rowsBetween(Window.unboundedPreceding, -1)), F.lit(0)
    )
    small = F.col("in_use") < least
    beside = (before < least) | (F.row_number().over(smallest) <= 2)
    some = F.min("in_use").over(each) < least
    return last.withColumn("few", small | (some & beside))
