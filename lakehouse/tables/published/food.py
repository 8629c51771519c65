"""What the food inspectors decide from: the whole list, and their week."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import CHANCE, COMMUNITY_AREA, REASONS, STAMP, score
from lakehouse.tables.shared import PLACE

HARM = (
    Column(
        "consequence",
        "double",
        "What a critical violation there may do: 1 at a premises of medium risk whose guests are "
        "not especially susceptible.",
        rule="consequence > 0",
    ),
    Column(
        "expected_harm",
        "double",
        "Chance times consequence: what visits are for, where they cannot reach all.",
        rule="expected_harm >= 0",
    ),
    Column("harm_basis", "string", "Where the consequence comes from, with its version."),
)

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
        *HARM,
        *score(*REASONS, "random_share", "why_no_score"),
        Column("last_visit_on", "date", "Day of the last visit known on the as-of day."),
        *PLACE,
        COMMUNITY_AREA,
        *score("candidate"),
        *STAMP,
    ),
)

inspections_this_week = Result(
    "published.inspections_this_week",
    "One row per food premises to visit this week: as much expected harm as fits the inspectors' "
    "time, and a tenth of it by lot.",
    key=("premises_id",),
    owner="Health",
    decides="Where the food inspectors go this week.",
    audience="Food protection, health department",
    refreshed="every week",
    columns=(
        Column("place", "int", "Order by expected harm.", rule="place >= 1"),
        Column("premises_id", "string", "The premises: its licence number."),
        Column("name", "string", "Name over the door."),
        Column("address", "string", "Street address at the last visit."),
        Column("facility", "string", "Kind of premises."),
        Column(
            "by_lot",
            "boolean",
            "Visited because the lot fell on it, whatever its chance: without such visits nobody "
            "could tell what the list misses.",
            required=True,
        ),
        Column("list_rank", "int", "Its rank in the whole list.", rule="list_rank >= 1"),
        *score("probability"),
        *HARM,
        Column("uses", "string", "What the visit takes of the inspectors' time."),
        Column("capacity", "string", "What there is of it this week."),
        *score(*REASONS),
        Column("last_visit_on", "date", "Day of the last visit known on the as-of day."),
        *PLACE,
        COMMUNITY_AREA,
        Column("week_from", "date", "First day of the week.", required=True),
        *STAMP,
    ),
)
