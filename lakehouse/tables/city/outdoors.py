"""What is measured outdoors day by day: beaches, air, mosquito traps, weather at the airport."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, PLACE

OVER = "over_limit = (of_limit > 1)"

beach_day = Table(
    "city.beach_day",
    "One row per beach and day on which its water was sampled, with its place.",
    key=("beach", "sampled_on"),
    happened_at="sampled_on",
    known_at="known_at",
    owner="Parks",
    columns=(
        Column("beach", "string", "Short name of the beach."),
        Column("sampled_on", "date", "Day the water was sampled.", required=True),
        Column("ecoli", "double", "Escherichia coli, colony-forming units per 100 ml."),
        Column("over_limit", "boolean", "Whether that is more than swimmers are warned from."),
        *PLACE,
        KNOWN_AT,
    ),
)

air_limit_day = Table(
    "city.air_limit_day",
    "One row per air station and day: how near fine dust and ozone came to their limits.",
    key=("station", "day"),
    happened_at="day",
    known_at="known_at",
    owner="Environment",
    columns=(
        Column("station", "string", "Number of the station."),
        Column("day", "date", "The day.", required=True),
        Column("pm25", "double", "Fine dust (PM2.5), mean of the day, micrograms per cubic metre."),
        Column(
            "ozone",
            "double",
            "Ozone, highest mean of eight hours, micrograms per cubic metre.",
        ),
        Column(
            "of_limit",
            "double",
            "The larger of the two, each as a share of its own limit; missing without either.",
            rule="of_limit >= 0",
        ),
        Column("over_limit", "boolean", "Whether either is above its limit.", rule=OVER),
        Column(
            "pollutant",
            "string",
            "Which of the two came nearer to its limit: fine dust or ozone.",
            rule="(pollutant is null) = (of_limit is null)",
        ),
        *PLACE,
        KNOWN_AT,
    ),
)

trap_catch = Table(
    "city.trap_catch",
    "One row per mosquito trap and day on which it was emptied: all parts of the catch together.",
    key=("trap", "caught_on"),
    happened_at="caught_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("trap", "string", "Number of the trap."),
        Column("caught_on", "date", "Day the trap was emptied.", required=True),
        Column("mosquitoes", "int", "Mosquitoes caught.", rule="mosquitoes > 0"),
        Column("virus_found", "boolean", "Whether any part carried West Nile virus."),
        *PLACE,
        Column("known_at", "date", "First day the city knew of all parts.", required=True),
    ),
)

airport_day = Table(
    "city.airport_day",
    "One row per day of weather at the airport. Days are counted in UTC, so that a day is over, "
    "and wholly known, some hours before the city's next day begins.",
    key=("day",),
    happened_at="day",
    known_at="known_at",
    owner="Weather service",
    columns=(
        Column("day", "date", "The day in UTC."),
        Column("temperature", "double", "Mean of the hours, degrees Fahrenheit."),
        Column("wind_speed", "double", "Mean of the hours, miles per hour."),
        Column("precipitation", "double", "Rain and melted snow in inches."),
        KNOWN_AT,
    ),
)
