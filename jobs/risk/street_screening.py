"""Which streets and intersections have more crashes than their kind and traffic explain."""

from datetime import date

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.crash_cost import CrashCosts
from lakehouse.tables import city, risk
from lakehouse.transform.screened import SCREENED, screened
from lakehouse.transform.street_record import (
    crashes_at,
    known_before,
    on_record,
    years_on_record,
)


@job(
    reads=[city.street_site, city.site_crash],
    # Traffic is counted now and then, and that must not hold the crashes up.
    side_by_side=True,
    writes=risk.street_screening,
)
def street_screening(
    street_site: DataFrame, site_crash: DataFrame, as_of: date, crash_costs: CrashCosts
) -> DataFrame:
    """Every site of the network, each class of facility with a performance function of its own.

    A crash that hurt somebody costs what those of the whole network do on average: the few in which
    somebody was killed would else decide alone.
    """
    known = known_before(site_crash, as_of)
    span = years_on_record(known, as_of)
    cost = dict(crash_costs.cost)
    record = on_record(known, as_of).withColumn("cost", _cost(cost))
    average = record.agg(
        F.coalesce(
            F.expr("sum(if(has_injury, cost, 0)) / nullif(count_if(has_injury), 0)"),
            F.lit(cost["injury_or_fatal"]),
        ).alias("injury_cost"),
        F.lit(cost["none"]).alias("harmless_cost"),
    )
    fatal = F.count_if(F.col("severity") == "fatal").cast("int")
    sites = (
        crashes_at(street_site, record, fatal_crashes=fatal, cost=F.sum("cost"))
        .crossJoin(F.broadcast(span))
        .crossJoin(F.broadcast(average))
    )
    judged = sites.groupBy("facility").applyInPandas(screened, SCREENED)
    known_of = sites.select(
        *("site_id", "facility", "aadt", "is_counted", "traffic_from", "fatal_crashes"),
        (F.col("cost") / F.col("years")).alias("recorded_cost"),
    )
    return (
        judged.join(known_of, "site_id")
        .crossJoin(F.broadcast(span.select("data_through")))
        .withColumns({"as_of": F.lit(as_of), "cost_basis": F.lit(crash_costs.basis)})
        .select(*risk.street_screening.column_names)
    )


def _cost(cost: dict[str, float]) -> Column:
    """What a crash costs by the worst injury in it, in whole units: their order is nothing."""
    worst = (
        "case when not has_injury then 'none' "
        "else coalesce(nullif(severity, 'none'), 'injury_or_fatal') end"
    )
    pairs = ", ".join(f"'{name}', {round(one)}L" for name, one in cost.items())
    return F.expr(f"map({pairs})[{worst}]")
