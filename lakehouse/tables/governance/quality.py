"""How good what departments deliver is: by rule and day, by dimension, in time, in number."""

from lakehouse.declare import Column, Table

SHARE = "between 0 and 1"
DIMENSIONS = ("completeness", "uniqueness", "validity", "consistency")

# Of a published row, added when it is handed out; also a line of the dictionary of every result.
SOURCE_QUALITY = Column(
    "source_quality",
    "double",
    "Worst quality, 0 to 1, of the feeds the row was made from: the share of rows that are right.",
)

quality = Table(
    "governance.quality",
    "One row per feed, day of landing and rule that was broken on it; other rules were kept.",
    key=("feed", "day", "rule", "severity"),
    owner="Data office",
    columns=(
        Column("feed", "string", "The feed."),
        Column("table_name", "string", "The table it fills."),
        Column("day", "date", "Day on which the rows landed (UTC)."),
        Column("rule", "string", "The rule, in words."),
        Column(
            "severity",
            "string",
            "error: the rows are held back; warning: they went on, flagged.",
            rule="severity in ('error', 'warning')",
        ),
        Column("dimension", "string", "completeness, uniqueness, validity or consistency."),
        Column("rows", "bigint", "Rows delivered that day."),
        Column("broken", "bigint", "Rows that break the rule.", rule="broken between 1 and rows"),
        Column("share", "double", "broken / rows.", rule=f"share {SHARE}"),
    ),
)

computed_quality = Table(
    "governance.computed_quality",
    "One row per computed table and rule that its rows break, as it stands; other rules are kept.",
    key=("table_name", "rule"),
    owner="Data office",
    columns=(
        Column("table_name", "string", "The table that a job or a question makes."),
        Column("as_of", "date", "Day for which the last run decided."),
        Column("rule", "string", "The rule, in words; its rows are held back."),
        Column("rows", "bigint", "Rows that were computed."),
        Column("broken", "bigint", "Rows that break the rule.", rule="broken between 1 and rows"),
        Column("share", "double", "broken / rows.", rule=f"share {SHARE}"),
    ),
)

quality_score = Table(
    "governance.quality_score",
    "One row per feed and day of landing: the share of its rows that are right, by dimension.",
    key=("feed", "day"),
    owner="Data office",
    columns=(
        Column("feed", "string", "The feed."),
        Column("table_name", "string", "The table it fills."),
        Column("day", "date", "Day on which the rows landed (UTC)."),
        Column("rows", "bigint", "Rows delivered that day."),
        Column(
            "completeness",
            "double",
            "Share of rows that lack no required value.",
            rule=f"completeness {SHARE}",
        ),
        Column(
            "uniqueness",
            "double",
            "Share of rows whose key stands once in its delivery.",
            rule=f"uniqueness {SHARE}",
        ),
        Column(
            "validity",
            "double",
            "Share of rows whose values have their type, range and code.",
            rule=f"validity {SHARE}",
        ),
        Column(
            "consistency",
            "double",
            "Share of rows that keep the rules over several columns.",
            rule=f"consistency {SHARE}",
        ),
        Column(
            "timeliness",
            "double",
            "Days agreed between deliveries / days since the last day of landing, 1 at most.",
            rule=f"timeliness {SHARE}",
        ),
        Column("score", "double", "The worst of the five.", rule=f"score {SHARE}"),
    ),
)

arrival = Table(
    "governance.arrival",
    "One row per feed: whether it reaches as far as its cadence promises.",
    key=("feed",),
    owner="Data office",
    columns=(
        Column("feed", "string", "The feed."),
        Column("owner", "string", "The department that delivers it."),
        Column("cadence", "string", "How often its contract says that it comes."),
        Column("last_day", "date", "The last day that its table reaches; none for a register."),
        Column("last_landed", "date", "The day on which its last new delivery landed (UTC)."),
        Column("late_from", "date", "The day from which on it is late unless more has come."),
        Column("as_of", "date", "The day for which it was asked."),
        Column("status", "string", "on time, late, missing (never delivered) or undated."),
    ),
)

volume = Table(
    "governance.volume",
    "One row per table and day (or week) of its last 400 days: its rows beside what is usual.",
    key=("table_name", "day"),
    owner="Data office",
    columns=(
        Column("table_name", "string", "The table that a feed fills."),
        Column("day", "date", "The day on which the rows happened, the last one of a week."),
        Column("days", "int", "1, or 7 where fewer than five rows happen a day."),
        Column("rows", "bigint", "Rows that happened then."),
        Column("expected", "double", "The middle of the same weekday in the eight weeks before."),
        Column("low", "double", "Fewer than this are unusual."),
        Column("high", "double", "More than this are unusual."),
        Column("verdict", "string", "usual, few or many; missing where too few weeks were before."),
    ),
)

quality_drift = Table(
    "governance.quality_drift",
    "One row per delivery that landed: its rows and broken rows beside those of deliveries before.",
    key=("feed", "delivery"),
    owner="Data office",
    columns=(
        Column("feed", "string", "The feed."),
        Column("delivery", "string", "Content hash of the file."),
        Column("table_name", "string", "The table it fills."),
        Column("sequence", "bigint", "Order among the deliveries of the feed, 1 is the first."),
        Column("file", "string", "The file, below the data folder."),
        Column("day", "date", "Day on which it landed (UTC)."),
        Column("rows", "bigint", "Rows in the file."),
        Column(
            "rows_low",
            "double",
            "Fewer than this are unusual, by the last eight deliveries of the same weekday, or of "
            "all where these are fewer than four; missing where fewer than four were before.",
        ),
        Column("rows_high", "double", "More than this are unusual."),
        Column("rows_verdict", "string", "few, usual or many; missing where it cannot be told."),
        Column("broken", "bigint", "Rows that were held back.", rule="broken between 0 and rows"),
        Column("share", "double", "broken / rows.", rule=f"share {SHARE}"),
        Column("share_high", "double", "A larger share is unusual, told in the same way."),
        Column("verdict", "string", "better, usual or worse; missing where it cannot be told."),
    ),
)

notice = Table(
    "governance.notice",
    "One row per feed, day and thing said of a delivery: refused, or landed with a warning.",
    key=("feed", "day", "kind", "says"),
    owner="Data office",
    columns=(
        Column("feed", "string", "The feed."),
        Column("table_name", "string", "The table it fills."),
        Column("day", "date", "The day it was said (UTC); a refused file is refused every day."),
        Column("kind", "string", "refused or warned.", rule="kind in ('refused', 'warned')"),
        Column("says", "string", "Which file, which rule, and how many rows."),
    ),
)
