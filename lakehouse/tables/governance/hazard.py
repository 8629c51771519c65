"""Which places each list put into the register of hazards."""

from lakehouse.declare import Column, Table

hazard_opened = Table(
    "governance.hazard_opened",
    "One row per list and place at its top: what the list said then, kept when it is made anew.",
    key=("listed", "place_id"),
    owner="Data office",
    columns=(
        Column("listed", "string", "The question and the day of its list."),
        Column("question", "string", "Name of the question.", required=True),
        Column("place_id", "string", "Key of the place among those of its question."),
        Column("listed_on", "date", "The day the list was made for.", required=True),
        Column("what", "string", "What may happen there."),
        Column(
            "likelihood",
            "double",
            "Calibrated chance that it does, as the list said.",
            rule="likelihood between 0 and 1",
        ),
        Column(
            "consequence", "int", "1 slight to 5 lives lost.", rule="consequence between 1 and 5"
        ),
        Column("control", "string", "What the city does about it."),
        Column("days", "int", "Days within which it is to be done.", rule="days > 0"),
    ),
)
