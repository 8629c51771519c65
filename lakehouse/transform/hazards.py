"""What opens a hazard beside the lists, and the outcomes that close one or let it lapse."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

FOUND, REPAIR = 3, 14  # consequence of a critical violation, and days to mend it
BURNT, LOOKED_AT = 4, 90  # consequence of a fire, and days for which it stands in the register
GONE = "the list names it no more; nobody delivers what was done there"
PASSED = "90 days went by; nobody delivers what was done there"
FIRE = "there was a fire: the building is looked at as an incident"
ENDED = "its licence ran out"
MENDED, UNFOLLOWED = (
    "a visit that finds it mended",
    "not followed up in the data, which have routine visits only; the next one closes it",
)
SOUND, STILL = "visited: nothing critical was found", "visited: a critical violation was found"


def violations(visits: DataFrame) -> DataFrame:
    """One a premises and day, however many visits that day found one.

    Where the record has routine visits alone nothing can be closed within days, so there is no
    deadline: what is not told is not overdue.
    """
    found = visits.where("critical_found").select("premises_id", "visited_on").distinct()
    told = visits.agg(F.coalesce(F.max(F.col("kind") != "canvass"), F.lit(False)).alias("again"))
    return found.crossJoin(F.broadcast(told)).select(
        F.lit("critical_violation").alias("kind"),
        F.col("premises_id").alias("place_id"),
        F.col("visited_on").alias("day"),
        F.lit("a critical violation was found and may make guests ill").alias("what"),
        F.lit(1.0).alias("likelihood"),
        F.lit(FOUND).alias("consequence"),
        F.when(F.col("again"), MENDED).otherwise(UNFOLLOWED).alias("control"),
        F.when(F.col("again"), REPAIR).alias("days"),
    )


def visited(visits: DataFrame) -> DataFrame:
    """A listed premises is done with by any visit, a violation by one that finds none."""
    told = F.when(F.col("critical_found"), STILL).otherwise(SOUND)
    left = F.when(F.col("critical_found"), 2).otherwise(1)
    each = visits.select(
        F.lit("food_premises").alias("kind"),
        F.col("premises_id").alias("place_id"),
        F.col("visited_on").alias("ended_on"),
        told.alias("told"),
        left.alias("left"),
    )
    mended = each.where(F.col("left") == 1).withColumn("kind", F.lit("critical_violation"))
    return each.unionByName(mended)


def run_out(licences: DataFrame, day: Column) -> DataFrame:
    """Premises whose last known licence term is over; a term without an end is not."""
    ends = licences.groupBy("licence_number").agg(
        F.max("ends_on").alias("ended_on"), F.count_if(F.col("ends_on").isNull()).alias("endless")
    )
    over = ends.where((F.col("endless") == 0) & (F.col("ended_on") < day))
    kinds = F.array(F.lit("food_premises"), F.lit("critical_violation"))
    return over.select(
        F.explode(kinds).alias("kind"),
        F.col("licence_number").alias("place_id"),
        "ended_on",
        F.lit(ENDED).alias("told"),
        F.lit(1).alias("left"),
    )


def burnt_down(fires: DataFrame) -> DataFrame:
    """A fire opens a hazard, however the list had ranked the building; it has no deadline."""
    return (
        fires.select("building_id", "happened_on")
        .distinct()
        .select(
            F.lit("fire_incident").alias("kind"),
            F.col("building_id").alias("place_id"),
            F.col("happened_on").alias("day"),
            F.lit("it burnt and may not be safe yet").alias("what"),
            F.lit(1.0).alias("likelihood"),
            F.lit(BURNT).alias("consequence"),
            F.lit("the brigade and the building department look at it").alias("control"),
            F.lit(None).cast("int").alias("days"),
        )
    )


def passed(fires: DataFrame, day: Column) -> DataFrame:
    """Nobody delivers what was done after a fire: it lapses, as large as it was, after a time."""
    over = F.date_add("happened_on", LOOKED_AT)
    return fires.where(over < day).select(
        F.lit("fire_incident").alias("kind"),
        F.col("building_id").alias("place_id"),
        over.alias("ended_on"),
        F.lit(PASSED).alias("told"),
        F.lit(2).alias("left"),
    )


def burnt(fires: DataFrame) -> DataFrame:
    """What a list told of a building ends with its fire, which is a hazard of its own."""
    return fires.select(
        F.lit("building_fire").alias("kind"),
        F.col("building_id").alias("place_id"),
        F.col("happened_on").alias("ended_on"),
        F.lit(FIRE).alias("told"),
        F.lit(2).alias("left"),
    )


def gone(lists: DataFrame) -> DataFrame:
    """Nobody delivers the brigade's visits: a hazard lapses, as large as it was, when the next list
    drops the building.
    """
    of = lists.where("kind = 'building_fire'")
    days = of.select("day").distinct()
    following = days.withColumn("ended_on", F.lead("day").over(Window.orderBy("day")))
    again = of.select(F.col("day").alias("ended_on"), "place_id")
    dropped = of.join(following, "day").where("ended_on is not null")
    return dropped.join(again, ["ended_on", "place_id"], "left_anti").select(
        "kind", "place_id", "ended_on", F.lit(GONE).alias("told"), F.lit(2).alias("left")
    )
