"""What came of the lists that were released: how much was done, and whether the order was right."""

from lakehouse.declare import Column, Table

list_follow_up = Table(
    "governance.list_follow_up",
    "One row per released list of which something was done: the first places beside the random "
    "share.",
    key=("result", "release"),
    owner="Data office",
    columns=(
        Column("result", "string", "The list: a published table."),
        Column("release", "string", "The release it was part of."),
        Column("as_of", "date", "The day it was made for."),
        Column("until", "date", "First day on which another list took its place, or 60 days on."),
        Column("looked_at", "date", "What was known before this day counts."),
        Column("listed", "bigint", "Items with a rank."),
        Column("done", "bigint", "Of them, those where something was done.", rule="done <= listed"),
        Column("not_listed", "bigint", "Items without a rank where something was done."),
        Column("first", "bigint", "As many first places as were done in all."),
        Column("share_of_first", "double", "Share of these first places that was done."),
        Column("first_done", "bigint", "First places done whose finding is known, lots aside."),
        Column("first_rate", "double", "Share of them with a finding."),
        Column("first_low", "double", "Low end of its 95 % interval (Wilson)."),
        Column("first_high", "double", "High end."),
        Column("random_done", "bigint", "Items drawn by lot that were done, with known finding."),
        Column("random_rate", "double", "Share of them with a finding."),
        Column("random_low", "double", "Low end of its 95 % interval (Wilson)."),
        Column("random_high", "double", "High end."),
        Column("difference", "double", "Rate of the first places less that of the lot."),
        Column("difference_low", "double", "Low end of its 95 % interval (Newcombe)."),
        Column("difference_high", "double", "High end."),
        Column("says", "string", "What can be said of the order.", required=True),
    ),
)
