"""How fast traffic will flow at each detector 15, 30, 45 and 60 minutes from the last reading."""

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

WEEKS = 8  # learnt from: as long as an office by the road keeps its quarter hours


def rows(
    detector_quarter_hour: DataFrame, detector: DataFrame, as_of: date, bounds: Bounds
) -> DataFrame:
    """Quarter hours of the last weeks at detectors; those missing or stuck have no speed."""
    return detector_speeds(detector_quarter_hour, detector, as_of, bounds, WEEKS, minutes=15)


# The trees' library takes a second to load, which a command that only plans does not need.
def play(known: "pd.DataFrame") -> "OutlookContest":
    """The last speed, the usual one and the trees on the last fifth of the quarter hours."""
    from lakehouse.modelling.speeds.contest import speed_contest
    from lakehouse.modelling.speeds.pace import QUARTERS

    return speed_contest(known, QUARTERS)


def fit(known: "pd.DataFrame", played: "OutlookContest") -> "NextSteps":
    """Who tells each quarter hour ahead, learnt from four fifths of them."""
    from lakehouse.modelling.speeds.next_steps import fit_next_steps
    from lakehouse.modelling.speeds.pace import QUARTERS

    return fit_next_steps(known, played, QUARTERS)


def after(known: "pd.DataFrame", listed: "pd.DataFrame") -> "Mapping[str, object] | None":
    """What came of an earlier hour, beside the usual speeds of its quarters."""
    from lakehouse.modelling.speeds.after_release import what_came
    from lakehouse.modelling.speeds.pace import QUARTERS

    return what_came(known, listed, QUARTERS)


speed_within_the_hour = Outlook(
    name="speed_within_the_hour",
    asks="How fast will traffic flow at each detector within the hour?",
    owner="Transport",
    reads=(transport.detector_quarter_hour, transport.detector),
    rows=rows,
    play=play,
    fit=fit,
    after=after,
    counts="The mean speed of a quarter hour at a detector, miles per hour.",
    limits=(
        "It starts from the last reading delivered: asked once a day, it tells the hour after.",
        "It knows speeds alone: neither crashes, nor road works, nor the weather to come.",
        "A detector measured for less than four weeks, or not in the last hour, is not told.",
        "A holiday counts as the day of the week it falls on.",
        "Errors are those of all detectors together; a single one may be off further.",
        "Who tells a quarter hour was chosen by the days that its published error is of.",
    ),
    writes=risk.speed_within_the_hour,
    trials=risk.speed_within_the_hour_trials,
)
