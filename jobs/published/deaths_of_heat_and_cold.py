"""How many deaths heat and cold were the cause of, with the range that holds it."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import published, risk


@job(reads=[risk.heat_and_deaths], writes=published.deaths_of_heat_and_cold)
def deaths_of_heat_and_cold(heat_and_deaths: DataFrame) -> DataFrame:
    """The three causes; of deaths that nothing could be fitted to one row says why."""
    told = heat_and_deaths.where("part = 'attributable' or why_none is not null")
    cause = F.when(F.col("why_none").isNull(), F.col("at")).otherwise("all")
    return told.select(
        cause.alias("cause"),
        *(F.round(have, 1).alias(name) for have, name in (
            ("estimate", "deaths"), ("low", "deaths_low"), ("high", "deaths_high"),
        )),
        *(F.round(name, 4).alias(name) for name in ("share", "share_low", "share_high")),
        F.round("minimum", 1).alias("fewest_at"),
        *("first_day", "why_none", "as_of", "data_through"),
    )  # fmt: skip
