"""What managers see of their capacity: what fits it, and what more of it would bring."""

from typing import Any

from lakehouse.declare import Column, Result
from lakehouse.tables.published.environment import beaches_to_close, traps_to_treat
from lakehouse.tables.published.fire import blocks_to_visit, buildings_to_visit
from lakehouse.tables.published.food import inspections_this_week, premises_to_inspect_first
from lakehouse.tables.published.incidents import places_needing_help_first
from lakehouse.tables.published.streets import streets_to_make_safer
from lakehouse.tables.published.traffic import intersections_to_make_safer
from lakehouse.tables.risk.shared import DATES

# The ranked lists whose items are taken one by one, as many as a city has for them.
LISTS = (
    premises_to_inspect_first,
    buildings_to_visit,
    streets_to_make_safer,
    intersections_to_make_safer,
    traps_to_treat,
    places_needing_help_first,
    blocks_to_visit,
    beaches_to_close,
)
# All that a city may set a capacity for; the last is itself made to fit its own.
WITH_CAPACITY = (*LISTS, inspections_this_week)

ABOUT: dict[str, Any] = {
    "owner": "Data office",
    "audience": "Whoever sends crews, inspectors or money",
    "refreshed": "with its list",
}

what_fits = Result(
    "published.what_fits",
    "One row per item that is taken from a list so that all that the city has for it brings the "
    "most.",
    key=("result", "entity_id"),
    decides="Which items of a list the crews, hours or money of this period go to.",
    columns=(
        Column("result", "string", "The list: a published table."),
        Column("place", "int", "Order among those taken, by their rank.", rule="place >= 1"),
        Column("entity_id", "string", "Key of the item in its list."),
        Column("name", "string", "Its name or address."),
        Column("list_rank", "int", "Its rank in the list."),
        Column(
            "benefit",
            "double",
            "What it brings: its expected harm where the list tells it, else what the list is "
            "ranked by: its chance, its expected count, or what is in excess.",
            rule="benefit >= 0",
        ),
        Column("uses", "string", "What it takes of each resource."),
        Column(
            "also_by_rank",
            "boolean",
            "Whether going down the list, passing over what no longer fits, takes it too.",
        ),
        *DATES,
    ),
    **ABOUT,
)

what_capacity_brings = Result(
    "published.what_capacity_brings",
    "One row per list and part of what the city has for it: what the best choice would bring, "
    "beside going down the list.",
    key=("result", "percent"),
    decides="Whether a list gets more crews, hours or money, or can do with less.",
    columns=(
        Column("result", "string", "The list: a published table."),
        Column("percent", "int", "Per cent of what there is; 100 is what the city has."),
        Column("capacity", "string", "So much of each resource."),
        Column("taken", "int", "How many items fit in the best choice.", rule="taken >= 0"),
        Column("benefit", "double", "What they are expected to bring in all.", rule="benefit >= 0"),
        Column(
            "down_the_list",
            "double",
            "What going down the list brings, passing over what no longer fits.",
            rule="down_the_list >= 0",
        ),
        Column("gain", "double", "What choosing brings beyond that; below 0 is what floors cost."),
        Column("most", "double", "What no choice can exceed."),
        Column("scarce", "string", "The resource that holds back most; missing where none does."),
        Column("one_more", "double", "What one unit more of it would bring, at the margin."),
        Column("why", "string", "Why nothing can be taken, where that is so."),
        *DATES,
    ),
    **ABOUT,
)
