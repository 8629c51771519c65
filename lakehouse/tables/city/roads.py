"""The road network as far as crashes tell: intersections, and what happens along streets."""

from lakehouse.declare import Column, Table

intersection = Table(
    "city.intersection",
    "One row per intersection: all numbers up to the largest that is known; place and streets "
    "are known of those where somebody walking or cycling crashed.",
    key=("intersection_id",),
    owner="Transport",
    columns=(
        Column("intersection_id", "int", "The intersection.", rule="intersection_id >= 1"),
        Column("name", "string", "Streets that meet, parted by ' / '."),
        Column("latitude", "double", "Latitude of the first crash there, in degrees."),
        Column("longitude", "double", "Longitude of the first crash there, in degrees."),
        Column("known_at", "date", "Day from which its place and streets are known."),
    ),
)

corridor_crash = Table(
    "city.corridor_crash",
    "One row per injury crash at an intersection, street that it lies on, and other intersection "
    "of that street within 2 km.",
    key=("intersection_id", "street", "crash_id"),
    happened_at="happened_on",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("intersection_id", "int", "The other intersection, not that of the crash."),
        Column("street", "string", "The street that both lie on."),
        Column(
            "street_place",
            "int",
            "1 when the street is named first at the other intersection, 2 when second.",
            rule="street_place >= 1",
            required=True,
        ),
        Column("crash_id", "string", "The crash.", grade="internal"),
        Column("metres", "double", "Metres between them.", rule="metres between 0 and 2000"),
        Column("happened_on", "date", "Day of the crash.", required=True),
        Column("known_at", "date", "First day on which both were known.", required=True),
    ),
)
