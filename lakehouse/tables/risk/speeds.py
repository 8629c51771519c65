"""How fast traffic will flow at each detector in the coming day, and within the hour."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import STAMP, TRIAL

DETECTOR = Column("detector_id", "string", "The detector.")


def _told(step: str, lately: str, held_back: str) -> tuple[Column, ...]:
    """What is told of a step (``step``: what it is called), after when it is and how far ahead."""
    return (
        Column("expected", "double", f"Mean speed of the {step}, miles per hour."),
        Column(
            "expected_low",
            "double",
            "Low end: 8 times in 10 the speed lies between the ends.",
            rule="expected_low <= expected",
        ),
        Column("expected_high", "double", "High end.", rule="expected_high >= expected"),
        Column("last_speed", "double", "The last speed measured there."),
        Column("usual_speed", "double", f"Mean speed in that {step} of the week, {lately}."),
        Column("candidate", "string", f"Who tells this {step} ahead, being best on {held_back}."),
        Column("error", "double", "Its mean absolute error there, miles per hour, all detectors."),
        Column("error_last", "double", "That of the last speed."),
        Column("error_usual", "double", "That of the usual speed."),
        Column(
            "coverage",
            "double",
            f"Share of the {step}s held back that lay in bands made the same way; 0.8 was meant.",
            rule="coverage between 0 and 1",
        ),
        Column(
            "last_measured_at",
            "timestamp",
            f"{step.capitalize()} last measured there, local time.",
        ),
        Column(
            "why_no_forecast",
            "string",
            "Why there is none.",
            rule="(why_no_forecast is null) = (expected is not null)",
        ),
    )


TOLD = (
    Column("day", "date", "The day that is forecast."),
    Column("hour", "tinyint", "Hour of that day, local time.", rule="hour between 0 and 23"),
    Column("hours_ahead", "int", "Hours after the last one known.", rule="hours_ahead > 0"),
    *_told("hour", "this half year", "weeks held back"),
)
TOLD_WITHIN = (
    Column("told_for", "timestamp", "Start of the quarter hour that is forecast, local time."),
    Column(
        "minutes_ahead",
        "int",
        "Minutes after the last quarter hour known to any detector.",
        rule="minutes_ahead in (15, 30, 45, 60)",
    ),
    *_told("quarter hour", "these eight weeks", "days held back"),
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

speed_within_the_hour = Table(
    "risk.speed_within_the_hour",
    "One row per detector and quarter hour of the hour after the last reading: the speed expected.",
    key=("detector_id", "told_for"),
    owner="Transport",
    columns=(DETECTOR, *TOLD_WITHIN, *STAMP),
)

speed_within_the_hour_trials = Table(
    "risk.speed_within_the_hour_trials",
    "One row per candidate, test days and measure: how each told what it had not learnt from.",
    key=("candidate", "window", "measure"),
    owner="Transport",
    columns=(*TRIAL, *STAMP),
)
