"""Incidents that somebody reported, the squares they lie in, and what else stands there."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, PLACE

CELL_METRES = 500
# An expected number is never multiplied by more for what nobody reports.
MOST_CORRECTED = 5
CELL = Column("cell", "string", "Square of 500 m, counted east and north of the city's corner.")
PLACE_KINDS = {
    "food_premises": "licensed food premises, since its first visit",
    "vacant_building": "building that stands empty, since it came into the register",
    "rail_station": "rail station",
    "light_out": "street light reported to be out",
    "complaint": "complaint about dirt and waste",
}

cell = Table(
    "city.cell",
    "One row per square of 500 m whose middle lies in the city.",
    key=("cell",),
    owner="Data office",
    columns=(
        CELL,
        *PLACE,
        Column("community_area", "string", "Community area its middle lies in.", required=True),
    ),
)

reported_incident = Table(
    "city.reported_incident",
    "One row per incident that somebody reported to the police; what patrols found themselves is "
    "left out, for it tells where patrols go.",
    key=("incident_id",),
    happened_at="happened_on",
    known_at="known_at",
    owner="Police",
    columns=(
        Column("incident_id", "string", "The police's number of the report."),
        Column("kind", "string", "What happened, as delivered.", required=True),
        Column("happened_on", "date", "Day it happened.", required=True),
        CELL,
        *PLACE,
        KNOWN_AT,
    ),
)

risk_place = Table(
    "city.risk_place",
    "One row per place or report that may draw incidents to its surroundings.",
    key=("kind", "place_id"),
    happened_at="since",
    known_at="known_at",
    owner="Data office",
    paces=False,
    columns=(
        Column(
            "kind",
            "string",
            "; ".join(f"{kind}: {words}" for kind, words in PLACE_KINDS.items()) + ".",
            rule=f"kind in {tuple(PLACE_KINDS)}",
        ),
        Column("place_id", "string", "Its key in the department's table."),
        Column("since", "date", "Day of the report, or since when it stands.", required=True),
        CELL,
        *PLACE,
        KNOWN_AT,
    ),
)

reporting_share = Table(
    "city.reporting_share",
    "One row per community area: how much of what residents see they report, told by how often "
    "one need is reported twice.",
    key=("community_area",),
    owner="311 services",
    columns=(
        Column("community_area", "string", "Number of the community area."),
        Column(
            "needs", "int", "Needs that were reported, repeated reports apart.", rule="needs > 0"
        ),
        Column("reports", "int", "All reports of them.", rule="reports >= needs"),
        Column(
            "share",
            "double",
            "Estimated share of needs that anybody reports, drawn towards the city's where needs "
            "are few; missing where the ends of its interval are more than three times apart.",
            rule="share > 0 and share <= 1",
        ),
        Column(
            "share_low",
            "double",
            "Low end of its 95 % interval.",
            required=True,
            rule="share_low <= share",
        ),
        Column(
            "share_high",
            "double",
            "High end of its 95 % interval.",
            required=True,
            rule="share_high >= share and share_high >= share_low",
        ),
    ),
)
