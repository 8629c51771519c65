"""What traffic management decides from: where travel times slip, and where traffic gets stuck."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import DATES

unreliable_corridors = Result(
    "published.unreliable_corridors",
    "One row per detector and part of the day, the longest to plan for first.",
    key=("detector_id", "part_of_day"),
    owner="Transport",
    decides="Which corridors traffic management works on, and when.",
    audience="Traffic management, transport department",
    refreshed="every month",
    columns=(
        Column("detector_id", "string", "The detector."),
        Column(
            "part_of_day",
            "string",
            "Weekdays 6 to 10, 10 to 16 and 16 to 20, weekends 6 to 20 (23 CFR 490.511).",
        ),
        Column("street", "string", "The street it lies in."),
        Column("road_class", "string", "arterial, collector or local."),
        Column("metres", "double", "Length of its segment."),
        Column("hours", "int", "Hours measured in the year before.", rule="hours >= 0"),
        Column(
            "share_missing",
            "double",
            "Share of the hours without a value.",
            rule="share_missing between 0 and 1",
        ),
        Column(
            "share_stuck",
            "double",
            "Share of the hours with one value over and over: left out.",
            rule="share_stuck between 0 and 1",
        ),
        Column(
            "free_flow_speed", "double", "85th percentile of its speeds at night, miles per hour."
        ),
        Column("mean_speed", "double", "Mean speed, miles per hour."),
        Column("travel_time_index", "double", "Mean travel time to that at free flow."),
        Column(
            "planning_time_index", "double", "Travel time that 19 of 20 hours keep, to free flow."
        ),
        Column("buffer_index", "double", "What to add to the mean to be in time 19 times in 20."),
        Column(
            "lottr",
            "double",
            "80th to 50th percentile of travel time: 1.5 and above is unreliable.",
        ),
        Column(
            "is_reliable", "boolean", "Whether that is below 1.5; missing without enough hours."
        ),
        Column(
            "minutes_lost",
            "double",
            "Minutes that a vehicle loses on a mile, on average, beside free flow.",
            rule="minutes_lost >= 0",
        ),
        Column(
            "vehicle_hours_lost",
            "double",
            "Hours that all vehicles together lose on a mile, in this part of a day (delay).",
            rule="vehicle_hours_lost >= 0",
        ),
        Column("why_no_index", "string", "Why there are no indices."),
        *DATES,
    ),
)

bottlenecks = Result(
    "published.bottlenecks",
    "One row per detector and stretch of hours that is congested on at least half of the days.",
    key=("detector_id", "days_of_week", "from_hour"),
    owner="Transport",
    decides="At which places and hours traffic management makes room first.",
    audience="Traffic management, transport department",
    refreshed="every month",
    columns=(
        Column("rank", "int", "1 is where vehicles lose the most hours.", rule="rank >= 1"),
        Column("detector_id", "string", "The detector."),
        Column("street", "string", "The street it lies in."),
        Column("road_class", "string", "arterial, collector or local."),
        Column("days_of_week", "string", "weekdays or weekends."),
        Column("from_hour", "int", "First hour of it.", rule="from_hour between 0 and 23"),
        Column("to_hour", "int", "The hour after it.", rule="to_hour > from_hour"),
        Column("days", "int", "Days measured in the year before.", rule="days >= 20"),
        Column(
            "share_congested",
            "double",
            "Share of the days below 60 % of the free-flow speed, over its hours.",
            rule="share_congested between 0 and 1",
        ),
        Column("speed", "double", "Mean speed in these hours, miles per hour.", rule="speed > 0"),
        Column(
            "free_flow_speed", "double", "85th percentile of its speeds at night, miles per hour."
        ),
        Column(
            "minutes_lost",
            "double",
            "Minutes that a vehicle loses on a mile.",
            rule="minutes_lost >= 0",
        ),
        Column(
            "vehicle_hours_lost",
            "double",
            "Hours that all vehicles together lose on a mile on such a day, within its hours.",
            rule="vehicle_hours_lost >= 0",
        ),
        *DATES,
    ),
)
