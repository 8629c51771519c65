"""What the fire department knows: the buildings of its register, and what it was called to."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import CALLER, KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

ADDRESS = Column("address", "string", "Street and number, as the department spells it.")

building = Table(
    "fire.building",
    "One row per building of the register, as it stood on the day of the extract.",
    key=("building_id",),
    happened_at="registered_on",
    known_at="known_at",
    owner="Fire",
    paces=False,
    columns=(
        Column("building_id", "string", "The fire department's number of the building."),
        ADDRESS,
        Column("kind", "string", "What it is used for, as delivered."),
        Column("year_built", "smallint", "Year it was built.", rule="year_built > 1000"),
        Column("floors", "smallint", "Floors above the ground.", rule="floors >= 0"),
        Column("dwellings", "int", "Homes in it.", rule="dwellings >= 0"),
        Column("owner", "string", "Kind of owner, as delivered."),
        Column(
            "condition",
            "string",
            "State it was found in: good, fair or poor.",
            rule="condition in ('good', 'fair', 'poor')",
        ),
        Column("has_sprinkler", "boolean", "Whether it has sprinklers."),
        Column("registered_on", "date", "Day it came into the register.", required=True),
        Column(
            "last_action",
            "string",
            "What was last done there, on the day of the extract, mostly after a fire: it "
            "knows the future, so no feature may use it.",
            grade="internal",
            changes_later=True,
        ),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)

incident = Table(
    "fire.incident",
    "One row per call that the fire department went out to.",
    key=("incident_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Fire",
    columns=(
        Column("incident_id", "string", "The fire department's number of the incident."),
        Column("happened_on", "date", "Day of the call.", required=True),
        Column("called_at", "timestamp", "When it was called, local time."),
        Column("arrived_at", "timestamp", "When the first engine arrived, local time."),
        Column(
            "kind",
            "string",
            "building_fire, outdoor_fire, alarm without a fire, or other.",
            rule="kind in ('building_fire', 'outdoor_fire', 'alarm', 'other')",
            required=True,
        ),
        Column(
            "damage",
            "string",
            "What burnt: none, room or building.",
            rule="damage in ('none', 'room', 'building')",
        ),
        Column("injured", "smallint", "People who were hurt.", rule="injured >= 0"),
        ADDRESS,
        CALLER,
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
