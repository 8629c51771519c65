"""What the transport department decides from."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.shared import COMMUNITY_AREA, EXPECTED, REASONS, STAMP, score

intersections_to_make_safer = Result(
    "published.intersections_to_make_safer",
    "One row per intersection, the most injury crashes of people walking and cycling expected in "
    "the coming year first.",
    key=("intersection_id",),
    owner="Transport",
    decides="Which intersections the road-safety team audits and rebuilds next.",
    audience="Road safety, transport department",
    refreshed="whenever the crash records of a year arrive",
    columns=(
        *score("rank"),
        Column("intersection_id", "int", "The intersection."),
        Column("name", "string", "Streets that meet; missing where nobody was hit on record."),
        *score(*EXPECTED),
        Column(
            "last_three_years",
            "int",
            "Injury crashes of people walking and cycling in the three years before the day.",
            rule="last_three_years >= 0",
            required=True,
        ),
        Column(
            "all_years",
            "int",
            "Such crashes in all years on record before the day.",
            rule="all_years >= last_three_years",
            required=True,
        ),
        *score(*REASONS, "why_no_score"),
        Column("latitude", "double", "Latitude in degrees: the middle of the crashes there."),
        Column("longitude", "double", "Longitude in degrees: the middle of the crashes there."),
        COMMUNITY_AREA,
        *score("candidate"),
        *STAMP,
    ),
)
