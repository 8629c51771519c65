"""What the platform knows of itself: deliveries, runs and their steps, what tables mean."""

from lakehouse.declare import Column, Table

delivery = Table(
    "governance.delivery",
    "One row per delivered file that landed: delivered = good + quarantined.",
    key=("feed", "delivery"),
    columns=(
        Column("feed", "string", "The feed."),
        Column("delivery", "string", "Content hash of the file."),
        Column("sequence", "bigint", "Order among the deliveries of the feed, 1 is the first."),
        Column("file", "string", "The file, below the data folder."),
        Column("landed_at", "timestamp", "When it landed."),
        Column("run", "string", "The run that landed it."),
        Column("delivered", "bigint", "Rows in the file."),
        Column("good", "bigint", "Rows that keep every rule of the contract."),
        Column(
            "quarantined",
            "bigint",
            "Rows that break one, kept in quarantine.row.",
            rule="delivered = good + quarantined",
        ),
    ),
)

repair = Table(
    "governance.repair",
    "One row per feed with quarantined rows: how many cases its department repaired, how fast.",
    key=("feed",),
    owner="Data office",
    columns=(
        Column("feed", "string", "The feed."),
        Column("owner", "string", "The department that has to repair them."),
        Column(
            "found",
            "bigint",
            "Cases ever found; rows of one identity broken in several deliveries in a row are one.",
            rule="found = repaired + deleted + replaced + open",
        ),
        Column("repaired", "bigint", "Repaired by a later delivery, or released."),
        Column("deleted", "bigint", "Closed because their identity was taken back."),
        Column("replaced", "bigint", "Closed by a later snapshot that says nothing of them."),
        Column("open", "bigint", "Still to be repaired."),
        Column("next_due_on", "date", "The first day by which an open one has to be repaired."),
        Column("median_days", "double", "Days from finding to repair, the middle one."),
    ),
)

code_word = Table(
    "governance.code_word",
    "One row per word that a department delivered where a code list of the city stands behind.",
    key=("feed", "column", "word"),
    owner="Data office",
    columns=(
        Column("feed", "string", "The feed."),
        Column("column", "string", "The column that holds the word."),
        Column("code_list", "string", "The list it is looked up in, however it is spelt."),
        Column("word", "string", "The word as delivered, its first 40 letters.", grade="internal"),
        Column("code", "string", "The code that stands for it, where there is exactly one."),
        Column(
            "reason",
            "string",
            "Why there is none: no name, a name that is not in the list, or one of several codes.",
            rule="(code is null) = (reason is not null)",
        ),
        Column("rows", "bigint", "Rows that keep the row rules and hold it, of all deliveries."),
    ),
)

step_balance = Table(
    "governance.step_balance",
    "One row per job, input that it balances, part and outcome: the outcomes of a part add up to "
    "the rows of the input.",
    key=("step", "input", "part", "outcome"),
    owner="Data office",
    columns=(
        Column("step", "string", "The table that the job writes."),
        Column("input", "string", "The table whose rows are all accounted for."),
        Column("part", "string", "all, or a value of a column of which each has all rows once."),
        Column("outcome", "string", "matched, or the reason why a row is not."),
        Column("input_rows", "bigint", "Rows of the input."),
        Column("rows", "bigint", "Of these, those with this outcome.", rule="rows <= input_rows"),
    ),
)

run_step = Table(
    "governance.run_step",
    "One row per step of a run: what was read at which version, what was written, how long.",
    key=("run", "step"),
    columns=(
        Column("run", "string", "The run."),
        Column("command", "string", "What was asked of citylake."),
        Column("as_of", "date", "The day the step decides for."),
        Column("step", "string", "A feed, a table, or 'run' for the run itself."),
        Column("outcome", "string", "done, unchanged, waits, refused, failed or killed."),
        Column("began_at", "timestamp", "When the step began."),
        Column("seconds", "double", "How long it took."),
        Column("version", "bigint", "Delta version written or found."),
        Column("rows", "bigint", "Rows in the table afterwards."),
        Column("quarantined", "bigint", "Rows refused."),
        Column("reads", "array<string>", "Tables read, as name@version."),
        Column("message", "string", "Why, where it was refused or failed."),
    ),
)

table_column = Table(
    "governance.table_column",
    "One row per column of every table of the city, as declared.",
    key=("table_name", "column_name"),
    owner="Data office",
    columns=(
        Column("table_name", "string", "The table."),
        Column("one_row", "string", "What one row of the table is."),
        Column("column_name", "string", "The column."),
        Column("type", "string", "Its type."),
        Column("meaning", "string", "What it holds."),
        Column("rule", "string", "The rule every row keeps."),
        Column("is_key", "boolean", "Whether it is part of the key."),
        Column("grade", "string", "Who may see it: open, internal, confidential or personal."),
        Column("owner", "string", "The department that answers for it."),
        Column("decides", "string", "The decision a published table serves."),
    ),
)
