"""What measures against crashes changed, kind by kind, beside places that got nothing."""

from datetime import date

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.methods.before_after import (
    Effect,
    before_after,
    passed_over,
    spread_between_sites,
)
from lakehouse.tables import city, published, transport

YEARS_BEFORE = 3
LEAST_DAYS = 180  # after a measure, before it is judged
ROWS = "measure string, kind string, group string, before int, sites int, after int, share double"
EFFECT = (
    "kind string, sites int, crashes_before double, crashes_after int, expected double, "
    "ratio double, ratio_low double, ratio_high double, naive_ratio double, placebo_ratio double, "
    "placebo_low double, placebo_high double, verdict string"
)


@job(
    reads=[transport.road_measure, city.street_site, city.site_crash],
    side_by_side=True,
    writes=published.what_measures_did,
)
def what_measures_did(
    road_measure: DataFrame, street_site: DataFrame, site_crash: DataFrame, as_of: date
) -> DataFrame:
    """Crashes at intersections that were known before the day; new measures are not judged yet."""
    crashes = site_crash.where(
        (F.col("known_at") < F.lit(as_of)) & F.col("site_id").startswith("N")
    ).select("site_id", "happened_on")
    through = crashes.agg(F.max("happened_on").alias("data_through"))
    known = road_measure.where(F.col("known_at") < F.lit(as_of)).crossJoin(F.broadcast(through))
    # Chosen by what had happened until the decision; while it is built nothing is counted.
    begun = F.coalesce("decided_on", "completed_on")
    windows = known.where(F.date_add("completed_on", LEAST_DAYS) <= F.col("data_through")).select(
        F.col("measure_id").alias("measure"),
        *("kind", "completed_on", "data_through"),
        F.concat(F.lit("N"), "intersection_id").alias("own"),
        F.add_months(begun, -12 * YEARS_BEFORE).alias("since"),
        begun.alias("until"),
    )
    record = _record(windows, crashes, street_site, known)
    judged = record.groupBy("kind").applyInPandas(_judged, EFFECT)
    return (
        judged.crossJoin(F.broadcast(through))
        .withColumn("as_of", F.lit(as_of))
        .select(*published.what_measures_did.column_names)
    )


def _record(
    windows: DataFrame, crashes: DataFrame, street_site: DataFrame, known: DataFrame
) -> DataFrame:
    """Per measure: how many intersections of each group had how many crashes before and after."""
    before = (F.col("happened_on") >= F.col("since")) & (F.col("happened_on") < F.col("until"))
    after = F.col("happened_on") >= F.col("completed_on")
    counted = (
        crashes.crossJoin(F.broadcast(windows))
        .where(before | after)
        .groupBy("measure", "site_id")
        .agg(F.count_if(before).alias("before"), F.count_if(after).alias("after"))
    )
    treated = known.select(F.concat(F.lit("N"), "intersection_id").alias("site_id")).distinct()
    sites = street_site.where("kind = 'intersection'").select("site_id")
    sites = sites.join(treated.withColumn("measured", F.lit(True)), "site_id", "left")
    every = sites.crossJoin(F.broadcast(windows)).join(counted, ["measure", "site_id"], "left")
    group = (
        F.when(F.col("site_id") == F.col("own"), "treated")
        .when(F.col("measured"), "other")
        .otherwise("compared")
    )
    share = F.date_diff("data_through", "completed_on") / F.date_diff("until", "since")
    return (
        every.fillna(0, ["before", "after"])
        .groupBy(
            "measure", "kind", group.alias("group"), F.col("before").cast("int").alias("before")
        )
        .agg(
            F.count(F.lit(1)).cast("int").alias("sites"),
            F.sum("after").cast("int").alias("after"),
            F.first(share).alias("share"),
        )
    )


def _judged(record: pd.DataFrame) -> pd.DataFrame:
    spread = spread_between_sites(record)
    # Measures of one time look at the same places that got nothing.
    times = record["measure"].nunique()
    found = before_after(record, spread)
    placebo = before_after(passed_over(record), spread, repeated=times)
    return (
        pd.DataFrame(
            [
                {
                    "kind": record["kind"].iloc[0],
                    "sites": found.sites,
                    "crashes_before": found.before,
                    "crashes_after": int(found.after),
                    "expected": found.expected,
                    "ratio": found.ratio,
                    "ratio_low": found.low,
                    "ratio_high": found.high,
                    "naive_ratio": found.naive,
                    "placebo_ratio": placebo.ratio,
                    "placebo_low": placebo.low,
                    "placebo_high": placebo.high,
                    "verdict": _verdict(found, placebo),
                }
            ]
        )
        .astype(object)
        .where(lambda made: made.notna(), None)
    )


def _verdict(found: Effect, placebo: Effect) -> str:
    if not found.ratio >= 0:
        return "cannot be judged: no crash was expected there"
    if not placebo.low <= 1 <= placebo.high:
        return "cannot be judged: places that got nothing changed too"
    if found.high < 1:
        return "fewer crashes"
    return "more crashes" if found.low > 1 else "no change shown"
