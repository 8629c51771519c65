"""Columns that every answer has: its days and model, its score, and how candidates did."""

from lakehouse.declare import Column

STAMP = (
    Column("as_of", "date", "The day the list decides for; only what was known before counts."),
    Column("data_through", "date", "Last day that all the sources used reach."),
    Column("model_name", "string", "Name of the registered model."),
    Column("model_version", "string", "Version of the registered model."),
)

# Of what no model made.
DATES = STAMP[:2]

COMMUNITY_AREA = Column(
    "community_area",
    "string",
    "Community area it lies in, by the city's own boundaries; missing where it lies in none.",
)

SCORE = (
    Column("candidate", "string", "The candidate that won and made the score."),
    Column("score", "double", "The candidate's own score, higher is earlier."),
    Column(
        "probability",
        "double",
        "Calibrated chance of what the question asks about.",
        rule="probability between 0 and 1",
    ),
    Column(
        "probability_low",
        "double",
        "Low end: 9 times in 10 the share among places like it lies above low and below high.",
        rule="probability_low <= probability",
    ),
    Column(
        "probability_high",
        "double",
        "High end of the same range.",
        rule="probability_high >= probability",
    ),
    Column("rank", "int", "Place on the list, 1 is the first; missing without a score."),
    Column("reason_1", "string", "What pushes the score up most, in words."),
    Column("reason_2", "string", "What pushes it up next."),
    Column("reason_3", "string", "What pushes it up third."),
    Column(
        "random_share",
        "boolean",
        "Drawn by lot to be looked at whatever its rank: keeps the next evaluation honest.",
    ),
    Column(
        "why_no_score",
        "string",
        "Why there is no score, where there is none.",
        rule="(why_no_score is null) = (rank is not null)",
    ),
)

_EXPECTED = (
    Column(
        "expected",
        "double",
        "Expected number in the coming window, from what was known on the day.",
        rule="expected > 0",
    ),
    Column(
        "expected_low",
        "double",
        "Low end: 9 times in 10 the number to come is not below low and not above high.",
        rule="expected_low >= 0",
    ),
    Column(
        "expected_high",
        "double",
        "High end of the same range.",
        rule="expected_high >= expected_low",
    ),
)
CHANCE = ("probability", "probability_low", "probability_high")
EXPECTED = tuple(column.name for column in _EXPECTED)
REASONS = ("reason_1", "reason_2", "reason_3")

TRIAL = (
    Column("question", "string", "The question asked."),
    Column("candidate", "string", "Who tried to answer it."),
    Column("says", "string", "What the candidate does, in a sentence."),
    Column("plain", "boolean", "Whether it needs no learning."),
    Column("chosen", "boolean", "Whether it won and is published."),
    Column("window", "string", "First day of the test window, or 'all'."),
    Column("measure", "string", "What was measured."),
    Column("value", "double", "Its value."),
    Column("low", "double", "Low end of its 95 % interval."),
    Column("high", "double", "High end of its 95 % interval."),
    Column("compared_with", "string", "The best plain candidate."),
    Column("difference", "double", "Value minus that of the best plain candidate."),
    Column("difference_low", "double", "Low end of the paired 95 % interval of the difference."),
    Column("difference_high", "double", "High end of the paired 95 % interval."),
    Column("verdict", "string", "Who won and why, in words."),
)


def score(*names: str) -> tuple[Column, ...]:
    """The columns of a scored list with these names, in the order of the names."""
    by_name = {column.name: column for column in (*SCORE, *_EXPECTED)}
    return tuple(by_name[name] for name in names)


# An answer in expected counts; nothing is drawn by lot.
COUNTED = score("candidate", "score", *EXPECTED, "rank", *REASONS, "why_no_score")
