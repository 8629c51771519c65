"""What laboratories and hospitals will have reported in the end, and how fast germs spread."""

from lakehouse.declare import Column, Table

DISEASE = Column("disease", "string", "The germ.")
DAYS = (
    Column("data_through", "date", "Last day on which any report came."),
    Column("as_of", "date", "The day the table was made for; only what was known before."),
)


def _nowcast(last: str, of: Column, on: Column, words: str) -> Table:
    """How many ``words`` there will be, by ``of`` and by the day ``on`` which it was."""
    return Table(
        f"risk.{last}",
        f"One row per {words} and day, the last 90: how many reports there are so far, and how "
        "many there will be.",
        key=(of.name, on.name),
        owner="Health",
        columns=(
            of,
            on,
            Column("age", "int", "Days since, on the last day of data.", rule="age >= 0"),
            Column("reported", "int", "Reports so far."),
            Column(
                "share",
                "double",
                "Share of a day's reports that has come by this age, by the delays of half a year.",
                rule="share between 0 and 1",
            ),
            Column("expected", "double", "Reports to expect in all.", rule="expected >= reported"),
            Column(
                "low", "double", "Low end: 9 times in 10 there will be no fewer, no more than high."
            ),
            Column("high", "double", "High end of the same range.", rule="high >= low"),
            Column("week_reported", "int", "Reports so far of the seven days that end on the day."),
            Column("week_expected", "double", "Reports of these seven days to expect in all."),
            Column("week_low", "double", "Low end of the week's range, 9 times in 10."),
            Column("week_high", "double", "High end of it.", rule="week_high >= week_low"),
            *DAYS,
        ),
    )


def _accuracy(last: str, of: Column, words: str) -> Table:
    """How right the nowcasts of ``words`` were."""
    return Table(
        f"risk.{last}",
        f"One row per {words} and age in days: how right the nowcasts of the last year were for "
        "days of that age, now that all reports are in.",
        key=(of.name, "age"),
        owner="Health",
        columns=(
            of,
            Column("age", "int", "Days between what happened and the nowcast."),
            Column("nowcasts", "int", "How many were made, on every third day."),
            Column("error", "double", "Mean distance of the middle from the truth, reports."),
            Column(
                "reported_error",
                "double",
                "The same, had the reports so far been taken for all.",
            ),
            Column("bias", "double", "Mean of expected less true: above 0 too many were expected."),
            *(
                Column(
                    f"coverage_{level}",
                    "double",
                    f"Share of truths inside the {level} % range; {level / 100:g} is promised.",
                    rule=f"coverage_{level} between 0 and 1",
                )
                for level in (50, 80, 95)
            ),
            Column("score", "double", "Weighted interval score, reports; 0 is perfect."),
            Column("says", "string", "Why not to rely on the row; empty when one may."),
            *DAYS,
        ),
    )


SPECIMEN = Column("specimen_on", "date", "Day the specimens were taken.")
SYNDROME = Column("syndrome", "string", "The syndrome of the emergency visits.")
ARRIVAL = Column("arrived_on", "date", "Day the patients arrived.")

lab_nowcast = _nowcast("lab_nowcast", DISEASE, SPECIMEN, "germ")
lab_nowcast_accuracy = _accuracy("lab_nowcast_accuracy", DISEASE, "germ")
visit_nowcast = _nowcast("visit_nowcast", SYNDROME, ARRIVAL, "syndrome of emergency visits")
visit_nowcast_accuracy = _accuracy(
    "visit_nowcast_accuracy", SYNDROME, "syndrome of emergency visits"
)

reproduction_number = Table(
    "risk.reproduction_number",
    "One row per germ and week that ends on the day, the last 90 days: how many people one case "
    "infects. Noise and changes of testing are not in its range, which is too narrow for them.",
    key=("disease", "day"),
    owner="Health",
    columns=(
        DISEASE,
        Column("day", "date", "Last day of the seven."),
        Column("expected", "double", "Cases of the seven days to expect once all are reported."),
        Column(
            "mean",
            "double",
            "Reproduction number by Cori: serial interval and cases still to be reported are "
            "uncertain, and their doubt is in it.",
        ),
        Column("sd", "double", "Its standard deviation."),
        Column("low", "double", "19 times in 20 it is not below low and not above high."),
        Column("median", "double", "Its middle.", rule="median >= low"),
        Column("high", "double", "High end of the same range.", rule="high >= median"),
        Column(
            "sure", "boolean", "Whether its deviation is at most 0.3 of it: else do not read it."
        ),
        Column(
            "looking_back",
            "double",
            "How many the cases of the seven days infected in the end (Wallinga and Teunis); "
            "missing while those are not all known.",
        ),
        Column(
            "why_none",
            "string",
            "Why there is no number, where there is none.",
            rule="(why_none is null) = (mean is not null)",
        ),
        *DAYS,
    ),
)
