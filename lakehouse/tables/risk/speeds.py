"""How fast traffic will flow at each detector in the coming day."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import STAMP, TRIAL

DETECTOR = Column("detector_id", "string", "The detector.")
TOLD = (
    Column("day", "date", "The day that is forecast."),
    Column("hour", "tinyint", "Hour of that day, local time.", rule="hour between 0 and 23"),
    Column("hours_ahead", "int", "Hours after the last one known.", rule="hours_ahead > 0"),
    Column("expected", "double", "Mean speed of the hour, miles per hour."),
    Column(
        "expected_low",
        "double",
        "Low end: 8 times in 10 the speed lies between the ends.",
        rule="expected_low <= expected",
    ),
    Column("expected_high", "double", "High end.", rule="expected_high >= expected"),
    Column("last_speed", "double", "The last speed measured there."),
    Column("usual_speed", "double", "Mean speed in that hour of the week, this half year."),
    Column("candidate", "string", "Who tells this hour ahead, being best on weeks held back."),
    Column("error", "double", "Its mean absolute error there, miles per hour, all detectors."),
    Column("error_last", "double", "That of the last speed."),
    Column("error_usual", "double", "That of the usual speed."),
    Column(
        "coverage",
        "double",
        "Share of those weeks' hours that lay in bands made the same way; 0.8 was meant.",
        rule="coverage between 0 and 1",
    ),
    Column("last_measured_at", "timestamp", "Hour last measured there, local time."),
    Column(
        "why_no_forecast",
        "string",
        "Why there is none.",
        rule="(why_no_forecast is null) = (expected is not null)",
    ),
)

speed_ahead = Table(
    "risk.speed_ahead",
    "One row per detector and hour of the day after the last hour known: the speed expected.",
    key=("detector_id", "day", "hour"),
    owner="Transport",
    columns=(DETECTOR, *TOLD, *STAMP),
)

speed_ahead_trials = Table(
    "risk.speed_ahead_trials",
    "One row per candidate, test week and measure: how each told hours it had not learnt from.",
    key=("candidate", "window", "measure"),
    owner="Transport",
    columns=(*TRIAL, *STAMP),
)
