"""The last year of every measure by community area, each up to the last day of its source."""

from datetime import date
from functools import reduce

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, planning, published
from lakehouse.tables.few import LEAST
from lakehouse.transform.combined import YEAR, with_combined

# measure: domain, kind of event, what of it is counted, meaning
COUNTED = {
    "injury_crashes": ("traffic", "crash", "harmful", "road crashes with somebody hurt"),
    "walkers_and_cyclists_hurt": (
        *("traffic", "pedestrian_cyclist_crash", "harmful"),
        "crashes in which somebody walking or cycling was hurt",
    ),
    "urgent_ambulance_runs": (
        *("medical", "ambulance_run", "harmful"),
        f"urgent runs of ambulances, down to the next {LEAST}",
    ),
    "burglaries": ("safety", "burglary", "events", "burglaries reported"),
    "critical_food_visits": (
        *("safety", "food_visit", "harmful"),
        "visits of food premises that found a critical violation",
    ),
    "sanitation_complaints": (
        *("city services", "sanitation_request", "events"),
        "sanitation complaints",
    ),
    "abandoned_vehicles": (
        *("city services", "abandoned_vehicle", "events"),
        "abandoned vehicles reported",
    ),
}
# measure: meaning, of the indicators that the health department gives as rates.
GIVEN = {
    "diabetes_deaths": "deaths with diabetes per 100,000 people, by age",
    "stroke_deaths": "deaths by stroke per 100,000 people, by age",
    "infant_mortality": "deaths of infants per 1,000 births",
    "tuberculosis": "cases of tuberculosis per 100,000 people",
    "childhood_lead_poisoning": "children with too much lead per 100 tested",
}
# Kinds of event that count people who may be known: few of them are not told, and others in
# steps, so that a day more tells of nobody either.
OF_PEOPLE = ("ambulance_run",)


@job(
    reads=[city.event, city.area_boundary, city.area_population],
    optional=[planning.area_health_indicator],
    writes=published.area_side_by_side,
    side_by_side=True,
)
def area_side_by_side(
    event: DataFrame,
    area_boundary: DataFrame,
    area_population: DataFrame,
    area_health_indicator: DataFrame,
    as_of: date,
) -> DataFrame:
    """Rates by the people who live there: a busy place has few of them, and ranks high for it."""
    places = areas(area_boundary, area_population, as_of)
    parts = reduce(
        DataFrame.unionByName,
        (counted(event, places, as_of), given(area_health_indicator, places, as_of)),
    )
    rate = F.coalesce("per_1000", F.when(F.col("is_given"), F.col("value")))
    among = Window.partitionBy("measure")
    ranked = parts.withColumn("rate", rate).withColumns(
        {
            "rank": F.when(
                F.col("rate").isNotNull(), F.rank().over(among.orderBy(F.desc_nulls_last("rate")))
            ),
            "of": F.count("rate").over(among).cast("int"),
        }
    )
    whole = with_combined(ranked).withColumn("as_of", F.lit(as_of))
    return whole.select(*published.area_side_by_side.column_names)


def areas(area_boundary: DataFrame, area_population: DataFrame, as_of: date) -> DataFrame:
    """The community areas with their names and the last census before the day."""
    known = area_population.where(F.col("census") < F.year(F.lit(as_of)))
    lived = known.groupBy("area_kind", "area").agg(
        F.max_by("population", "census").alias("population")
    )
    return (
        area_boundary.where("area_kind = 'community_area'")
        .join(lived, ["area_kind", "area"], "left")
        .select(F.col("area").alias("community_area"), "name", "population")
    )


def counted(event: DataFrame, places: DataFrame, as_of: date) -> DataFrame:
    """Events of the last year up to the last day of their kind in the city; zeros included.

    Of the events themselves: a day of an area of which one event came late is known without it.
    """
    known = event.where("community_area is not null").where(F.col("known_at") < F.lit(as_of))
    days = known.groupBy("event_kind", "community_area", F.col("happened_on").alias("day")).agg(
        F.count("*").alias("events"), F.count_if("is_harmful").alias("harmful")
    )
    last = days.groupBy("event_kind").agg(F.max("day").alias("data_through"))
    recent = days.join(F.broadcast(last), "event_kind").where(f"day > data_through - {YEAR}")
    sums = recent.groupBy("event_kind", "community_area").agg(
        F.sum("events").alias("events"), F.sum("harmful").alias("harmful")
    )
    wanted = (F.struct(*map(F.lit, (name, *said))) for name, said in COUNTED.items())
    each = F.inline(F.array(*wanted))
    measures = last.select("event_kind", "data_through", each).toDF(
        "event_kind", "data_through", "measure", "domain", "kind", "column", "meaning"
    )
    dense = measures.where("kind = event_kind").crossJoin(F.broadcast(places))
    numbers = dense.join(sums, ["event_kind", "community_area"], "left").withColumns(
        {
            "number": F.expr("coalesce(if(column = 'harmful', harmful, events), 0)"),
            "of_people": F.col("event_kind").isin(*OF_PEOPLE),
        }
    )
    steps = f"if(number >= {LEAST}, number - number % {LEAST}, null)"
    return numbers.withColumn("number", F.expr(f"if(of_people, {steps}, number)")).selectExpr(
        *("community_area", "name", "population", "domain", "measure", "meaning"),
        "cast(number as double) as value",
        "try_divide(1000D * number, population) as per_1000",
        "number is null as withheld",
        f"data_through - {YEAR - 1} as period_from",
        "data_through",
        "false as is_given",
    )


def given(indicators: DataFrame, places: DataFrame, as_of: date) -> DataFrame:
    """Rates that the health department made itself, once their years were over."""
    meant = "case indicator " + " ".join(f"when '{k}' then '{v}'" for k, v in GIVEN.items())
    asked = indicators.where(F.col("indicator").isin(*GIVEN)).where(
        F.col("period_through") < F.lit(as_of)
    )
    return (
        asked.withColumn("community_area", F.col("community_area").cast("string"))
        .join(F.broadcast(places), "community_area")
        .selectExpr(
            *(
                "community_area",
                "name",
                "population",
                "'medical' as domain",
                "indicator as measure",
            ),
            f"{meant} end as meaning",
            "value",
            "cast(null as double) as per_1000",
            "false as withheld",
            "period_from",
            "period_through as data_through",
            "true as is_given",
        )
    )
