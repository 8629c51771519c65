"""Where people fall ill more often than their ages explain, without telling of a few of them."""

from datetime import date

import pandas as pd
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, risk
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.area_illness import RATIO
from lakehouse.transform.excess import EXCESS, outlines, shown_excess

TELLING = tuple(column.name for column in RATIO if column.name != "standardised")


@job(reads=[risk.area_case_year, city.area_boundary], writes=published.areas_with_excess_risk)
def areas_with_excess_risk(
    area_case_year: DataFrame, area_boundary: DataFrame, as_of: date
) -> DataFrame:
    """Made anew from the counts that may be shown; ranked by how sure the excess is."""
    days = area_case_year.select("period_from", "data_through").limit(1)
    kind = F.element_at(F.split("cause", ": "), 1)
    kinds = area_case_year.select(kind.alias("of")).distinct()
    maps = kinds.crossJoin(outlines(area_boundary)).groupBy("of")

    def of_kind(counts: pd.DataFrame, shapes: pd.DataFrame) -> pd.DataFrame:
        return shown_excess(counts, shapes, LEAST)

    counts = area_case_year.withColumn("kind", kind).groupBy("kind")
    made = counts.cogroup(maps).applyInPandas(of_kind, EXCESS)
    named = area_boundary.where("area_kind = 'community_area'").selectExpr(
        "area as community_area", "name as area_name"
    )
    shown = F.coalesce("is_reliable", F.lit(False)) & F.col("ratio").isNotNull()
    first = Window.orderBy(
        F.desc_nulls_last("probability"), F.desc("relative_risk"), "cause", "community_area"
    )
    told = made.withColumns(
        {name: F.when(shown, F.col(name)) for name in ("cases", *TELLING)}
        | {"why_no_score": F.when(~shown, F.col("note"))}
    )
    return (
        told.withColumn("rank", F.when(F.col("why_no_score").isNull(), F.row_number().over(first)))
        .join(named, "community_area", "left")
        .withColumn("name", F.concat_ws(", ", "area_name", "cause"))
        .crossJoin(F.broadcast(days))
        .withColumn("as_of", F.lit(as_of))
        .select(*published.areas_with_excess_risk.column_names)
        .sort(F.asc_nulls_last("rank"), "cause", "community_area")
    )
