"""Whether unusually many die of the heart or of the airways, day by day."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Monitor
from lakehouse.tables import risk, surveillance
from lakehouse.transform.few_people import of_the_shown, without_few

CAUSES = {"cardiovascular": "heart and circulation", "respiratory": "airways and lungs"}


def causes_each_day(death_day: DataFrame) -> DataFrame:
    """Deaths per day by cause, city-wide.

    What is left of all deaths is no series: a blank count could be worked out from it.
    """
    each = ", ".join(f"'{cause}', '{words}', {cause}" for cause, words in CAUSES.items())
    return death_day.selectExpr(
        "day", "known_at", f"stack({len(CAUSES)}, {each}) as (cause, words, value)"
    ).select(
        F.concat(F.lit("deaths_"), "cause", F.lit("_daily")).alias("series"),
        F.concat(F.lit("Deaths per day, "), "words").alias("title"),
        *("day", "value", "known_at"),
    )


def causes_shown(death_day: DataFrame) -> DataFrame:
    """As ``causes_each_day``, with a stand-in for each count that is too small to be shown."""
    return without_few(causes_each_day(death_day))


death_cause_signal = Monitor(
    name="death_cause_signal",
    asks="Do unusually many die of the heart or of the airways today?",
    reads=(surveillance.death_day,),
    series=causes_each_day,
    # As for all deaths: of each cause one false alarm in three years.
    alert=0.001,
    warning=0.005,
    limits=(
        "A day is taken as known the day after, though causes are often coded later.",
        "Only the whole city is watched: what is unusual in one part may not show.",
        "Deaths of other causes are watched among all deaths alone.",
    ),
    writes=risk.death_cause_signal,
    owner="Health",
)

death_cause_alert = of_the_shown(
    death_cause_signal,
    name="death_cause_alert",
    asks="Of the deaths by cause that may be shown, are any unusually many?",
    series=causes_shown,
    writes=risk.death_cause_alert,
)
