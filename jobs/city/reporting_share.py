"""How much residents report in each community area, told by what they report twice."""

from datetime import date

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.methods.reporting_rate import reporting_share as share_of
from lakehouse.tables import city, services
from lakehouse.transform.place import in_area

RIPE = 60  # days after which hardly anybody reports a need again
ESTIMATED = (
    "community_area string, needs int, reports int, share double, share_low double, "
    "share_high double"
)


@job(reads=[services.request, city.area_boundary], writes=city.reporting_share)
def reporting_share(request: DataFrame, area_boundary: DataFrame, as_of: date) -> DataFrame:
    """Needs whose first report is old enough to have been repeated; those of no area are left out.

    The line's word that a request repeats another one is as of the last delivery: it describes
    residents, and no model learns from it.
    """
    known = request.where(F.col("known_at") < F.lit(as_of))
    again = known.where("status = 'duplicate' and duplicate_of is not null")
    again = again.groupBy(F.col("duplicate_of").alias("request_id")).agg(
        F.count(F.lit(1)).alias("more")
    )
    first = known.where("status <> 'duplicate'").where(
        F.col("created_on") < F.date_sub(F.lit(as_of), RIPE)
    )
    each = first.join(again, "request_id", "left").fillna(0, ["more"])
    counted = (
        in_area(each.select("latitude", "longitude", "more"), area_boundary)
        .where("community_area is not null")
        .groupBy("community_area")
        .agg(
            F.count(F.lit(1)).cast("int").alias("needs"),
            (F.count(F.lit(1)) + F.sum("more")).cast("int").alias("reports"),
        )
    )
    return counted.groupBy(F.lit("all")).applyInPandas(_estimated, ESTIMATED)


def _estimated(areas: pd.DataFrame) -> pd.DataFrame:
    told = share_of(areas["needs"], areas["reports"])
    return pd.concat([areas.reset_index(drop=True), told], axis=1)
