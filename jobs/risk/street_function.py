"""The performance function of each class of sites, and whether it fits them."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, risk
from lakehouse.transform.street_functions import FUNCTIONS, street_functions
from lakehouse.transform.street_record import (
    crashes_at,
    known_before,
    on_record,
    years_on_record,
)


@job(
    reads=[city.street_site, city.site_crash],
    # Traffic is counted now and then, and that must not hold the crashes up.
    side_by_side=True,
    writes=risk.street_function,
)
def street_function(street_site: DataFrame, site_crash: DataFrame, as_of: date) -> DataFrame:
    """Of the sites and crashes that ``risk.street_screening`` judges, two rows a class."""
    known = known_before(site_crash, as_of)
    span = years_on_record(known, as_of)
    made = (
        crashes_at(street_site, on_record(known, as_of))
        .crossJoin(F.broadcast(span))
        .groupBy("facility")
        .applyInPandas(street_functions, FUNCTIONS)
    )
    return (
        made.crossJoin(F.broadcast(span.select("data_through")))
        .withColumn("as_of", F.lit(as_of))
        .select(*risk.street_function.column_names)
    )
