"""Whether what a model says comes true, as its last contest found it."""

from lakehouse.declare import Column, Table

_CONTEST = (
    Column("model", "string", "Name of the registered model: the city's and the question's."),
    Column("version", "string", "Version that the contest led to."),
    Column("as_of", "date", "The day the question decides for."),
    Column("candidate", "string", "Who won the contest and is published."),
)

model_reliability = Table(
    "governance.model_reliability",
    "One row per tenth of the chances that a model stated in windows it had not seen.",
    key=("model", "bin"),
    owner="Data office",
    columns=(
        *_CONTEST,
        Column("bin", "int", "The tenth, 0 has the lowest chances."),
        Column("rows", "bigint", "Cases in it.", rule="rows >= 1"),
        Column("probability", "double", "Mean chance that was stated."),
        Column("observed", "double", "Share of the cases that came true."),
        Column("low", "double", "Low end of that share's 95 % interval (Wilson 1927)."),
        Column("high", "double", "High end of that share's 95 % interval (Wilson 1927)."),
    ),
)
