"""What the licensing department knows: who may trade in what, where, and for how long."""

from lakehouse.declare import Column, Table
from lakehouse.tables.shared import KNOWN_AT, LATITUDE, LONGITUDE, SOURCE

food_licence = Table(
    "licensing.food_licence",
    "One row per term of a licence of a food premises; a renewal is a new term.",
    key=("term_id",),
    happened_at="starts_on",
    known_at="known_at",
    owner="Licensing",
    columns=(
        Column("term_id", "string", "Licence number and first day of the term."),
        Column("licence_number", "string", "The licence, the same across renewals."),
        Column("account_number", "string", "The owner's account: chains share one."),
        Column("name", "string", "Trading name."),
        Column("kind", "string", "Kind of licence, as delivered."),
        Column("activity", "string", "Licensed activity, as delivered."),
        Column("is_first", "boolean", "Whether the term is the licence's first, not a renewal."),
        Column("chain", "string", "First two words of the name: branches of a chain share them."),
        Column("starts_on", "date", "First day of the term.", required=True),
        Column(
            "ends_on",
            "date",
            "Last day of the term; one without it has not ended.",
            rule="ends_on >= starts_on",
        ),
        Column("sells_tobacco", "boolean", "Whether the premises also holds a tobacco licence."),
        Column("sells_alcohol", "boolean", "Whether it may sell alcohol to take away."),
        Column("serves_alcohol", "boolean", "Whether it may serve alcohol on the premises."),
        Column("has_patio", "boolean", "Whether it also holds a licence for an outdoor patio."),
        LATITUDE,
        LONGITUDE,
        KNOWN_AT,
        *SOURCE,
    ),
)
