"""Buildings, and what the fire department was called to there."""

from lakehouse.declare import Column, Table

building_incident = Table(
    "city.building_incident",
    "One row per call of the fire department, with the building of its register.",
    key=("incident_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Fire",
    columns=(
        Column("incident_id", "string", "The call, as in fire.incident."),
        Column("building_id", "string", "The building, by address and place."),
        Column("metres", "double", "Metres between call and building.", rule="metres >= 0"),
        Column(
            "why_no_building",
            "string",
            "Why it has no building.",
            rule="(why_no_building is null) = (building_id is not null)",
        ),
        Column("kind", "string", "What it was, as in fire.incident.", required=True),
        Column("happened_on", "date", "Day of the call.", required=True),
        Column("known_at", "date", "First day the city knew of it.", required=True),
    ),
)
