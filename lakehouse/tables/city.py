"""The city as a whole: facts joined across departments."""

from lakehouse.declare import Column, Table

food_visit = Table(
    "city.food_visit",
    "One row per inspection of a food premises, with its violations and the licence in force.",
    key=("inspection_id",),
    happened_at="visited_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("inspection_id", "string", "The inspection."),
        Column("premises_id", "string", "The premises: its licence number."),
        Column("visited_on", "date", "Day of the visit.", required=True),
        Column("is_canvass", "boolean", "Whether it was a routine visit that took place."),
        Column("failed", "boolean", "Whether the premises failed."),
        Column("critical", "int", "Critical violations, items 1 to 14.", rule="critical >= 0"),
        Column("serious", "int", "Serious violations, items 15 to 29.", rule="serious >= 0"),
        Column("minor", "int", "Minor violations, items 30 to 44.", rule="minor >= 0"),
        Column("critical_found", "boolean", "Whether there was a critical violation."),
        Column("facility", "string", "Kind of premises, by the city's code list."),
        Column("risk_class", "tinyint", "1 high, 2 medium, 3 low."),
        Column("zip", "string", "Postal code."),
        Column("latitude", "double", "Latitude in degrees."),
        Column("longitude", "double", "Longitude in degrees."),
        Column("chain", "string", "First two words of the name: branches of a chain share them."),
        Column("account_number", "string", "The owner's account on the licence in force."),
        Column("term_id", "string", "Licence term in force on the day; missing when none was."),
        Column("known_at", "date", "First day the city knew of it.", required=True),
    ),
)

food_premises = Table(
    "city.food_premises",
    "One row per food premises that any department knows: an inspected one, or a licensed one.",
    key=("premises_id",),
    owner="Health",
    columns=(
        Column("premises_id", "string", "The premises: its licence number."),
        Column("name", "string", "Name over the door at the last visit, else on the licence."),
        Column("address", "string", "Street address at the last visit."),
        Column("facility", "string", "Kind of premises, by the city's code list."),
        Column("latitude", "double", "Latitude in degrees."),
        Column("longitude", "double", "Longitude in degrees."),
        Column("first_visit_on", "date", "First visit on record."),
        Column("licensed_from", "date", "First day of its first licence term on record."),
    ),
)

food_visit_surroundings = Table(
    "city.food_visit_surroundings",
    "One row per inspection: what other departments saw around it, replaying the published "
    "features of the City of Chicago's own model. For comparison only: it looks at the day of "
    "the visit itself, so no model reads it.",
    key=("inspection_id",),
    owner="Health",
    columns=(
        Column("inspection_id", "string", "The inspection."),
        Column("past_fail", "int", "1 when the visit before it failed, else 0."),
        Column("past_critical", "int", "Critical violations at the visit before it, else 0."),
        Column("past_serious", "int", "Serious violations at the visit before it, else 0."),
        Column("past_minor", "int", "Minor violations at the visit before it, else 0."),
        Column(
            "time_since_last", "double", "Years (365 days) since the visit before it, at most 2."
        ),
        Column("first_record", "int", "1 when there is no visit before it, else 0."),
        Column("precipitation", "double", "Mean precipitation of the three days before."),
        Column("temperature_max", "double", "Mean highest temperature of the three days before."),
        Column("wind_speed", "double", "Mean wind speed of the three days before."),
        Column("humidity", "double", "Mean humidity of the three days before."),
        Column("heat_sanitation", "double", "Density of sanitation complaints, last 90 days."),
        Column("heat_burglary", "double", "Density of burglaries, last 90 days."),
    ),
)

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
        Column("latitude", "double", "Latitude in degrees."),
        Column("longitude", "double", "Longitude in degrees."),
        Column("known_at", "date", "First day the city knew of it.", required=True),
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
        Column("latitude", "double", "Latitude in degrees."),
        Column("longitude", "double", "Longitude in degrees."),
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
        Column("known_at", "date", "First day the city knew of it.", required=True),
    ),
)
