"""What the food inspectors decide from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import CHANCE, COMMUNITY_AREA, REASONS, STAMP, score
from lakehouse.tables.shared import PLACE

premises_to_inspect_first = Result(
    "published.premises_to_inspect_first",
    "One row per food premises, the most likely to have a critical violation first; those "
    "without a score last, each with the reason.",
    key=("premises_id",),
    owner="Health",
    decides="Which food premises the inspectors visit first in the coming two months.",
    audience="Food protection, health department",
    refreshed="whenever a department delivers",
    columns=(
        *score("rank"),
        Column("premises_id", "string", "The premises: its licence number."),
        Column("name", "string", "Name over the door."),
        Column("address", "string", "Street address at the last visit."),
        Column("facility", "string", "Kind of premises."),
        *score(*CHANCE),
        *score(*REASONS, "random_share", "why_no_score"),
        Column("last_visit_on", "date", "Day of the last visit known on the as-of day."),
        *PLACE,
        COMMUNITY_AREA,
        *score("candidate"),
        *STAMP,
    ),
)
