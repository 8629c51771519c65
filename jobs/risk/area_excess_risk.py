"""Where people fall ill more often than their ages explain, small counts included."""

from datetime import date

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, risk
from lakehouse.transform.excess import EXCESS, excess, outlines


@job(reads=[risk.area_case, city.area_boundary], writes=risk.area_excess_risk)
def area_excess_risk(area_case: DataFrame, area_boundary: DataFrame, as_of: date) -> DataFrame:
    """Every cause by itself, over all areas; for epidemiologists, not handed on."""
    days = area_case.select("period_from", "data_through").limit(1)
    areas = outlines(area_boundary)
    causes = area_case.select(F.col("cause").alias("of")).distinct()
    maps = causes.crossJoin(F.broadcast(areas)).groupBy("of")

    def of_cause(counts: pd.DataFrame, shapes: pd.DataFrame) -> pd.DataFrame:
        return excess(counts, shapes)

    made = area_case.groupBy("cause").cogroup(maps).applyInPandas(of_cause, EXCESS)
    return (
        made.crossJoin(F.broadcast(days))
        .withColumn("as_of", F.lit(as_of))
        .select(*risk.area_excess_risk.column_names)
    )
