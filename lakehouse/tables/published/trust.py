"""What everybody needs to know of every list: how good it is, and what its words mean."""

from lakehouse.declare import Result
from lakehouse.tables.governance import table_column
from lakehouse.tables.risk.shared import STAMP, TRIAL

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
