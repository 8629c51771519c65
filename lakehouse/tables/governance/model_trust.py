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

model_group = Table(
    "governance.model_group",
    "One row per group and measure by which a model's last contest looked at it.",
    key=("model", "measure", "group"),
    owner="Data office",
    columns=(
        *_CONTEST,
        Column("across", "string", "What tells the groups apart, as in police_district."),
        Column(
            "measure",
            "string",
            "What was looked at: selected, fpr, fnr, fdr as in methods/fairness, or ranges: the "
            "share of its ranges that held what was found.",
            required=True,
        ),
        Column("counts", "boolean", "Whether a fail here keeps the model from being published."),
        Column("group", "string", "The group."),
        Column("cases", "double", "Cases that the share is of."),
        Column("share", "double", "The share; missing where there was nothing to share."),
        Column(
            "times",
            "double",
            "The share over that of the reference, half a case added to both counts where that is "
            "0; missing for ranges and without a share.",
        ),
        Column("low", "double", "Low end of the interval of times, of share where it is ranges."),
        Column("high", "double", "High end of that interval."),
        Column("reference", "string", "The group best known, compared with; missing for ranges."),
        Column(
            "verdict",
            "string",
            "pass, fail, insufficient (too little to tell) or excepted (somebody signed for it).",
            rule="verdict in ('pass', 'fail', 'insufficient', 'excepted')",
            required=True,
        ),
    ),
)
