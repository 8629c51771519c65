"""Whether incidents of a kind draw others after them, soon and close by."""

from datetime import date

import numpy as np
import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Bounds, job
from lakehouse.methods.knox import knox
from lakehouse.tables import city, risk
from lakehouse.transform.grid import Grid

SOON, NEAR = 14, 200  # days and metres (Johnson and others 2007)
SHUFFLES = 199
JUDGED = "kind string, incidents int, pairs int, expected double, ratio double, p double"


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
    return placed.groupBy("kind").applyInPandas(_judged, JUDGED).withColumn("as_of", day)


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The test of one kind, its incidents in an order that does not depend on Spark's."""
    if len(rows) < 2:
        return pd.DataFrame(columns=[part.split()[0] for part in JUDGED.split(", ")])
    rows = rows.sort_values("incident_id")
    found = knox(
        rows["day"].to_numpy(dtype=float),
        rows[["x", "y"]].to_numpy(dtype=float),
        *(SOON, NEAR),
        shuffles=SHUFFLES,
    )
    told = {
        "kind": rows["kind"].iloc[0],
        "incidents": len(rows),
        "pairs": found.observed,
        "expected": found.expected,
        "ratio": found.observed / found.expected if found.expected else np.nan,
        "p": found.p_shuffled,
    }
    return pd.DataFrame([told]).astype({"ratio": object}).where(lambda x: x.notna(), None)
