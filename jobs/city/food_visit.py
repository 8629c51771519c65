"""Every inspection of a food premises with what it found and the licence in force that day."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import Balance, job
from lakehouse.tables import city, health, licensing

CRITICAL, SERIOUS, MINOR = (
    "item between 1 and 14",
    "item between 15 and 29",
    "item between 30 and 44",
)
HAPPENED = "result in ('pass', 'pass_with_conditions', 'fail')"


@job(
    reads=[health.food_inspection, health.food_violation, licensing.food_licence],
    writes=city.food_visit,
    balances=[
        Balance(health.food_inspection, matched="term_id", otherwise="no licence was in force")
    ],
)
def food_visit(
    food_inspection: DataFrame, food_violation: DataFrame, food_licence: DataFrame
) -> DataFrame:
    """Violations are summed (an item may be found several times); the newest fitting term wins."""
    found = food_violation.groupBy("inspection_id").agg(
        *(
            F.sum(F.when(F.expr(items), F.col("found")).otherwise(0)).cast("int").alias(name)
            for name, items in (("critical", CRITICAL), ("serious", SERIOUS), ("minor", MINOR))
        )
    )
    newest = F.struct("starts_on", "term_id")
    in_force = food_licence.select(
        "licence_number", "term_id", "account_number", "starts_on", "ends_on"
    )
    terms = (
        food_inspection.select("inspection_id", "licence_number", "inspected_on")
        .join(in_force, "licence_number")
        .where("inspected_on >= starts_on and (ends_on is null or inspected_on <= ends_on)")
        .groupBy("inspection_id")
        .agg(
            F.max_by("term_id", newest).alias("term_id"),
            F.max_by("account_number", newest).alias("account_number"),
        )
    )
    return (
        food_inspection.join(found, "inspection_id", "left")
        .join(terms, "inspection_id", "left")
        .fillna(0, ["critical", "serious", "minor"])
        .select(
            "inspection_id",
            F.col("licence_number").alias("premises_id"),
            F.col("inspected_on").alias("visited_on"),
            "kind",
            F.expr(f"kind = 'canvass' and {HAPPENED}").alias("is_canvass"),
            F.expr("result = 'fail'").alias("failed"),
            "critical",
            "serious",
            "minor",
            F.expr("critical > 0").alias("critical_found"),
            *("facility", "risk_class", "zip", "latitude", "longitude", "chain"),
            *("account_number", "term_id", "known_at"),
        )
    )
