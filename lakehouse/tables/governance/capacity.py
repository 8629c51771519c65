"""What the city has for working down its lists, as its ``city.toml`` says."""

from lakehouse.declare import Column, Table

capacity = Table(
    "governance.capacity",
    "One row per list, resource and kind of item: what there is, and what one item costs.",
    key=("result", "resource", "value"),
    columns=(
        Column("result", "string", "The list: a published table."),
        Column("resource", "string", "What there is only so much of, in its unit."),
        Column("value", "string", "Value of the column `by` that the cost is for; empty for any."),
        Column("available", "double", "How much of it there is.", rule="available >= 0"),
        Column("cost", "double", "How much of it one item takes.", rule="cost >= 0"),
        Column("by", "string", "Column of the list that the cost depends on."),
        Column("floor_by", "string", "Column of the list whose values each get a share."),
        Column(
            "floor_share",
            "double",
            "Least share of the places that a value's number of items would give it.",
            rule="floor_share between 0 and 1",
        ),
    ),
)
