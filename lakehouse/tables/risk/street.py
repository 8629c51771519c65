"""Which streets have more crashes than their kind and traffic explain, and where along them."""

from lakehouse.declare import Column, Table
from lakehouse.tables.city.roads import TRAFFIC_FROM
from lakehouse.tables.risk.shared import DATES, score

SCREENED = (
    Column("facility", "string", "Its class: sites of one class are compared.", required=True),
    *score("expected", "expected_low", "expected_high"),
    Column(
        "usual",
        "double",
        "Crashes a year at a site of its class with its traffic and length; where that was never "
        "counted, with the traffic that its own crashes tell of.",
    ),
    Column("excess", "double", "Expected less usual: what a rebuild could change, crashes a year."),
    Column(
        "chance_of_excess",
        "double",
        "Chance that its true mean lies above the usual.",
        rule="chance_of_excess between 0 and 1",
    ),
    Column("injury_expected", "double", "Crashes a year with somebody hurt or killed, expected."),
    Column("injury_excess", "double", "Those beyond the usual for its kind and traffic."),
    Column("expected_cost", "double", "Cost a year of the crashes expected of it."),
    Column("excess_cost", "double", "Cost a year of what it has beyond the usual."),
    Column("recorded_cost", "double", "Cost a year of the crashes on record, each at its own."),
    Column("cost_basis", "string", "Source, year, currency and version of the costs of crashes."),
    Column(
        "crash_rate",
        "double",
        "Crashes per million vehicles, of a segment per kilometre: shown, never ranked by, because "
        "quiet streets have the highest.",
    ),
    Column("crashes", "int", "Crashes on record in these years.", rule="crashes >= 0"),
    Column("injury_crashes", "int", "Those with somebody hurt.", rule="injury_crashes >= 0"),
    Column("fatal_crashes", "int", "Those with somebody killed.", rule="fatal_crashes >= 0"),
    Column("years", "double", "Years counted.", rule="years > 0"),
    Column("aadt", "double", "Vehicles a day."),
    Column("is_counted", "boolean", "Whether all its traffic was counted."),
    TRAFFIC_FROM,
)

PEAK = (
    Column("peak_from", "double", "Where its peak begins, metres from its first end."),
    Column("peak_to", "double", "Where it ends.", rule="peak_to > peak_from"),
    Column("peak_window", "double", "Metres of the shortest window that is known well enough."),
    Column("peak_crashes", "int", "Crashes on record in it.", rule="peak_crashes >= 0"),
    Column("peak_excess", "double", "Crashes a year in it beyond the usual for such a length."),
    Column("peak_cv", "double", "Standard deviation of that excess to itself: 0.5 at most."),
    Column(
        "peak_by_chance",
        "double",
        "Chance, at most, that as many of its crashes share one such window if they lie evenly.",
        rule="peak_by_chance between 0 and 1",
    ),
    Column("peak_says", "string", "Where its crashes come together, or why that is not known."),
)

FUNCTION = (
    Column("facility", "string", "Class of sites."),
    Column("severity", "string", "all crashes, or injury: those with somebody hurt."),
    Column("sites", "int", "Sites of the class.", rule="sites >= 1"),
    Column(
        "sites_learnt",
        "int",
        "Those it was learnt from: with counted traffic, where these are enough.",
        rule="sites_learnt between 0 and sites",
    ),
    Column("crashes", "int", "Crashes on record at those.", rule="crashes >= 0"),
    Column(
        "aadt_exponent",
        "double",
        "Exponent of traffic, of the busiest street at an intersection; missing where traffic "
        "is not used, and so with the next two.",
    ),
    Column("aadt_minor_exponent", "double", "Exponent of traffic on the busiest other street."),
    Column("metres_exponent", "double", "Exponent of length: 1 is in proportion."),
    Column(
        "dispersion",
        "double",
        "Overdispersion k: variance = mean + k mean squared.",
        rule="dispersion >= 0",
    ),
    Column(
        "checked_by",
        "string",
        "Exposure along which residuals are cumulated.",
        about_observer=False,
    ),
    Column(
        "share_inside",
        "double",
        "Share of the cumulated residuals (CURE) within two standard deviations: 0.95 or more "
        "says that the function fits all along that exposure.",
        rule="share_inside between 0 and 1",
    ),
    Column(
        "calibration",
        "double",
        "Calibration factor: crashes on record to those that the function alone predicts, at all "
        "sites of the class. Sites never counted are corrected by their own, if 100 a year.",
        rule="calibration >= 0",
    ),
    Column("says", "string", "What to be careful of; else empty."),
)

street_screening = Table(
    "risk.street_screening",
    "One row per street segment or intersection: its crashes a year, expected and usual.",
    key=("site_id",),
    owner="Transport",
    columns=(
        Column("site_id", "string", "The site."),
        *SCREENED,
        Column(
            "dispersion",
            "double",
            "Overdispersion k of its class: variance = mean + k mean squared.",
            rule="dispersion >= 0",
        ),
        Column("note", "string", "What stands for what is missing; else empty."),
        *DATES,
    ),
)

street_peak = Table(
    "risk.street_peak",
    "One row per street segment: where along it its crashes come together.",
    key=("site_id",),
    owner="Transport",
    columns=(
        Column("site_id", "string", "The segment's site."),
        Column("starts_at", "string", "Name of the intersection at its first end, 0 metres."),
        Column(
            "worst_from",
            "double",
            "Where its worst window begins, metres from there; below 0 on the segment before.",
        ),
        Column(
            "worst_to",
            "double",
            "Where that ends: 0.1 mile of street on, areas of intersections apart, or the whole of "
            "a shorter street; beyond its length on the next segment. A window belongs to the "
            "segment that holds most of it; one that holds most of none has those that touch it.",
            rule="worst_to > worst_from",
        ),
        Column(
            "worst_excess",
            "double",
            "Crashes a year beyond the usual in it: what sliding windows score the segment by.",
        ),
        *PEAK,
        *DATES,
    ),
)

street_function = Table(
    "risk.street_function",
    "One row per class of sites and severity: the performance function that says what is usual, "
    "and whether it fits.",
    key=("facility", "severity"),
    owner="Transport",
    columns=(
        *FUNCTION,
        *DATES,
    ),
)
