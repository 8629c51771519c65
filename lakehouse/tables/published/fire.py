"""What fire prevention decides from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import CHANCE, COMMUNITY_AREA, DATES, REASONS, STAMP, score
from lakehouse.tables.shared import PLACE

REACHED = (
    Column(
        "minutes_usual",
        "double",
        "Minutes from a call until the first engine is there: the middle one of two years' calls "
        "within 500 to 1,000 m, or of the city where those are fewer than 20.",
        rule="minutes_usual > 0",
    ),
    Column(
        "minutes_90",
        "double",
        "Minutes that 9 of 10 of these calls keep.",
        rule="minutes_90 >= minutes_usual",
    ),
    Column("calls_near", "int", "How many calls that near.", rule="calls_near >= 0"),
)

YEAR = (
    Column(
        "probability_year",
        "double",
        "Chance of a fire within a year, if that of the three months stays as it is and nothing is "
        "done: 1 - (1 - probability)^4. How it fared is observed_per_expected_together in "
        "how_good_are_the_models, once eight whole quarters are on record.",
        rule="probability_year between probability and 1",
    ),
    Column(
        "probability_year_low",
        "double",
        "The same of the low end.",
        rule="probability_year_low <= probability_year",
    ),
    Column(
        "probability_year_high",
        "double",
        "The same of the high end.",
        rule="probability_year_high >= probability_year",
    ),
)

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
        *YEAR,
        Column("fires", "int", "Fires there on record before the day.", rule="fires >= 0"),
        Column("last_fire_on", "date", "Day of the last of them."),
        *REACHED,
        *score(*REASONS, "random_share", "why_no_score", "score", "candidate"),
        *PLACE,
        COMMUNITY_AREA,
        *STAMP,
    ),
)

blocks_to_visit = Result(
    "published.blocks_to_visit",
    "One row per block of 100 m with a building or a fire, the most fires to expect in three "
    "months first.",
    key=("block_id",),
    owner="Fire",
    decides="Which blocks the fire brigade visits where the building is not known.",
    audience="Fire prevention",
    refreshed="every month",
    columns=(
        Column("rank", "int", "1 is where most fires are expected.", rule="rank >= 1"),
        Column("block_id", "string", "The square of the city's grid."),
        Column(
            "expected",
            "double",
            "Building fires expected within three months: the chances of its buildings together, "
            "and those at no building of the register as on record, drawn towards the usual block "
            "of the whole city, blocks without a fire included.",
            rule="expected >= 0",
        ),
        Column("basis", "string", "What is known of it: chances of its buildings, fires, or both."),
        Column("buildings", "int", "Its buildings that have a score.", rule="buildings >= 0"),
        Column(
            "fires_elsewhere",
            "int",
            "Building fires on record that are of no building of the register.",
            rule="fires_elsewhere >= 0",
        ),
        Column(
            "last_fire_on",
            "date",
            "Day of the last of them: of blocks that expect the same, the later comes first.",
        ),
        *REACHED,
        *PLACE,
        COMMUNITY_AREA,
        *DATES,
    ),
)
