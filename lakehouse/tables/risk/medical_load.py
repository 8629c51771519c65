"""How many beds and ventilators will be in use in the coming days."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import STAMP, TRIAL

SERIES = (
    Column("resource", "string", "ventilator, icu_bed, acute_bed or hospital_bed."),
    Column("stratum", "string", "Who uses it: all, or covid for COVID-19 patients."),
)
HOSPITAL = Column(
    "hospital_id",
    "string",
    "Number of the hospital; Total for all of the city's hospitals together.",
)
BANDS = (
    Column("q05", "double", "As much or less 1 time in 20.", rule="q05 >= 0"),
    Column("q25", "double", "As much or less 1 time in 4.", rule="q25 >= q05"),
    Column("q50", "double", "The middle: more and less are as likely.", rule="q50 >= q25"),
    Column("q75", "double", "More 1 time in 4.", rule="q75 >= q50"),
    Column("q95", "double", "More 1 time in 20.", rule="q95 >= q75"),
)
NAIVE = tuple(
    Column(f"naive_{c.name}", "double", f"{c.meaning[:-1]}, by the weekday naive.") for c in BANDS
)
# What a result tells of them: bands, and the ends and the middle of the naive ones.
TOLD = (*BANDS, NAIVE[0], NAIVE[2], NAIVE[4])
AHEAD = Column("days_ahead", "int", "Days after the last day known.")
CAPACITY = (
    Column("capacity", "int", "Staffed beds or ventilators there are, as last known."),
    Column(
        "probability_over_capacity",
        "double",
        "Chance that more will be needed than there are; missing where no capacity is reported.",
        rule="probability_over_capacity between 0 and 1",
    ),
)
AGREED = (
    Column(
        "expected",
        "double",
        "Mean of the forecast's distribution; the city's is the sum of its hospitals' where each "
        "of these has a forecast.",
        rule="expected >= 0",
    ),
    Column(
        "probability_over_by_then",
        "double",
        "Chance that more will be needed than there are on this or an earlier day ahead.",
        rule="probability_over_by_then >= probability_over_capacity",
    ),
)
CANDIDATE = Column("candidate", "string", "The candidate that won and made the quantiles.")
WHY = Column(
    "why_no_forecast",
    "string",
    "Why there are no quantiles, where there are none.",
    rule="(why_no_forecast is null) = (q50 is not null)",
)
# Of a result, whose rows of the past have neither.
WHY_AHEAD = Column(
    "why_no_forecast",
    "string",
    "Why a coming day has no quantiles, where it has none.",
    rule="days_ahead is null or (why_no_forecast is null) = (q50 is not null)",
)

hospital_load = Table(
    "risk.hospital_load",
    "One row per resource, group, hospital or all of them, and day ahead: quantiles of how many "
    "will be in use.",
    key=("resource", "stratum", "hospital_id", "day"),
    owner="Health",
    columns=(
        *SERIES,
        HOSPITAL,
        Column("day", "date", "The day that is forecast."),
        AHEAD,
        *BANDS,
        *NAIVE,
        *CAPACITY,
        *AGREED,
        CANDIDATE,
        WHY,
        *STAMP,
    ),
)

hospital_load_trials = Table(
    "risk.hospital_load_trials",
    "One row per candidate, month and measure: how each forecast days it had not seen.",
    key=("candidate", "window", "measure"),
    owner="Health",
    columns=(*TRIAL, *STAMP),
)
