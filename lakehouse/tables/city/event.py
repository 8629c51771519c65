"""Whatever happened at a place: one shape for the events of all departments, located."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, PLACE

# Kind of event, and what counts as harm in it.
EVENT_KINDS = {
    "crash": "somebody was hurt",
    "pedestrian_cyclist_crash": "the one walking or cycling was hurt",
    "burglary": "each counts",
    "sanitation_request": "each counts, duplicates left out",
    "abandoned_vehicle": "each counts",
    "food_visit": "a critical violation was found",
    "mosquito_catch": "West Nile virus was found",
    "police_incident": "each counts",
    "service_request": "each counts, duplicates left out",
    "fire_incident": "something burnt or somebody was hurt",
    "ambulance_run": "it was sent with the highest urgency",
    "police_call": "none is said to",
    "spraying": "none: a reading of a spraying truck's tracker",
}


def _area(name: str, words: str) -> tuple[Column, Column]:
    return (
        Column(name, "string", f"{words} it lies in, by the city's own boundaries."),
        Column(
            f"{name}_reason",
            "string",
            f"Why there is no {name}, or why it is in doubt; missing where exactly one holds it.",
        ),
    )


event = Table(
    "city.event",
    "One row per event that a department reported with a day, wherever it lies.",
    key=("event_kind", "event_id"),
    happened_at="happened_on",
    known_at="known_at",
    owner="Data office",
    columns=(
        Column(
            "event_kind",
            "string",
            "What happened: " + "; ".join(f"{k} ({v})" for k, v in EVENT_KINDS.items()) + ".",
            rule=f"event_kind in {tuple(EVENT_KINDS)}",
        ),
        Column("event_id", "string", "Key of the department's row."),
        Column("happened_on", "date", "Day it happened.", required=True),
        Column("is_harmful", "boolean", "Whether it did harm, as its kind says.", required=True),
        KNOWN_AT,
        *PLACE,
        *_area("community_area", "Community area"),
        *_area("police_district", "Police district"),
        *_area("ward", "Ward since 2015"),
        *_area("tract", "Census tract of 2010"),
        Column("cell_100", "string", "Square of 100 m; the larger ones hold whole smaller ones."),
        Column("cell_500", "string", "Square of 500 m."),
        Column("cell_2000", "string", "Square of 2000 m."),
    ),
)

event_location = Table(
    "city.event_location",
    "One row per kind of event, kind of area and outcome of locating: for each kind of area the "
    "outcomes add up to the events.",
    key=("event_kind", "area_kind", "outcome"),
    owner="Data office",
    columns=(
        Column("event_kind", "string", "What happened."),
        Column("area_kind", "string", "Kind of area."),
        Column("outcome", "string", "located, or the reason why not, or why it is in doubt."),
        Column("events", "int", "How many.", rule="events > 0"),
        Column("share", "double", "Their share of the kind's events.", rule="share <= 1"),
    ),
)
