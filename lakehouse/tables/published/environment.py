"""What beaches, mosquito crews and warnings of bad air are managed from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import CHANCE, COMMUNITY_AREA, REASONS, STAMP, score
from lakehouse.tables.shared import PLACE

LISTED_AT = (*PLACE, COMMUNITY_AREA)

traps_to_treat = Result(
    "published.traps_to_treat",
    "One row per mosquito trap, the most likely to catch West Nile virus in the coming week first; "
    "those without a score last, each with the reason.",
    key=("trap",),
    owner="Health",
    decides="Around which traps the crews treat standing water and spray in the coming week.",
    audience="Vector control, health department",
    refreshed="weekly in the season of mosquitoes",
    columns=(
        *score("rank"),
        Column("trap", "string", "Number of the trap."),
        *score(*CHANCE),
        *LISTED_AT,
        Column("last_caught_on", "date", "Day of the last catch known on the as-of day."),
        *score(*REASONS, "why_no_score", "score", "candidate"),
        *STAMP,
    ),
)

beaches_to_close = Result(
    "published.beaches_to_close",
    "One row per beach, the most likely to exceed the limit of E. coli on the as-of day first; "
    "those without a score last, each with the reason.",
    key=("beach",),
    owner="Parks",
    decides="At which beaches swimmers are warned today, before the laboratory has answered.",
    audience="Park district",
    refreshed="daily in the season of bathing",
    columns=(
        *score("rank"),
        Column("beach", "string", "Short name of the beach, which the samples use."),
        Column("names", "string", "Today's names of the beaches that it stands for."),
        *score(*CHANCE),
        *LISTED_AT,
        Column("last_sampled_on", "date", "Day of the last sample known on the as-of day."),
        Column("last_ecoli", "double", "What that sample held, colony-forming units per 100 ml."),
        *score(*REASONS, "why_no_score", "score", "candidate"),
        *STAMP,
    ),
)

NOT_MEASURED = "not measured"  # the row of the people who live too far from every station
air_to_expect = Result(
    "published.air_to_expect",
    "One row per air station, the most likely to exceed a limit on the as-of day first, with the "
    "people who live nearest to it; those without a score last, each with the reason. A row "
    f"'{NOT_MEASURED}' holds the people without a station near by: all rows add up to the city.",
    key=("station",),
    owner="Environment",
    decides="Around which stations people are warned of bad air today, before it is measured.",
    audience="Environment and health departments",
    refreshed="daily",
    columns=(
        *score("rank"),
        Column("station", "string", f"Number of the station, or '{NOT_MEASURED}'."),
        *score(*CHANCE),
        Column(
            "people_exposed",
            "bigint",
            "People of the areas that it is the nearest station of, at the last census known.",
            rule="people_exposed >= 0",
        ),
        Column(
            "expected_exposed",
            "double",
            "Those people times the chance: how many are to be expected above a limit.",
            rule="expected_exposed <= people_exposed",
        ),
        Column("areas", "int", "How many areas these people live in.", rule="areas >= 0"),
        *LISTED_AT,
        Column(
            "pollutant",
            "string",
            "Which came nearest to its limit in the last week known: fine dust or ozone.",
        ),
        Column("last_measured_on", "date", "Day of the last reading known on the as-of day."),
        Column("last_pm25", "double", "Fine dust in it, micrograms per cubic metre."),
        Column("last_ozone", "double", "Ozone in it, micrograms per cubic metre."),
        *score(*REASONS, "why_no_score", "score", "candidate"),
        *STAMP,
    ),
)
