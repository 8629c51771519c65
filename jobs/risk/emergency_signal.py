"""Whether unusually many people come to emergency departments, by syndrome and district."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import SYNDROMIC, Monitor
from lakehouse.tables import health, risk
from lakehouse.tables.published.signals import PUBLISHED
from lakehouse.transform.few_people import shown

# Hospitals go on reporting a day's visits for a fortnight. What is known after the same number
# of days can be compared, and most is known after two.
SETTLED = 2


def visits_each_day(emergency_visit: DataFrame) -> DataFrame:
    """Visits reported within two days of arrival, by syndrome, district and day of arrival.

    Known once these days have passed. A day on which the hospitals reported, but nobody with the
    syndrome from the district, counts none.
    """
    prompt = emergency_visit.where(F.col("known_at") <= settled())
    reached = emergency_visit.agg(F.max("known_at").alias("_reached"))
    days = prompt.select("arrived_on").distinct()
    every = prompt.select("syndrome", "district").distinct().crossJoin(days)
    counts = prompt.groupBy("syndrome", "district", "arrived_on").agg(F.count("*").alias("value"))
    return (
        every.join(counts, ["syndrome", "district", "arrived_on"], "left")
        .crossJoin(F.broadcast(reached))
        # Of the last days delivered, reports that count are still to come.
        .where(settled() <= F.col("_reached"))
        .select(
            F.concat_ws("_", F.lit("emergency"), "syndrome", F.lit("district"), "district").alias(
                "series"
            ),
            F.concat(
                F.lit("Emergency visits per day, "),
                "syndrome",
                F.lit(", district "),
                "district",
            ).alias("title"),
            F.col("arrived_on").alias("day"),
            F.coalesce("value", F.lit(0)).alias("value"),
            settled().alias("known_at"),
        )
    )


def shown_each_day(emergency_visit: DataFrame) -> DataFrame:
    """As ``visits_each_day``, with a stand-in for each count that is too small to be shown.

    Whatever is made of these counts tells nothing about the ones that were replaced.
    """
    visits = visits_each_day(emergency_visit)
    return visits.withColumn("value", shown(F.col("value"), F.col("day")))


def settled() -> Column:
    """The day on which the visits of a day are counted."""
    return F.date_add("arrived_on", SETTLED)


emergency_signal = Monitor(
    name="emergency_signal",
    asks="Do unusually many people come to emergency departments, with what, and from where?",
    reads=(health.emergency_visit,),
    series=visits_each_day,
    ladder=SYNDROMIC,
    # Less than one false day a year for each series; of twelve generated cities each hears of half
    # its outbreaks within a week (at 0.003 two do not).
    alert=0.004,
    warning=0.015,
    limits=(
        "A day is judged two days later, by the visits reported until then: about four in five.",
        "When hospitals report later than they did, a day looks quieter than it was.",
        "The bound is made from the last eight weeks: what has lasted longer counts as usual.",
        "An outbreak in one neighbourhood is diluted among the visits of its district.",
        "No season is known: in a syndrome's steepest weeks alerts come a little more often.",
    ),
    writes=risk.emergency_signal,
    owner="Health",
)

emergency_alert = Monitor(
    name="emergency_alert",
    asks="Which of the emergency visits that may be shown are unusually many, by what is shown?",
    reads=(health.emergency_visit,),
    series=shown_each_day,
    ladder=emergency_signal.ladder,
    judges=PUBLISHED,
    # The stand-ins scatter more than the counts they stand for: the same level would alert of less,
    # and a q of 0.1 among some twenty series would let through no p above 0.005.
    alert=0.009,
    warning=0.02,
    fdr=0.2,
    limits=(
        *emergency_signal.limits,
        "A rise that stays under five visits a day is seen in risk.emergency_signal only.",
    ),
    writes=risk.emergency_alert,
    owner="Health",
)
