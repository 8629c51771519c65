"""Where crashes lie together more than chance would have it, square by square."""

from lakehouse.declare import Column, Table
from lakehouse.tables.risk.shared import DATES

crash_hot_spot = Table(
    "risk.crash_hot_spot",
    "One row per square of 500 m in which anything was ever reported: its crashes of the last year "
    "and whether they and those around lie together.",
    key=("cell",),
    owner="Transport",
    columns=(
        Column("cell", "string", "The square."),
        Column("crashes", "int", "Crashes in the year before.", rule="crashes >= 0"),
        Column("injury_crashes", "int", "Those with somebody hurt.", rule="injury_crashes >= 0"),
        Column("neighbours", "int", "Squares that touch it.", rule="neighbours between 0 and 8"),
        Column("crashes_around", "int", "Crashes in those.", rule="crashes_around >= 0"),
        Column(
            "hot_spot",
            "string",
            "hot or cold where Gi* says so and at most 1 in 20 of all so called is chance.",
            rule="hot_spot in ('hot', 'cold')",
        ),
        Column("gi_star", "double", "Getis-Ord Gi*: standard deviations above the mean square."),
        Column(
            "gi_p",
            "double",
            "Chance, two-sided, of as many crashes in it and around if squares were shuffled.",
            rule="gi_p between 0 and 1",
        ),
        Column(
            "gi_q",
            "double",
            "Share of false ones among all as unlikely (Benjamini and Hochberg).",
            rule="gi_q between 0 and 1",
        ),
        Column(
            "pattern",
            "string",
            "Local Moran's, where it is as sure: many among many, few among few, many among few, "
            "few among many.",
        ),
        Column("moran", "double", "Local Moran's I: above 0 where neighbours are alike."),
        Column("moran_q", "double", "As gi_q, of local Moran.", rule="moran_q between 0 and 1"),
        Column("note", "string", "Why nothing can be said; else empty."),
        Column("latitude", "double", "Latitude of its middle in degrees."),
        Column("longitude", "double", "Longitude of its middle in degrees."),
        *DATES,
    ),
)
