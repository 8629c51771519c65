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
        Column(
            "found_at",
            "timestamp",
            "When it landed; of several broken deliveries of one identity in a row, the first.",
        ),
        Column("due_on", "date", "Day by which the owner agreed to repair it."),
        Column(
            "identity",
            "string",
            "Hash of what identifies the row, where the feed has a key and all of it is there.",
            grade="confidential",
        ),
        Column(
            "closed_by",
            "string",
            "Content hash of the delivery that closed the case.",
            about_observer=False,
        ),
        Column("closed_at", "timestamp", "When that delivery landed; missing while it is open."),
        Column(
            "closed_as",
            "string",
            "repaired (its identity came good, or it was released), deleted (its identity was "
            "taken back), replaced (by a later snapshot that says nothing good of it).",
        ),
    ),
)
