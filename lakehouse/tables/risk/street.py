"""Which streets and intersections have more crashes than their kind and traffic explain."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import STAMP, score

SCREENED = (
    Column("facility", "string", "Its class: sites of one class are compared.", required=True),
    *score("expected", "expected_low", "expected_high"),
    Column("usual", "double", "Crashes a year at a site of its class with its traffic and length."),
    Column("excess", "double", "Expected less usual: what a rebuild could change, crashes a year."),
    Column(
        "chance_of_excess",
        "double",
        "Chance that its true mean lies above the usual.",
        rule="chance_of_excess between 0 and 1",
    ),
    Column("injury_expected", "double", "Crashes a year with somebody hurt or killed, expected."),
    Column("injury_excess", "double", "Those beyond the usual for its kind and traffic."),
    Column("expected_cost", "double", "Cost a year of the crashes expected of it."),
    Column("excess_cost", "double", "Cost a year of what it has beyond the usual."),
    Column("recorded_cost", "double", "Cost a year of the crashes on record, each at its own."),
    Column("cost_basis", "string", "Source, year, currency and version of the costs of crashes."),
    Column(
        "crash_rate",
        "double",
        "Crashes per million vehicles, of a segment per kilometre: shown, never ranked by, because "
        "quiet streets have the highest.",
    ),
    Column("crashes", "int", "Crashes on record in these years.", rule="crashes >= 0"),
    Column("injury_crashes", "int", "Those with somebody hurt.", rule="injury_crashes >= 0"),
    Column("fatal_crashes", "int", "Those with somebody killed.", rule="fatal_crashes >= 0"),
    Column("years", "double", "Years counted.", rule="years > 0"),
    Column("aadt", "double", "Vehicles a day."),
    Column("is_counted", "boolean", "Whether all its traffic was counted."),
)

street_screening = Table(
    "risk.street_screening",
    "One row per street segment or intersection: its crashes a year, expected and usual.",
    key=("site_id",),
    owner="Transport",
    columns=(
        Column("site_id", "string", "The site."),
        *SCREENED,
        Column("note", "string", "What stands for what is missing; else empty."),
        *(column for column in STAMP if column.name in ("as_of", "data_through")),
    ),
)
