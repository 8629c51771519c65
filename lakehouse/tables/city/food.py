"""Food premises as the city sees them: visits with what they found, and what lay around."""

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

intersection = Table(
    "city.intersection",
    "One row per intersection: all numbers up to the largest that is known; place and streets "
    "are known of those where somebody walking or cycling crashed.",
    key=("intersection_id",),
    owner="Transport",
    columns=(
        Column("intersection_id", "int", "The intersection.", rule="intersection_id >= 1"),
        Column("name", "string", "Streets that meet, parted by ' / '."),
        Column("latitude", "double", "Latitude of the first crash there, in degrees."),
        Column("longitude", "double", "Longitude of the first crash there, in degrees."),
        Column("known_at", "date", "Day from which its place and streets are known."),
    ),
)

corridor_crash = Table(
    "city.corridor_crash",
    "One row per injury crash at an intersection, street that it lies on, and other intersection "
    "of that street within 2 km.",
    key=("intersection_id", "street", "crash_id"),
    happened_at="happened_on",
    known_at="known_at",
    owner="Transport",
    columns=(
        Column("intersection_id", "int", "The other intersection, not that of the crash."),
        Column("street", "string", "The street that both lie on."),
        Column(
            "street_place",
            "int",
            "1 when the street is named first at the other intersection, 2 when second.",
            rule="street_place >= 1",
            required=True,
        ),
        Column("crash_id", "string", "The crash.", grade="internal"),
        Column("metres", "double", "Metres between them.", rule="metres between 0 and 2000"),
        Column("happened_on", "date", "Day of the crash.", required=True),
        Column("known_at", "date", "First day on which both were known.", required=True),
    ),
)
