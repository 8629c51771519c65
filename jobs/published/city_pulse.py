"""The pulse of the city: each operating indicator week by week, beside what was to be expected."""

from datetime import date
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.methods.pulse_indicators import BY_NAME
from lakehouse.tables import ambulance, city, environment, health, published, services, surveillance
from lakehouse.transform.few_people import told_sum
from lakehouse.transform.pulsed import PULSED, pulsed
from lakehouse.transform.weeks import WEEK

# Indicator: the kind of its events, and which of them count.
EVENTS = {
    "injury_crashes": ("crash", "is_harmful"),
    "fires": ("fire_incident", "is_harmful"),
    "police_incidents": ("police_incident", "true"),
    "burglaries": ("burglary", "true"),
    "food_visits": ("food_visit", "true"),
    "requests": ("service_request", "true"),
    "sanitation_complaints": ("sanitation_request", "true"),
}
VISITS = "emergency_visits_reported"
IN_TIME = 480  # seconds
A_DAY = 86_400


@job(
    optional=[
        city.event,
        health.emergency_visit,
        surveillance.death_day,
        ambulance.run,
        services.request,
        environment.air_day,
        city.beach_day,
    ],
    at_least_one=True,
    writes=published.city_pulse,
    side_by_side=True,
)
def city_pulse(
    event: DataFrame,
    emergency_visit: DataFrame,
    death_day: DataFrame,
    run: DataFrame,
    request: DataFrame,
    air_day: DataFrame,
    beach_day: DataFrame,
    as_of: date,
) -> DataFrame:
    """Only what was known before the day counts; each indicator ends with its own source."""

    def of_kind(kind: str) -> DataFrame:
        # Those that do not count tell how far the source reaches.
        return event.where(F.col("event_kind") == kind)

    parts = [
        weekly(of_kind(kind), "happened_on", f"count_if({what})", name, as_of)
        for name, (kind, what) in EVENTS.items()
    ]
    # Requests are closed later than they are known, and known to be closed by the day alone.
    closed = request.where("closed_at is not null").withColumns(
        {
            "known_at": F.to_date("closed_at"),
            "closed_on": F.to_date("closed_at"),
            "took": F.expr(f"(unix_timestamp(closed_at) - unix_timestamp(created_at)) / {A_DAY}"),
        }
    )
    took = "unix_timestamp(arrived_at) - unix_timestamp(called_at)"
    urgent = run.where("is_urgent and arrived_at is not null")
    parts += [
        weekly(emergency_visit, "arrived_on", "count(*)", VISITS, as_of, BY_NAME[VISITS].settles),
        weekly(death_day, "day", told_sum("deaths"), "deaths", as_of),
        weekly(
            urgent,
            "happened_on",
            f"100 * avg(if({took} <= {IN_TIME}, 1, 0))",
            "ambulance_in_time",
            as_of,
        ),
        weekly(closed, "closed_on", "percentile(took, 0.5)", "closing_days", as_of),
        weekly(air_day, "day", "avg(pm25)", "fine_dust", as_of),
        weekly(air_day, "day", "avg(ozone)", "ozone", as_of),
        weekly(
            beach_day,
            "sampled_on",
            "100 * avg(if(over_limit, 1, 0))",
            "beach_samples_over",
            as_of,
        ),
    ]
    weeks = reduce(DataFrame.unionByName, parts)
    judged = weeks.groupBy("indicator").applyInPandas(pulsed, PULSED)
    made = judged.withColumn("as_of", F.lit(as_of))
    columns = published.city_pulse.column_names
    return made.select(*columns).sort("indicator", F.desc("week_ends_on"))


def weekly(
    facts: DataFrame, day: str, value: str, name: str, as_of: date, settles: int | None = None
) -> DataFrame:
    """One indicator's value of each week in which something is known, and its last day.

    With ``settles``, what was reported later than so many days after a week is never in it, so
    that its number stays, and nobody sees by the difference how few came late.
    """
    known = facts.where((F.col("known_at") < F.lit(as_of)) & (F.col(day) < F.lit(as_of)))
    dated = known.drop("day").withColumn("day", F.col(day)) if day != "day" else known
    last = dated.agg(F.max("day").alias("data_through"))
    if settles is not None:
        dated = dated.where(f"date(known_at) <= date_add({WEEK}, {settles})")
    weeks = dated.groupBy(F.expr(WEEK).alias("week_ends_on")).agg(
        F.expr(f"cast({value} as double)").alias("value")
    )
    return weeks.crossJoin(F.broadcast(last)).select(
        F.lit(name).alias("indicator"),
        "week_ends_on",
        "value",
        "data_through",
        F.lit(as_of).alias("as_of"),
    )
