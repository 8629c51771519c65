"""What was done with the city's lists: visits, inspections and treatments, and what they found."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT

list_action = Table(
    "city.list_action",
    "One row per item of a list and day on which something was done there, whatever its rank.",
    key=("result", "entity_id", "done_on"),
    happened_at="done_on",
    known_at="known_at",
    owner="Data office",
    columns=(
        Column("result", "string", "The list: a published table."),
        Column("entity_id", "string", "Key of the item in its list."),
        Column("done_on", "date", "The day.", required=True),
        Column("what", "string", "What was done there, as inspected."),
        Column("found", "boolean", "Whether what the list looks for was found; missing if unsaid."),
        KNOWN_AT,
    ),
)
