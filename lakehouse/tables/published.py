"""What managers decide from: each result says which decision it serves and for whom."""

from lakehouse.declare import Column, Result
from lakehouse.tables.governance import table_column
from lakehouse.tables.risk import SCORE, STAMP, TRIAL

premises_to_inspect_first = Result(
    "published.premises_to_inspect_first",
    "One row per food premises, the most likely to have a critical violation first; those "
    "without a score last, each with the reason.",
    key=("premises_id",),
    owner="Health",
    decides="Which food premises the inspectors visit first in the coming two months.",
    audience="Food protection, health department",
    refreshed="whenever a department delivers",
    columns=(
        SCORE[5],
        Column("premises_id", "string", "The premises: its licence number."),
        Column("name", "string", "Name over the door."),
        Column("address", "string", "Street address at the last visit."),
        Column("facility", "string", "Kind of premises."),
        *SCORE[2:5],
        *SCORE[6:],
        Column("last_visit_on", "date", "Day of the last visit known on the as-of day."),
        Column("latitude", "double", "Latitude in degrees."),
        Column("longitude", "double", "Longitude in degrees."),
        SCORE[0],
        *STAMP,
    ),
)

how_good_are_the_models = Result(
    "published.how_good_are_the_models",
    "One row per question, candidate and measure over all test windows, and per test window.",
    key=("question", "candidate", "window", "measure"),
    owner="Data office",
    decides="Whether a list may be used, and how far it can be trusted.",
    audience="Managers and auditors",
    refreshed="with every list",
    columns=(*TRIAL, *STAMP),
)

what_the_tables_mean = Result(
    "published.what_the_tables_mean",
    "One row per column of every table of the city.",
    key=("table_name", "column_name"),
    owner="Data office",
    decides="What a number may be used for.",
    audience="Everybody",
    refreshed="with every run",
    columns=(
        *table_column.columns,
        *STAMP[:2],
        STAMP[3],
    ),
)
