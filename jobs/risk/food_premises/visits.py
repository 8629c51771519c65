"""What was found at the earlier visits to a premises, and what is usual in the city."""

from dataclasses import replace

from lakehouse.declare import Derived, Feature, count, days_since, faded, latest, total
from lakehouse.tables import city

VISIT = city.food_visit
HALF_LIFE = 365


def unseen(feature: Feature) -> Feature:
    """A feature that only feeds others."""
    return replace(feature, learn=False)


def multiple(found: str, visits: str, average: str, strength: float) -> str:
    """SQL: findings per visit drawn to the city's average, as a multiple of that average."""
    return f"({found} + {strength} * {average}) / (({visits} + {strength}) * nullif({average}, 0))"


PLAIN = (
    count("visits", VISIT, "premises_id", "earlier visits"),
    total(
        "critical_visits",
        VISIT,
        "critical_found",
        "premises_id",
        "earlier visits with a critical violation",
    ),
    count(
        "complaint_visits",
        VISIT,
        "premises_id",
        "earlier visits because somebody complained of it",
        where="kind = 'complaint'",
    ),
    days_since("days_since_visit", VISIT, "premises_id", "days since the last visit"),
    latest(
        "critical_last",
        VISIT,
        "cast(critical_found as int)",
        "premises_id",
        "a critical violation at the last visit (1 yes)",
    ),
    latest(
        "failed_last", VISIT, "cast(failed as int)", "premises_id", "the last visit failed (1 yes)"
    ),
    latest("risk_class", VISIT, "risk_class", "premises_id", "risk class, 1 is high"),
    latest("facility", VISIT, "facility", "premises_id", "kind of premises", type="string"),
)
FINDINGS = {
    "critical": "critical_found",
    "serious": "serious > 0",
    "failed": "failed",
    "minor": "minor",
}
OWN = tuple(
    faded(
        f"faded_{name}",
        VISIT,
        of,
        "premises_id",
        f"{name} findings, fading with time",
        half_life=HALF_LIFE,
    )
    for name, of in {"visits": "1", **FINDINGS}.items()
)
AVERAGE = tuple(
    unseen(
        Feature(
            f"city_{name}",
            f"the city's {name} findings per visit",
            VISIT,
            f"sum(cast({of} as bigint)) {{rows}} / count(*) {{rows}}",
            (),
        )
    )
    for name, of in FINDINGS.items()
)
WORDS = {
    "critical": "critical violations at its earlier visits",
    "serious": "serious violations at its earlier visits",
    "failed": "failed visits before",
    "minor": "minor violations at its earlier visits",
}
MADE = (
    *(
        Derived(
            f"{name}_multiple",
            f"{words}, as a multiple of the city's average",
            multiple(f"faded_{name}", "faded_visits", f"city_{name}", 1.5),
        )
        for name, words in WORDS.items()
    ),
    Derived(
        "years_since_visit",
        "years since the last visit, at most 2",
        "least(coalesce(days_since_visit, 400), 730) / 365",
    ),
    Derived("never_visited", "no earlier visit on record (1 yes)", "if(visits = 0, 1, 0)"),
    Derived("lower_risk", "risk class medium or low (1 yes)", "if(risk_class > 1, 1, 0)"),
)
