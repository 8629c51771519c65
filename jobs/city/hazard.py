"""The register of hazards: opened by lists and incidents, closed by what came of them."""

from datetime import date
from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, governance, licensing, risk
from lakehouse.transform.hazards import (
    GONE,
    PASSED,
    burnt,
    burnt_down,
    gone,
    passed,
    run_out,
    violations,
    visited,
)


@job(
    # The lists are asked for so that the register comes after them.
    optional=[
        governance.hazard_opened,
        risk.food_premises,
        risk.building_fire,
        city.food_visit,
        city.building_incident,
        licensing.food_licence,
    ],
    at_least_one=True,
    writes=city.hazard,
)
def hazard(
    hazard_opened: DataFrame,
    food_premises: DataFrame,
    building_fire: DataFrame,
    food_visit: DataFrame,
    building_incident: DataFrame,
    food_licence: DataFrame,
    as_of: date,
) -> DataFrame:
    """Openings up to one outcome are one hazard: the same lists again make the same register."""
    day = F.lit(as_of)
    visits = food_visit.where(F.col("known_at") < day)
    lists = hazard_opened.where(F.col("listed_on") <= day).withColumnsRenamed(
        {"question": "kind", "listed_on": "day"}
    )
    incidents = building_incident.where(F.col("known_at") < day)
    fires = incidents.where("kind = 'building_fire' and building_id is not null")
    opened = lists.drop("listed").unionByName(violations(visits)).unionByName(burnt_down(fires))
    licences = food_licence.where(F.col("known_at") < day)
    ends = (visited(visits), run_out(licences, day), burnt(fires), passed(fires, day))
    outcomes = reduce(DataFrame.unionByName, (*ends, gone(lists)))
    # What the city does not record at all holds nobody up.
    reach = visits.agg(F.max("visited_on").alias("visited")).crossJoin(
        incidents.agg(F.max("happened_on").alias("burnt"))
    )
    through = reach.select(F.least("visited", "burnt").alias("data_through"))
    closing = F.struct("ended_on", "told", "left")
    match = ["kind", "place_id"]
    ended = (
        opened.select(*match, "day")
        .join(outcomes, match)
        .where("ended_on > day or ended_on = day and kind = 'food_premises'")
        .groupBy(*match, "day")
        .agg(F.min(closing).alias("end"))
    )
    last = {
        name: F.max_by(name, "day").alias(name)
        for name in ("what", "likelihood", "consequence", "control")
    }
    spells = (
        opened.join(ended, [*match, "day"], "left")
        .groupBy(*match, "end.ended_on", "end.told", "end.left")
        .agg(
            F.min("day").alias("opened_on"),
            F.count(F.lit(1)).cast("int").alias("times"),
            F.min_by("days", "day").alias("days"),
            *last.values(),
        )
    )
    return _register(spells.crossJoin(F.broadcast(through)), day)


def _register(spells: DataFrame, day: Column) -> DataFrame:
    likely = F.expr(
        "case when likelihood < 0.01 then 1 when likelihood < 0.05 then 2 when likelihood < 0.15 "
        "then 3 when likelihood < 0.4 then 4 else 5 end"
    )
    deadline = F.expr("date_add(opened_on, days)")
    return (
        spells.withColumns(
            {
                "hazard_id": F.concat_ws(" ", "kind", "place_id", "opened_on"),
                "likelihood_class": likely,
                "deadline": deadline,
                "closed_on": F.col("ended_on"),
                "closed_by": F.col("told"),
                "as_of": day,
            }
        )
        .withColumn("risk", F.col("likelihood_class") * F.col("consequence"))
        .withColumn(
            "residual_risk",
            F.when(F.col("ended_on").isNull() | (F.col("left") > 1), F.col("risk")).otherwise(
                F.col("consequence")
            ),
        )
        .withColumn(
            "state",
            F.when(F.col("told").isin(GONE, PASSED), "lapsed")
            .when(F.col("ended_on").isNotNull(), "closed")
            .when(F.col("deadline") < day, "overdue")
            .otherwise("open"),
        )
        .select(*city.hazard.column_names)
    )
