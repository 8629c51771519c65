"""How fast traffic will flow at each detector in the coming day, hour by hour."""

from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import DataFrame

from lakehouse.declare import Outlook
from lakehouse.declare.bounds import Bounds
from lakehouse.tables import risk, transport
from lakehouse.transform.detector_speeds import detector_speeds

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from lakehouse.modelling.outlook.contest import OutlookContest
    from lakehouse.modelling.speeds.next_steps import NextSteps

WEEKS = 26  # learnt from: longer ago the streets were others


def rows(detector_hour: DataFrame, detector: DataFrame, as_of: date, bounds: Bounds) -> DataFrame:
    """Hours of the last half year at detectors; those missing or stuck have no speed."""
    return detector_speeds(detector_hour, detector, as_of, bounds, WEEKS, minutes=60)


# The trees' library takes a second to load, which a command that only plans does not need.
def play(known: "pd.DataFrame") -> "OutlookContest":
    """The last speed, the usual one and the trees on the last fifth of the hours."""
    from lakehouse.modelling.speeds.contest import speed_contest
    from lakehouse.modelling.speeds.pace import HOURS

    return speed_contest(known, HOURS)


def fit(known: "pd.DataFrame", played: "OutlookContest") -> "NextSteps":
    """Who tells each hour ahead, learnt from four fifths of the hours."""
    from lakehouse.modelling.speeds.next_steps import fit_next_steps
    from lakehouse.modelling.speeds.pace import HOURS

    return fit_next_steps(known, played, HOURS)


def after(known: "pd.DataFrame", listed: "pd.DataFrame") -> "Mapping[str, object] | None":
    """What came of an earlier day, beside the usual speeds of its hours."""
    from lakehouse.modelling.speeds.after_release import what_came
    from lakehouse.modelling.speeds.pace import HOURS

    return what_came(known, listed, HOURS)


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
