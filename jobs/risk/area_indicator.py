"""What each indicator of the city's risk says of each area, with the range that holds it."""

from datetime import date
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import ambulance, city, fire, planning, police, population, risk
from lakehouse.transform.area_people import people, who_lives_there
from lakehouse.transform.area_rated import KINDS, RATED, by_kind, place, rated

DAYS = 730
# What an event counts for: its kind, what the department says of it, and the indicator.
COUNTED = (
    ("crash", "is_harmful", "injury_crashes"),
    ("burglary", "true", "burglaries"),
    ("ambulance_run", "said = 'traffic'", "traffic_runs"),
    ("ambulance_run", "said = 'violence'", "violence_runs"),
    ("ambulance_run", "said in ('heart', 'breathing', 'stroke', 'fall')", "illness_runs"),
    ("police_incident", "said in ('assault', 'robbery')", "violent_incidents"),
)
GIVEN = ("diabetes_deaths", "stroke_deaths", "infant_mortality")
# building_fire gives the chance of three months.
QUARTERS = 4
# Of a sum of doubles, whose last bits go with the order.
DECIMALS = 9


@job(
    reads=[city.area_boundary, city.event],
    optional=[
        city.area_population,
        population.resident,
        ambulance.run,
        police.incident,
        risk.building_fire,
        fire.building,
        risk.intersection_crash,
        city.intersection,
        planning.area_health_indicator,
    ],
    writes=risk.area_indicator,
    side_by_side=True,
)
def area_indicator(
    area_boundary: DataFrame,
    event: DataFrame,
    area_population: DataFrame,
    resident: DataFrame,
    run: DataFrame,
    incident: DataFrame,
    building_fire: DataFrame,
    building: DataFrame,
    intersection_crash: DataFrame,
    intersection: DataFrame,
    area_health_indicator: DataFrame,
    as_of: date,
) -> DataFrame:
    """Each source up to its own last day; rates are of the people who live in the area."""
    homes = resident.where(F.col("known_at") < F.lit(as_of))
    lived = people(area_boundary, area_population, homes, as_of)
    said = run.selectExpr("'ambulance_run' as event_kind", "run_id as event_id", "reason as said")
    # What patrols find says where they go.
    told = incident.where("not is_discovered").selectExpr(
        "'police_incident' as event_kind", "incident_id as event_id", "kind as said"
    )
    known = event.where(F.col("known_at") < F.lit(as_of)).join(
        said.unionByName(told), ["event_kind", "event_id"], "left"
    )
    fires = building_fire.join(building, "building_id").select(
        F.lit("building_fires").alias("indicator"),
        *("latitude", "longitude", "data_through"),
        *(
            (QUARTERS * F.col(name)).alias(end)
            for name, end in (
                ("probability", "expected"),
                ("probability_low", "low"),
                ("probability_high", "high"),
            )
        ),
    )
    crashes = intersection_crash.join(
        intersection.select("intersection_id", "latitude", "longitude"), "intersection_id"
    ).select(
        F.lit("walkers_and_cyclists_hurt").alias("indicator"),
        *("latitude", "longitude", "data_through", "expected"),
        F.col("expected_low").alias("low"),
        F.col("expected_high").alias("high"),
    )
    parts = (
        counted(known, lived),
        modelled(fires.unionByName(crashes), area_boundary, lived),
        given(area_health_indicator, as_of),
        who_lives_there(lived),
    )
    made = reduce(DataFrame.unionByName, parts).withColumn("as_of", F.lit(as_of))
    return made.where("value is not null").select(*risk.area_indicator.column_names)


def counted(known: DataFrame, lived: DataFrame) -> DataFrame:
    """What was counted in the last two years up to the last day of its kind, zeros included."""
    span = known.groupBy("event_kind").agg(
        F.min("happened_on").alias("first"), F.max("happened_on").alias("data_through")
    )
    wanted = ", ".join(
        f"if(event_kind = '{kind}' and {what}, '{name}', null)" for kind, what, name in COUNTED
    )
    recent = (
        known.join(F.broadcast(span), "event_kind")
        .where(f"happened_on > data_through - {DAYS}")
        .withColumn("indicator", F.expr(f"coalesce({wanted})"))
        .where("indicator is not null")
        .withColumn("period_from", F.expr(f"greatest(first, data_through - {DAYS - 1})"))
    )
    days = ("indicator", "period_from", "data_through")
    per = by_kind(recent.select("indicator", *KINDS)).groupBy("indicator", "area_kind", "area")
    spans = recent.select(*days).distinct().crossJoin(F.broadcast(lived.where("residents > 0")))
    dense = spans.join(
        per.agg(F.count("*").alias("events")), ["indicator", "area_kind", "area"], "left"
    )
    return dense.groupBy("area_kind", "indicator").applyInPandas(rated, RATED)


def modelled(expected: DataFrame, boundary: DataFrame, lived: DataFrame) -> DataFrame:
    """What models expect a year at the places of an area; places miss on their own, so the
    squares of what they miss by add up."""
    whole = expected.groupBy("indicator").agg(F.min("data_through").alias("data_through"))
    sums = (
        by_kind(place(expected.drop("data_through"), boundary))
        .groupBy("indicator", "area_kind", "area")
        .agg(
            F.sum("expected").alias("value"),
            F.sqrt(F.sum(F.pow(F.col("expected") - F.col("low"), 2))).alias("down"),
            F.sqrt(F.sum(F.pow(F.col("high") - F.col("expected"), 2))).alias("up"),
        )
    )
    dense = whole.crossJoin(F.broadcast(lived.where("residents > 0"))).join(
        sums, ["indicator", "area_kind", "area"], "left"
    )
    per = dense.fillna(0, ["value", "down", "up"])
    return per.selectExpr(
        *("area_kind", "area", "indicator"),
        f"round(1000 * value / residents, {DECIMALS}) as value",
        f"round(1000 * greatest(0, value - down) / residents, {DECIMALS}) as value_low",
        f"round(1000 * (value + up) / residents, {DECIMALS}) as value_high",
        "false as withheld",
        "cast(null as date) as period_from",
        "data_through",
    )


def given(figures: DataFrame, as_of: date) -> DataFrame:
    """Rates that the health department made itself, once their years were over."""
    asked = figures.where(F.col("indicator").isin(*GIVEN)).where(
        F.col("period_through") < F.lit(as_of)
    )
    return asked.selectExpr(
        "'community_area' as area_kind",
        "cast(community_area as string) as area",
        *("indicator", "value"),
        *(f"cast(null as double) as value_{end}" for end in ("low", "high")),
        "false as withheld",
        "period_from",
        "period_through as data_through",
    )
