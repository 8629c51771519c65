"""What the transport department decides from: where to rebuild, and what rebuilding did."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.hot_spot import crash_hot_spot
from lakehouse.tables.risk.shared import COMMUNITY_AREA, DATES, REASONS, STAMP, score
from lakehouse.tables.risk.street import FUNCTION, PEAK, SCREENED
from lakehouse.tables.shared import PLACE

streets_to_make_safer = Result(
    "published.streets_to_make_safer",
    "One row per street segment or intersection, the most crashes a year beyond the usual for "
    "its kind and traffic first.",
    key=("site_id",),
    owner="Transport",
    decides="Which streets and intersections the road-safety team audits next.",
    audience="Road safety, transport department",
    refreshed="every month",
    columns=(
        *score("rank"),
        Column("site_id", "string", "S and the segment's number, or N and the intersection's."),
        Column("name", "string", "Its street, or the streets that meet."),
        Column("kind", "string", "segment or intersection."),
        *SCREENED,
        Column("measure", "string", "The measure that saves most above its price, if any does."),
        Column("price", "double", "Its price, in the currency of the costs.", rule="price > 0"),
        Column("saving", "double", "Cost of the crashes that it saves in its years, expected."),
        Column(
            "in_budget",
            "boolean",
            "Whether it is among the sites that save most within the budget together.",
            rule="not in_budget or measure is not null",
        ),
        Column("metres", "double", "Length of a segment."),
        Column(
            "peak_starts_at",
            "string",
            "Name of the intersection at a segment's first end: metres of its peak count from "
            "there. All that is said of a peak is missing at an intersection.",
        ),
        *PEAK,
        Column(
            "hot_spot",
            "string",
            "hot where its square of 500 m and those around have more crashes of a year together "
            "than chance would have it, cold where fewer; else empty.",
            rule="hot_spot in ('hot', 'cold')",
        ),
        Column(
            "hot_spot_q",
            "double",
            "Share of false ones among all squares as far from the mean.",
            rule="hot_spot_q between 0 and 1",
        ),
        *score(*REASONS, "why_no_score"),
        Column("latitude", "double", "Latitude in degrees."),
        Column("longitude", "double", "Longitude in degrees."),
        COMMUNITY_AREA,
        *score("candidate", "score"),
        *STAMP,
    ),
)

what_measures_did = Result(
    "published.what_measures_did",
    "One row per kind of measure against crashes: crashes after it against those expected "
    "without it.",
    key=("kind",),
    owner="Transport",
    decides="Which measures are worth repeating.",
    audience="Road safety, transport department",
    refreshed="every month",
    columns=(
        Column("kind", "string", "What was done."),
        Column(
            "sites", "int", "Intersections where it was done half a year ago or longer, and judged."
        ),
        Column(
            "not_judged",
            "int",
            "Measures of its kind, as old, that cannot be judged.",
            rule="not_judged >= 0",
        ),
        Column(
            "why_not_judged",
            "string",
            "Why: their intersection is not in the street network, or crashes were not on record "
            "in the three years before them.",
        ),
        Column("crashes_before", "double", "Crashes in three years before, per time after."),
        Column("crashes_after", "int", "Crashes since it was done.", rule="crashes_after >= 0"),
        Column("expected", "double", "Crashes expected without it.", rule="expected >= 0"),
        Column("ratio", "double", "Crashes after to those expected without it.", rule="ratio >= 0"),
        Column("ratio_low", "double", "Low end of its 95 % interval.", rule="ratio_low <= ratio"),
        Column("ratio_high", "double", "High end.", rule="ratio_high >= ratio"),
        Column("naive_ratio", "double", "After to before: takes bad luck before for an effect."),
        Column(
            "placebo_ratio", "double", "The same ratio where as much happened and nothing was done."
        ),
        Column("placebo_low", "double", "Low end of its 95 % interval."),
        Column("placebo_high", "double", "High end."),
        Column("verdict", "string", "What can be said of it.", required=True),
        *DATES,
    ),
)

how_streets_are_judged = Result(
    "published.how_streets_are_judged",
    "One row per class of sites and severity: the function that says what is usual there, and "
    "whether it fits.",
    key=("facility", "severity"),
    owner="Transport",
    decides="How far the list of streets to make safer can be trusted, class by class.",
    audience="Road safety and auditors",
    refreshed="every month",
    columns=(*FUNCTION, *DATES),
)

_HOT = {c.name: c for c in crash_hot_spot.columns}

crash_hot_spots = Result(
    "published.crash_hot_spots",
    "One row per square of 500 m whose crashes of the last year lie together, or apart, for sure: "
    "a place for a closer look, also where no list of streets was delivered.",
    key=("cell",),
    owner="Transport",
    decides="Where in the city crashes are looked into first.",
    audience="Road safety",
    refreshed="every month",
    columns=(
        *(_HOT[name] for name in ("cell", "crashes", "injury_crashes", "crashes_around")),
        *(_HOT[name] for name in ("hot_spot", "gi_star", "gi_p", "gi_q")),
        *(_HOT[name] for name in ("pattern", "moran", "moran_q")),
        Column("means", "string", "What hot_spot and pattern say, in words.", required=True),
        *PLACE,
        COMMUNITY_AREA,
        *DATES,
    ),
)
