"""What fire prevention decides from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import CHANCE, COMMUNITY_AREA, REASONS, STAMP, score
from lakehouse.tables.shared import PLACE

buildings_to_visit = Result(
    "published.buildings_to_visit",
    "One row per building of the register, the most likely to burn in the coming three months "
    "first; those without a score last, each with the reason.",
    key=("building_id",),
    owner="Fire",
    decides="Which buildings the fire brigade visits to prevent a fire.",
    audience="Fire prevention",
    refreshed="every month",
    columns=(
        *score("rank"),
        Column("building_id", "string", "The fire department's number of the building."),
        Column("address", "string", "Its address, as the register spells it."),
        Column("kind", "string", "What it is used for."),
        *score(*CHANCE),
        Column("fires", "int", "Fires there on record before the day.", rule="fires >= 0"),
        Column("last_fire_on", "date", "Day of the last of them."),
        *score(*REASONS, "random_share", "why_no_score", "score", "candidate"),
        *PLACE,
        COMMUNITY_AREA,
        *STAMP,
    ),
)
