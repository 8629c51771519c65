"""What measures against crashes changed, kind by kind, beside places that got nothing."""

from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, published, transport
from lakehouse.transform.measure_effect import EFFECT, measure_effect
from lakehouse.transform.street_record import begins

YEARS_BEFORE = 3
LEAST_DAYS = 180  # after a measure, before it is judged
SITES, PAIRS = 1000, 1_000_000  # compared: with fewer measures more sites, up to so many pairs
SLACK = 31  # days without a crash at the beginning of a record
TIMES = ("since", "until", "completed_on")
NOT_IN_NETWORK, NO_RECORD = "not in the street network", "no record before"


@job(
    reads=[transport.road_measure, city.street_site, city.site_crash],
    side_by_side=True,
    writes=published.what_measures_did,
)
def what_measures_did(
    road_measure: DataFrame, street_site: DataFrame, site_crash: DataFrame, as_of: date
) -> DataFrame:
    """Crashes at intersections that were known before the day; new measures are not judged yet.

    A measure decided on before the crashes of three years were on record is not judged: of those
    years without a record none would seem to have been expected, and fewer are no fair share of
    what its place was chosen for. Neither is one at an intersection that no network has.
    """
    crashes = site_crash.where(
        (F.col("known_at") < F.lit(as_of)) & F.col("site_id").startswith("N")
    ).select("site_id", "happened_on")
    through = crashes.agg(F.max("happened_on").alias("data_through"))
    known = road_measure.where(F.col("known_at") < F.lit(as_of)).crossJoin(F.broadcast(through))
    there = street_site.where("kind = 'intersection'").select(
        F.col("site_id").alias("own"), F.lit(True).alias("there")
    )
    # Chosen by what had happened until the decision; while it is built nothing is counted.
    begun = F.coalesce("decided_on", "completed_on")
    every = (
        known.where(F.date_add("completed_on", LEAST_DAYS) <= F.col("data_through"))
        .select(
            F.col("measure_id").alias("measure"),
            *("kind", "completed_on", "data_through"),
            F.concat(F.lit("N"), "intersection_id").alias("own"),
            F.add_months(begun, -12 * YEARS_BEFORE).alias("since"),
            begun.alias("until"),
        )
        .join(there, "own", "left")
        .crossJoin(F.broadcast(begins(crashes)))
        .withColumn(
            "why_not",
            F.when(F.col("there").isNull(), NOT_IN_NETWORK).when(
                F.date_add("since", SLACK) < F.col("begins"), NO_RECORD
            ),
        )
    )
    record = _record(every.where("why_not is null"), crashes, street_site, known)
    judged = record.groupBy("kind").applyInPandas(measure_effect, EFFECT)
    return (
        _kinds(every)
        .join(judged, "kind", "left")
        .crossJoin(F.broadcast(through))
        .withColumns(
            {
                "sites": F.coalesce("sites", F.lit(0)),
                "verdict": F.coalesce(
                    "verdict", F.concat(F.lit("cannot be judged: "), "why_not_judged")
                ),
                "as_of": F.lit(as_of),
            }
        )
        .select(*published.what_measures_did.column_names)
    )


def _kinds(every: DataFrame) -> DataFrame:
    """Per kind how many measures are not judged, and why: ``no record before (2)``."""
    reasons = every.groupBy("kind", "why_not").agg(F.count(F.lit(1)).cast("int").alias("many"))
    said = reasons.withColumn("said", F.expr("why_not || ' (' || many || ')'"))
    return said.groupBy("kind").agg(
        F.sum(F.expr("if(why_not is null, 0, many)")).cast("int").alias("not_judged"),
        F.expr("nullif(array_join(sort_array(collect_list(said)), ', '), '')").alias(
            "why_not_judged"
        ),
    )


def _record(
    windows: DataFrame, crashes: DataFrame, street_site: DataFrame, known: DataFrame
) -> DataFrame:
    """Per measure: how many intersections of each group had how many crashes before and after."""
    treated = known.select(F.concat(F.lit("N"), "intersection_id").alias("site_id")).distinct()
    treated = treated.withColumn("measured", F.lit(True))
    pairs = (
        compared_with(street_site.where("kind = 'intersection'").select("site_id"), windows)
        .where("site_id <> own")
        .unionByName(windows.withColumn("site_id", F.col("own")))
    )
    before = (F.col("happened_on") >= F.col("since")) & (F.col("happened_on") < F.col("until"))
    after = F.col("happened_on") >= F.col("completed_on")
    counted = (
        crashes.join(pairs.select("measure", "site_id", *TIMES), "site_id")
        .where(before | after)
        .groupBy("measure", "site_id")
        .agg(F.count_if(before).alias("before"), F.count_if(after).alias("after"))
    )
    every = pairs.join(counted, ["measure", "site_id"], "left").join(treated, "site_id", "left")
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


def compared_with(sites: DataFrame, windows: DataFrame) -> DataFrame:
    """Each measure with the sites it is compared with: all of a city that has few measures.

    Else a sample by lot, the same for every measure, so that the pairs grow with the measures and
    not with measures times sites.
    """
    lot = Window.orderBy(F.xxhash64("site_id"), "site_id")
    many = windows.agg(F.greatest(F.lit(SITES), F.lit(PAIRS) / F.count(F.lit(1))).alias("many"))
    drawn = (
        sites.withColumn("lot", F.row_number().over(lot))
        .crossJoin(F.broadcast(many))
        .where("lot <= many")
        .select("site_id")
    )
    return drawn.crossJoin(F.broadcast(windows))
