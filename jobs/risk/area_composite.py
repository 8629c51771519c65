"""The city's risk by area: the indicators put together, where their days allow it."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import risk
from lakehouse.transform.area_composed import COMPOSED, composed


@job(reads=[risk.area_indicator], writes=risk.area_composite, side_by_side=True)
def area_composite(area_indicator: DataFrame, as_of: date) -> DataFrame:
    """Areas of one kind are compared with each other alone."""
    made = area_indicator.groupBy("area_kind").applyInPandas(composed, COMPOSED)
    return made.withColumn("as_of", F.lit(as_of)).select(*risk.area_composite.column_names)
