"""Which food premises will be found with a critical violation at their next canvass visit."""

from dataclasses import replace
from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import (
    Column,
    Derived,
    Feature,
    Near,
    Ranking,
    count,
    days_since,
    faded,
    heat,
    latest,
    total,
)
from lakehouse.modelling.learners import (
    BoostedTrees,
    Condition,
    Logistic,
    RankBy,
    Rule,
    ShrunkRate,
)
from lakehouse.tables import city, licensing, police, risk, services

VISIT, LICENCE = city.food_visit, licensing.food_licence
HALF_LIFE = 365
AROUND = Near(degrees=0.0125, bandwidth=0.0025)


def history(food_visit: DataFrame) -> DataFrame:
    """Canvass visits that took place at a premises with a licence in force on the day.

    The licence file holds only premises that were inspected, so no other cohort is fair.
    """
    return food_visit.where("is_canvass and term_id is not null").select(
        F.col("inspection_id").alias("case_id"),
        "premises_id",
        F.col("premises_id").alias("licence_number"),
        "latitude",
        "longitude",
        F.col("visited_on").alias("happened_on"),
        "known_at",
        F.col("critical_found").cast("int").alias("outcome"),
    )


def waiting(food_visit: DataFrame, food_licence: DataFrame, as_of: date) -> DataFrame:
    """Every premises known by the day; without a score where a fair one cannot be given."""
    day = F.lit(as_of)
    last = F.struct("visited_on", F.length("inspection_id"), "inspection_id")
    seen = (
        food_visit.where(F.col("known_at") < day)
        .groupBy("premises_id")
        .agg(
            F.max_by("latitude", last).alias("latitude"),
            F.max_by("longitude", last).alias("longitude"),
            F.lit(True).alias("was_visited"),
        )
    )
    known = food_licence.where(F.col("known_at") < day)
    licensed = known.groupBy(F.col("licence_number").alias("premises_id")).agg(
        F.max(F.col("ends_on") >= day).alias("in_force")
    )
    both = seen.join(licensed, "premises_id", "full")
    why = (
        F.when(F.isnull("was_visited"), "it was never visited before this day")
        .when(F.isnull("in_force"), "no licence of it is known")
        .when(~F.col("in_force"), "its licence has run out")
    )
    return both.select(
        "premises_id",
        F.col("premises_id").alias("licence_number"),
        "latitude",
        "longitude",
        why.alias("why_no_score"),
    )


def linked(name: str, column: str, meaning: str) -> Feature:
    """What the licence known on the day says: it links to other premises and is not learnt."""
    made = latest(name, LICENCE, column, "licence_number", meaning, type="string")
    return unseen(made)


def unseen(feature: Feature) -> Feature:
    """A feature that only feeds others."""
    return replace(feature, learn=False)


def multiple(found: str, visits: str, average: str, strength: float) -> str:
    """SQL: findings per visit drawn to the city's average, as a multiple of that average."""
    return f"({found} + {strength} * {average}) / (({visits} + {strength}) * nullif({average}, 0))"


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
OTHERS = tuple(
    unseen(total(f"{group}_{name}_{whose}", VISIT, of, by, f"{name} findings of {whose} {group}"))
    for group, key in (("chain", "chain"), ("owner", "account_number"))
    for whose, by in (("all", (key,)), ("own", (key, "premises_id")))
    for name, of in {"visits": "1", "critical": "critical_found", "minor": "minor"}.items()
)


def others(group: str, name: str, strength: float) -> str:
    """SQL: :func:`multiple` over the group's other premises, the own ones taken out."""
    found, visits = (f"({group}_{x}_all - {group}_{x}_own)" for x in (name, "visits"))
    return multiple(found, visits, f"city_{name}", strength)


