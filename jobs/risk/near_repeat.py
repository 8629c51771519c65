"""Whether incidents of a kind draw others after them, soon and close by."""

from datetime import date

import numpy as np
import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.methods.knox import knox
from lakehouse.methods.knox_range import ratio_range
from lakehouse.tables import city, risk
from lakehouse.tables.few import LEAST
from lakehouse.transform.grid import Grid

SOON, NEAR = 14, 200  # days and metres (Johnson and others 2007)
# All kinds together may be wrong once in 20 times (jobs/published/incidents_that_repeat.py): with
# 20 shuffles a kind or fewer the smallest chance there is would already be too large.
SHUFFLES, SHUFFLES_A_KIND = 199, 40
JUDGED = (
    "kind string, incidents int, pairs int, expected double, ratio double, "
    "ratio_low double, ratio_high double, p double"
)


@job(reads=[city.reported_incident], writes=risk.near_repeat)
def near_repeat(reported_incident: DataFrame, as_of: date, bounds: Bounds) -> DataFrame:
    """Each kind that was reported twice or more in the two years before the day."""
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    day = F.lit(as_of)
    recent = reported_incident.where(
        (F.col("known_at") < day) & (F.col("happened_on") >= F.add_months(day, -24))
    )
    placed = recent.where("latitude is not null and longitude is not null").select(
        "kind",
        "incident_id",
        F.datediff("happened_on", F.lit("1970-01-01").cast("date")).alias("day"),
        (F.col("latitude") * high).alias("y"),
        (F.col("longitude") * wide).alias("x"),
    )
    kinds = placed.groupBy("kind").count().where(F.col("count") >= LEAST)
    all_kinds = kinds.agg(F.count(F.lit(1)).alias("kinds"))
    each = placed.crossJoin(F.broadcast(all_kinds)).groupBy("kind")
    return each.applyInPandas(_judged, JUDGED).withColumn("as_of", day)


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The test of one of ``kinds``, its incidents in an order that does not depend on Spark's."""
    if len(rows) < 2:
        return pd.DataFrame(columns=[part.split()[0] for part in JUDGED.split(", ")])
    rows = rows.sort_values("incident_id")
    shuffles = max(SHUFFLES, SHUFFLES_A_KIND * int(rows["kinds"].iloc[0]))
    days, places = rows["day"], rows[["x", "y"]]
    found = knox(days, places, SOON, NEAR, shuffles)
    low, high = ratio_range(days, places, SOON, NEAR) or (np.nan, np.nan)
    told = {
        "kind": rows["kind"].iloc[0],
        "incidents": len(rows),
        "pairs": found.observed,
        "expected": found.expected,
        "ratio": found.observed / found.expected if found.expected else np.nan,
        "ratio_low": low,
        "ratio_high": high,
        "p": found.p_shuffled,
    }
    return pd.DataFrame([told]).astype(object).where(lambda x: x.notna(), None)
