"""What laboratories found, by the day of the specimen and the day it became known."""

from lakehouse.declare import Column, Table

lab_report_day = Table(
    "city.lab_report_day",
    "One row per germ, day of the specimen and day on which reports of it came: summed up to a "
    "day, what was known on that day.",
    key=("disease", "specimen_on", "known_at"),
    happened_at="specimen_on",
    known_at="known_at",
    owner="Health",
    columns=(
        Column("disease", "string", "The germ."),
        Column("specimen_on", "date", "Day the specimens were taken.", required=True),
        Column("known_at", "date", "Day on which these reports came.", required=True),
        Column("delay", "int", "Days from specimen to report.", rule="delay >= 0"),
        Column("reports", "int", "Reports that came on this day.", rule="reports > 0"),
        Column(
            "reported_so_far",
            "int",
            "Reports of the day of the specimen that were known by this day.",
            rule="reported_so_far >= reports",
        ),
    ),
)
