"""What heat, cold and the air have to do with deaths."""

from lakehouse.declare import Column, Table

PARTS = ("curve", "lag", "attributable", "air")

heat_and_deaths = Table(
    "risk.heat_and_deaths",
    "One row per part and place on it: the risk of dying over temperature, on each day after a hot "
    "one, by the air, and the deaths that heat and cold are the cause of.",
    key=("part", "at"),
    owner="Health",
    columns=(
        Column(
            "part",
            "string",
            "curve (risk over 22 days by temperature), lag (risk of a hot day, the hottest in a "
            "hundred, by days after it), attributable (deaths), air (risk of 10 units more, on "
            "that day and the six after it).",
            rule=f"part in {PARTS}",
        ),
        Column(
            "at",
            "string",
            "Degrees Celsius; days after; all, cold or heat; pm10 or pm25 (particles, whichever "
            "was measured on more days; micrograms per cubic metre) or ozone (parts per billion).",
        ),
        Column("place", "int", "Place on its part, 1 is the first."),
        Column(
            "estimate",
            "double",
            "Risk against the temperature at which fewest die, 1 is no more; or number of deaths.",
        ),
        Column("low", "double", "19 times in 20 it is not below low and not above high."),
        Column("high", "double", "High end of the same range.", rule="high >= low"),
        Column("share", "double", "Share of all deaths, of attributable ones."),
        Column("share_low", "double", "Low end of its range."),
        Column("share_high", "double", "High end of its range."),
        Column("minimum", "double", "Temperature at which fewest die, degrees Celsius."),
        Column("days", "int", "Days the model was fitted on."),
        Column("first_day", "date", "First day with deaths."),
        Column("data_through", "date", "Last day with deaths."),
        Column("as_of", "date", "The day the table was made for; only what was known before."),
        Column(
            "why_none",
            "string",
            "Why nothing could be fitted, where nothing was.",
            rule="(why_none is null) = (estimate is not null)",
        ),
    ),
)
