"""How fast traffic will flow at each detector in the coming day, hour by hour."""

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Outlook
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import risk, transport
from lakehouse.transform.grid import Grid
from lakehouse.transform.stuck import with_stuck

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from lakehouse.modelling.outlook.contest import OutlookContest
    from lakehouse.modelling.speeds.next_hours import NextHours

WEEKS = 26  # learnt from: longer ago the streets were others


def rows(detector_hour: DataFrame, detector: DataFrame, as_of: date, bounds: Bounds) -> DataFrame:
    """Hours of the last half year at detectors; those missing or stuck have no speed."""
    since = F.date_sub(F.lit(as_of), 7 * WEEKS)
    # Whether an hour is stuck is told by those beside it, so what is not known goes out before.
    known = detector_hour.where((F.col("known_at") < F.lit(as_of)) & (F.col("day") >= since))
    high, wide = Grid(bounds.south, bounds.west, bounds.north).degree
    places = detector.select(
        "detector_id",
        F.expr(f"longitude * {wide}").alias("x"),
        F.expr(f"latitude * {high}").alias("y"),
    )
    usable = F.when((F.col("speed") > 0) & ~F.col("is_stuck"), F.col("speed"))
    measured = with_stuck(known).select(
        "detector_id",
        (F.unix_date("day") * 24 + F.col("hour")).cast("bigint").alias("hour_number"),
        usable.alias("speed"),
        "known_at",
    )
    return measured.join(places, "detector_id")


# The trees' library takes a second to load, which a command that only plans does not need.
def play(known: "pd.DataFrame") -> "OutlookContest":
    """The last speed, the usual one and the trees on the last fifth of the hours."""
    from lakehouse.modelling.speeds.contest import speed_contest

    return speed_contest(known)


def fit(known: "pd.DataFrame", played: "OutlookContest") -> "NextHours":
    """Who tells each hour ahead, learnt from four fifths of the hours."""
    from lakehouse.modelling.speeds.next_hours import fit_next_hours

    return fit_next_hours(known, played)


def after(known: "pd.DataFrame", listed: "pd.DataFrame") -> "Mapping[str, object] | None":
    """What came of an earlier day, beside the usual speeds of its hours."""
    from lakehouse.modelling.speeds.after_release import day_after

    return day_after(known, listed)


speed_ahead = Outlook(
    name="speed_ahead",
    asks="How fast will traffic flow at each detector in the coming day?",
    owner="Transport",
    reads=(transport.detector_hour, transport.detector),
    rows=rows,
    play=play,
    fit=fit,
    after=after,
    counts="The mean speed of an hour at a detector, miles per hour.",
    limits=(
        "It knows speeds alone: neither crashes, nor road works, nor the weather to come.",
        "A detector measured for less than four weeks, or not in the last two days, is not told.",
        "A holiday counts as the day of the week it falls on.",
        "Errors are those of all detectors together; a single one may be off further.",
        "Who tells an hour ahead was chosen by the weeks that its published error is of.",
    ),
    writes=risk.speed_ahead,
    trials=risk.speed_ahead_trials,
)
