"""The register of hazards: opened by lists and incidents, closed by what came of them."""

from datetime import date
from functools import reduce

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, governance, risk

FOUND, REPAIR = 3, 14  # consequence of a critical violation, and days to mend it
GONE = "it left the top of the list"
FIRE = "there was a fire: the building is looked at as an incident"
SOUND, STILL = "visited: nothing critical was found", "visited: a critical violation was found"


@job(
    # The lists are asked for so that the register comes after them.
    optional=[
        governance.hazard_opened,
        risk.food_premises,
        risk.building_fire,
        city.food_visit,
        city.building_incident,
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
    as_of: date,
) -> DataFrame:
    """Openings up to one outcome are one hazard: the same lists again make the same register."""
    day = F.lit(as_of)
    visits = food_visit.where(F.col("known_at") < day)
    lists = hazard_opened.where(F.col("listed_on") <= day).withColumnsRenamed(
        {"question": "kind", "listed_on": "day"}
    )
    opened = lists.drop("listed").unionByName(_violations(visits))
    incidents = building_incident.where(F.col("known_at") < day)
    outcomes = reduce(DataFrame.unionByName, (_visited(visits), _burnt(incidents), _gone(lists)))
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
            F.when(F.col("ended_on").isNotNull(), "closed")
            .when(F.col("deadline") < day, "overdue")
            .otherwise("open"),
        )
        .select(*city.hazard.column_names)
    )


def _violations(visits: DataFrame) -> DataFrame:
    """One a premises and day, however many visits that day found one."""
    found = visits.where("critical_found").select("premises_id", "visited_on").distinct()
    return found.select(
        F.lit("critical_violation").alias("kind"),
        F.col("premises_id").alias("place_id"),
        F.col("visited_on").alias("day"),
        F.lit("a critical violation was found and may make guests ill").alias("what"),
        F.lit(1.0).alias("likelihood"),
        F.lit(FOUND).alias("consequence"),
        F.lit("a visit that finds it mended").alias("control"),
        F.lit(REPAIR).alias("days"),
    )


def _visited(visits: DataFrame) -> DataFrame:
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


def _burnt(incidents: DataFrame) -> DataFrame:
    fires = incidents.where("kind = 'building_fire' and building_id is not null")
    return fires.select(
        F.lit("building_fire").alias("kind"),
        F.col("building_id").alias("place_id"),
        F.col("happened_on").alias("ended_on"),
        F.lit(FIRE).alias("told"),
        F.lit(2).alias("left"),
    )


def _gone(lists: DataFrame) -> DataFrame:
    """Nobody delivers the brigade's visits: a building is done with when the next list drops it."""
    of = lists.where("kind = 'building_fire'")
    days = of.select("day").distinct()
    following = days.withColumn("ended_on", F.lead("day").over(Window.orderBy("day")))
    again = of.select(F.col("day").alias("ended_on"), "place_id")
    dropped = of.join(following, "day").where("ended_on is not null")
    return dropped.join(again, ["ended_on", "place_id"], "left_anti").select(
        "kind", "place_id", "ended_on", F.lit(GONE).alias("told"), F.lit(1).alias("left")
    )
