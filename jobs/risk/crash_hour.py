"""In which hours and areas crashes are to be expected in the coming week."""

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Outlook
from lakehouse.tables import city, risk, transport, weather

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from lakehouse.modelling.crash_hours.week import CrashHours
    from lakehouse.modelling.outlook.contest import OutlookContest

IN_DARKNESS = (
    "case when lighting like 'dark%' then 1D when lighting in ('dawn', 'dusk') then 0.5D "
    "when lighting = 'daylight' then 0D end"
)


def rows(crash: DataFrame, event: DataFrame, day: DataFrame, as_of: date) -> DataFrame:
    """Crashes of the last eight years in the areas they were located in; rain as measured."""
    located = event.where("event_kind = 'crash'").select(
        F.col("event_id").alias("row_id"), F.col("community_area").alias("area")
    )
    # One without an area tells still how far the record reaches.
    crashes = crash.join(located, "row_id", "left").select(
        F.lit("crash").alias("kind"),
        *("area", F.col("happened_on").alias("day"), F.col("hour").cast("int").alias("hour")),
        F.expr(IN_DARKNESS).alias("is_dark"),
        *("latitude", "longitude", F.lit(None).cast("double").alias("precipitation")),
        "known_at",
    )
    rain = day.select(F.lit("weather").alias("kind"), "day", "precipitation", "known_at")
    both = crashes.unionByName(rain, allowMissingColumns=True)
    return both.where(F.col("day") < F.lit(as_of)).withColumn("begins", F.lit(as_of))


# The trees' library takes a second to load, which a command that only plans does not need.
def play(known: "pd.DataFrame") -> "OutlookContest":
    """The plain rates and the trees on sixteen weeks they had not learnt from."""
    from lakehouse.modelling.crash_hours.contest import crash_contest

    return crash_contest(known)


def fit(known: "pd.DataFrame", played: "OutlookContest") -> "CrashHours":
    """The winner, learnt from all that is known."""
    from lakehouse.modelling.crash_hours.week import fit_crash_hours

    return fit_crash_hours(known, played)


def after(known: "pd.DataFrame", listed: "pd.DataFrame") -> "Mapping[str, object] | None":
    """What came of an earlier week, beside what is usual in its hours."""
    from lakehouse.modelling.crash_hours.after_release import week_after

    return week_after(known, listed)


crash_hour = Outlook(
    name="crash_hour",
    asks="In which hours and areas are crashes to be expected in the coming week?",
    owner="Transport",
    reads=(transport.crash, city.event, weather.day),
    optional=(weather.day,),
    # The weather may end earlier: then rain is unknown for the last days, and said to be.
    side_by_side=True,
    rows=rows,
    play=play,
    fit=fit,
    after=after,
    counts="Crashes known to the city, by community area and hour of each day of the coming week.",
    limits=(
        "It tells where crashes are reported, by whom and how hurt anybody was it does not.",
        "Rain of the coming week is not known: the month's usual share of wet days stands for it.",
        "Road works, closures and events are not known to it.",
        "Most single hours of an area have no crash at all: the list is for patrols, not places.",
        "The range is that of the long-run mean of such hours, not of the crashes of one of them.",
    ),
    writes=risk.crash_hour,
    trials=risk.crash_hour_trials,
)
