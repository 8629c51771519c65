"""Rows that broke a rule, kept whole with the reasons: nothing is lost."""

from lakehouse.declare import Column, Table

row = Table(
    "quarantine.row",
    "One row per delivered or computed row that breaks a rule.",
    key=(),
    columns=(
        Column("source", "string", "The feed or table that the row was meant for."),
        Column("file", "string", "The delivered file, below the data folder."),
        Column("row", "bigint", "Number of the row in the file, 1 is the first below the header."),
        Column("delivery", "string", "Content hash of the delivered file."),
        Column("reasons", "array<string>", "Each rule the row breaks, in words."),
        Column("content", "string", "The row as it was delivered.", grade="confidential"),
        Column("owner", "string", "The department that must repair it."),
        Column("grade", "string", "Grade of the source: who may look at the content."),
    ),
)
