"""The register of hazards: what may happen where, what is done about it, until when."""

from lakehouse.declare import Column, Table

REGISTER = (
    Column("hazard_id", "string", "Kind, place and day on which it was opened."),
    Column(
        "kind",
        "string",
        "What opened it: food_premises or building_fire (a list), critical_violation (an "
        "inspection that found one) or fire_incident (a fire in a building).",
        rule="kind in ('food_premises', 'building_fire', 'critical_violation', 'fire_incident')",
    ),
    Column("place_id", "string", "The premises (licence number) or the building.", required=True),
    Column("what", "string", "What may happen there."),
    Column("opened_on", "date", "Day of the first list or of the incident.", required=True),
    Column(
        "times", "int", "Lists or incidents that said so until it was closed.", rule="times > 0"
    ),
    Column(
        "likelihood", "double", "Chance that the last of them gave; 1 where it is there already."
    ),
    Column("likelihood_class", "int", "1 below 1 %, 2 below 5 %, 3 below 15 %, 4 below 40 %, 5."),
    Column(
        "consequence", "int", "1 slight, 2, 3 people fall ill, 4 people are hurt, 5 lives lost."
    ),
    Column(
        "risk",
        "int",
        "Class of likelihood times consequence, 1 to 25 (the matrix of IEC 31010).",
        rule="risk between 1 and 25",
    ),
    Column("control", "string", "What the city does about it."),
    Column(
        "deadline",
        "date",
        "Day by which it is to be done; missing where the data cannot tell that it was.",
    ),
    Column(
        "closed_on",
        "date",
        "Day of the outcome that closed it, or on which it lapsed.",
        rule="closed_on >= opened_on",
    ),
    Column("closed_by", "string", "The outcome, in words.", about_observer=False),
    Column(
        "residual_risk",
        "int",
        "What is left of the risk: all of it while nothing was done.",
        rule="residual_risk between 1 and 25",
    ),
    Column(
        "state",
        "string",
        "open, overdue (open after its deadline), closed by an outcome, or lapsed: nobody said "
        "what came of it, and all of its risk is left.",
        rule="state in ('open', 'overdue', 'closed', 'lapsed') and (state in ('closed', 'lapsed')) "
        "= (closed_on is not null)",
    ),
)

hazard = Table(
    "city.hazard",
    "One row per hazard: opened by a list or an incident, closed by an outcome.",
    key=("hazard_id",),
    owner="The city's safety team",
    columns=(
        *REGISTER,
        Column("as_of", "date", "The day before which all was known."),
        Column(
            "data_through", "date", "Last day that both the visits and the incidents used reach."
        ),
    ),
)
