"""Road crashes: all that were reported, and those with somebody walking or cycling."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

SEVERITY = Column(
    "severity",
    "string",
    "Worst injury in it: fatal, incapacitating, non_incapacitating, not_evident or none; injury "
    "where the degree is not on record, injury_or_fatal where no more is.",
    rule="severity in ('fatal', 'incapacitating', 'non_incapacitating', 'not_evident', 'none', "
    "'injury', 'injury_or_fatal')",
)
HOUR = Column("hour", "tinyint", "Hour of the day, local time.", rule="hour between 0 and 23")
CONDITIONS = (
    Column("weather", "string", "Weather, by the city's code list."),
    Column("lighting", "string", "Light, by the city's code list."),
    Column("surface", "string", "Surface of the road, by the city's code list."),
)
# The injury scale of police reports: K, A, B and C.
HURT = tuple(
    Column(name, "int", meaning, rule=f"{name} >= 0", required=True)
    for name, meaning in (
        ("injured", "People injured or killed."),
        ("killed", "People killed (K)."),
        ("incapacitating", "People with an incapacitating injury (A)."),
        ("non_incapacitating", "People with a visible, not incapacitating injury (B)."),
        ("not_evident", "People with a reported injury that was not evident (C)."),
    )
)

crash = Table(
    "transport.crash",
    "One row per reported road crash.",
    key=("row_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column(
            "row_id", "string", "Number of the report, or hash and number of the delivered row."
        ),
        Column("happened_on", "date", "Day of the crash.", required=True),
        HOUR,
        Column("has_injury", "boolean", "Whether anybody was hurt.", required=True),
        SEVERITY,
        Column("kind", "string", "What hit what first.", required=True),
        Column("units", "smallint", "Vehicles and persons involved.", rule="units >= 1"),
        Column("speed_limit", "smallint", "Posted limit, miles per hour.", rule="speed_limit > 0"),
        *CONDITIONS,
        Column("cause", "string", "Main cause, in the officer's judgement."),
        Column("street", "string", "Street."),
        Column("neighborhood", "string", "Neighborhood."),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

pedestrian_cyclist_crash = Table(
    "transport.pedestrian_cyclist_crash",
    "One row per crash with somebody walking or cycling.",
    key=("crash_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("crash_id", "string", "Number of the record.", grade="internal"),
        Column(
            "record_source",
            "string",
            "state until 2017, city_police from 2018: the two count crashes without injury "
            "differently.",
            rule="record_source in ('state', 'city_police')",
            required=True,
            about_observer=True,
        ),
        Column("happened_on", "date", "Day of the crash.", required=True),
        HOUR,
        Column(
            "kind",
            "string",
            "Who was hit: pedestrian or cyclist.",
            rule="kind in ('pedestrian', 'cyclist')",
            required=True,
        ),
        Column(
            "worst_injury",
            "string",
            "fatal, incapacitating, non_incapacitating, not_evident or none.",
            rule="worst_injury in ('fatal', 'incapacitating', 'non_incapacitating', "
            "'not_evident', 'none')",
            required=True,
        ),
        *HURT,
        *CONDITIONS,
        Column("is_hit_and_run", "boolean", "Whether somebody fled."),
        Column("is_dooring", "boolean", "Whether a car door hit a cyclist; marked in few rows."),
        Column("intersection_id", "int", "Intersection where it happened, where at one."),
        Column("intersection", "string", "Streets that meet there, parted by ' / '."),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
