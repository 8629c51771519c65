"""Complaints of residents by what they are about."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, PLACE

ABOUT = {
    "refuse": "refuse and overflowing containers",
    "animals": "rats, vermin and filth of animals",
    "water": "standing water and smells",
}

sanitation_complaint = Table(
    "city.sanitation_complaint",
    "One row per sanitation complaint as delivered, with what it is about by the city's words "
    "(complaint_words.toml).",
    key=("row_id",),
    happened_at="created_on",
    known_at="known_at",
    owner="311 services",
    columns=(
        Column("row_id", "string", "Identity of the delivered row: its hash and number."),
        Column("created_on", "date", "Day of the complaint.", required=True),
        *(
            Column(f"about_{kind}", "boolean", f"Whether it is about {words}.", required=True)
            for kind, words in ABOUT.items()
        ),
        Column("words", "string", "Language and version of the words it was told by."),
        *PLACE,
        KNOWN_AT,
    ),
)