PLAIN = (
    count("visits", VISIT, "premises_id", "earlier visits"),
    total(
        "critical_visits",
        VISIT,
        "critical_found",
        "premises_id",
        "earlier visits with a critical violation",
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
)
LICENSED = (
    linked("chain", "chain", "chain, by the licence known that day"),
    linked("account_number", "account_number", "owner, by the licence known that day"),
    latest(
        "sells_tobacco",
        LICENCE,
        "cast(sells_tobacco as int)",
        "licence_number",
        "sells tobacco (1 yes)",
    ),
    latest(
        "sells_alcohol",
        LICENCE,
        "cast(sells_alcohol as int)",
        "licence_number",
        "sells alcohol to take away (1 yes)",
    ),
    latest(
        "serves_alcohol",
        LICENCE,
        "cast(serves_alcohol as int)",
        "licence_number",
        "serves alcohol (1 yes)",
    ),
    latest(
        "first_term",
        LICENCE,
        "cast(is_first as int)",
        "licence_number",
        "licence never renewed yet (1 yes)",
    ),
    Feature(
        "licence_age",
        "days since the first licence on record",
        LICENCE,
        "datediff(as_of, min(starts_on) {rows})",
        ("licence_number",),
    ),
    unseen(
        Feature(
            "owner_premises",
            "premises of the same owner",
            LICENCE,
            "count(distinct licence_number) {rows}",
            ("account_number",),
            empty=0,
        )
    ),
)
PLACE = (
    heat(
        "complaints_near",
        services.sanitation_request,
        AROUND,
        "sanitation complaints close by in the last 90 days, the nearest counting most",
        days=90,
    ),
    heat(
        "burglaries_near",
        police.burglary,
        AROUND,
        "burglaries close by in the last 90 days, the nearest counting most",
        days=90,
    ),
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
    Derived(
        "licence_years",
        "years since its first licence on record, at most 5",
        "least(coalesce(licence_age, 0) / 365, 5)",
    ),
    Derived(
        "chain_critical",
        "critical violations in the rest of its chain, as a multiple of the city's average",
        others("chain", "critical", 5),
    ),
    Derived(
        "chain_minor",
        "minor violations in the rest of its chain, as a multiple of the city's average",
        others("chain", "minor", 5),
    ),
    Derived(
        "owner_critical",
        "critical violations in the owner's other premises, as a multiple of the city's average",
        others("owner", "critical", 3),
    ),
    Derived("owner_size", "premises of the same owner, at most 10", "least(owner_premises, 10)"),
)
PREMISES = (
    *(d.name for d in MADE),
    *("facility", "sells_tobacco", "sells_alcohol", "serves_alcohol", "first_term"),
)
SURROUNDED = (*PREMISES, "complaints_near", "burglaries_near")
EXPERT = Rule(
    (
        Condition("critical_last", "is", 1, 4),
        Condition("failed_last", "is", 1, 2),
        Condition("lower_risk", "is", 0, 1),
        Condition("days_since_visit", "at least", 365, 1),
    )
)

food_premises = Ranking(
    name="food_premises",
    asks="Which food premises will have a critical violation at their next canvass inspection?",
    about="premises_id",
    owner="Health",
    reads=(VISIT, LICENCE, services.sanitation_request, police.burglary),
    history=history,
    waiting=waiting,
    carries=(
        Column("premises_id", "string", "The premises."),
        Column("licence_number", "string", "Its licence number."),
        Column("latitude", "double", "Latitude in degrees."),
        Column("longitude", "double", "Longitude in degrees."),
    ),
    counts="At least one critical violation, items 1 to 14 of the food code, at the visit.",
    months=2,
    features=(
        *PLAIN,
        latest("facility", VISIT, "facility", "premises_id", "kind of premises", type="string"),
        *LICENSED,
        *OWN,
        *AVERAGE,
        *OTHERS,
        *PLACE,
        *MADE,
    ),
    candidates={
        "time since the last visit": lambda: RankBy("days_since_visit", missing=9999),
        "past critical violations per visit": lambda: ShrunkRate("critical_visits", "visits", 2),
        "an expert's rule": lambda: EXPERT,
        "logistic regression": lambda: Logistic(C=0.001, columns=PREMISES),
        "logistic regression with surroundings": lambda: Logistic(C=0.003, columns=SURROUNDED),
        "boosted trees": lambda: BoostedTrees(
            trees=150, depth=2, learning_rate=0.03, least_rows=200, columns=SURROUNDED
        ),
    },
    left_out={
        "who inspected": "Knowing the inspector tells more about the inspector than the premises.",
        "what was found lately in the same ZIP code": (
            "Inspectors work by territory, so it stands for who inspected there."
        ),
        "status of the licence": "It is as of the day of the extract: it knows the future.",
        "weather of the visit": "It is not known when the list is made.",
    },
    limits=(
        "Outcomes are known only where inspectors went; the random share keeps that honest.",
        "It ranks premises for a canvass visit; complaints and re-inspections come first anyway.",
        "The range of a chance covers the calibration, not a change of the code or of inspectors.",
    ),
    writes=risk.food_premises,
    trials=risk.food_premises_trials,
)
