"""Where people of neighbouring areas fall ill together."""

from lakehouse.declare import Column, Table

health_cluster = Table(
    "risk.health_cluster",
    "One row per syndrome and cluster of areas that is alive on the last day, the likeliest first; "
    "one row with the reason where there is none.",
    key=("syndrome", "place"),
    owner="Health",
    columns=(
        Column("syndrome", "string", "The syndrome of the emergency visits."),
        Column("place", "int", "1 is the likeliest cluster of the syndrome."),
        Column("areas", "string", "Community areas in it, by number; no two clusters overlap."),
        Column("radius", "double", "Metres from the middle area to the farthest one's middle."),
        Column("first_day", "date", "First day of the cluster.", rule="first_day <= last_day"),
        Column("last_day", "date", "Last day, on which it is alive."),
        Column("cases", "int", "Visits in it.", grade="confidential", rule="cases >= 0"),
        Column("usual", "double", "Visits that the areas' and the days' totals would lead to."),
        Column("ratio", "double", "Cases over usual."),
        Column("statistic", "double", "Log likelihood ratio of the space-time permutation scan."),
        Column(
            "p",
            "double",
            "Chance of one so strong anywhere, were days without places.",
            rule="p between 0 and 1",
        ),
        Column(
            "recurrence", "int", "Looked for daily, such a one comes by chance in so many days."
        ),
        Column(
            "why_none",
            "string",
            "Why there is no cluster, where there is none.",
            rule="(why_none is null) = (areas is not null)",
        ),
        Column("as_of", "date", "The day the table was made for; only what was known before."),
    ),
)
