"""What the platform knows of its models: gates, moves, drift, what came of their lists."""

from lakehouse.declare import Column, Table

_MODEL = (
    Column("model", "string", "Name of the registered model: the city's and the question's."),
    Column("version", "string", "Version of the registered model."),
)

model_gate = Table(
    "governance.model_gate",
    "One row per candidate of a question's last contest and gate that it went through.",
    key=("model", "candidate", "gate"),
    owner="Data office",
    columns=(
        _MODEL[0],
        Column("version", "string", "Version that the contest led to."),
        Column("as_of", "date", "The day the question decides for."),
        Column("candidate", "string", "Who went through the gate."),
        Column("chosen", "boolean", "Whether it won and is published."),
        Column("gate", "string", "What had to be so, as in 'calibrated'."),
        Column(
            "verdict",
            "string",
            "pass, fail (it may not be published) or insufficient (too little to tell).",
            rule="verdict in ('pass', 'fail', 'insufficient')",
            required=True,
        ),
        Column("reason", "string", "Why, in words."),
    ),
)

model_move = Table(
    "governance.model_move",
    "One row per move of an alias to a version of a model; rows are only ever added.",
    key=("model", "alias", "number"),
    owner="Data office",
    columns=(
        *_MODEL,
        Column(
            "alias",
            "string",
            "champion answers; challenger was tried last and did not.",
            rule="alias in ('champion', 'challenger')",
        ),
        Column("number", "bigint", "Number of the move of this alias, 1 is the first."),
        Column("moved_at", "timestamp", "When the alias moved."),
        Column("as_of", "date", "The day the run decided for; missing when a person moved it."),
        Column("by_run", "string", "The run, or the command, that moved it."),
        Column("why", "string", "Why, in words."),
    ),
)

_ALERT = Column("alert", "string", "What is wrong and what is proposed; missing where nothing is.")

model_drift = Table(
    "governance.model_drift",
    "One row per feature of a model: what it learnt from beside what it is asked about now.",
    key=("model", "feature"),
    owner="Data office",
    columns=(
        *_MODEL,
        Column("as_of", "date", "The day the model was asked for."),
        Column("feature", "string", "The feature."),
        Column("psi", "double", "Population stability index over bins fixed at training."),
        Column("psi_by_luck", "double", "Luck alone stays below this 99 times in 100."),
        Column("ks", "double", "Largest gap between the distributions; missing for categories."),
        Column("p", "double", "Chance of such a gap when nothing moved."),
        Column("training_rows", "bigint", "Cases it learnt from."),
        Column("today_rows", "bigint", "Cases it was asked about."),
        Column(
            "says",
            "string",
            "steady, moved, drifted, or too few to tell.",
            rule="says in ('steady', 'moved', 'drifted', 'too few to tell')",
        ),
        _ALERT,
    ),
)

model_performance = Table(
    "governance.model_performance",
    "One row per earlier list, forecast or outlook of a model of which outcomes are known by now.",
    key=("model", "as_of"),
    owner="Data office",
    columns=(
        *_MODEL,
        Column("as_of", "date", "The day the list was made for."),
        Column("looked_at", "date", "The day before which the outcomes were known."),
        Column("cases", "bigint", "Cases on the list whose outcome is known."),
        Column("came", "double", "Outcomes that came; of a forecast or speeds, those in the band."),
        Column("expected", "double", "Outcomes expected of these cases, or in the band."),
        Column("measure", "string", "What decided when the model was judged, as in auc."),
        Column("value", "double", "The measure on these cases."),
        Column("low", "double", "Low end of its 99 % interval."),
        Column("high", "double", "High end of its 99 % interval."),
        Column(
            "promised",
            "double",
            "What the measure was at least when the model was judged (a loss: at most).",
        ),
        Column(
            "says",
            "string",
            "as promised, worse than promised, chances off, or too few to tell.",
        ),
        _ALERT,
    ),
)
