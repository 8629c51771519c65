"""Which hospital runs over its capacity within the fortnight, without telling of few patients."""

from datetime import date

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.forecast import WHOLE
from lakehouse.tables import published, risk, surveillance
from lakehouse.tables.few import LEAST
from lakehouse.tables.published.hospitals import AT_RISK
from lakehouse.transform.told import told_where
from lakehouse.transform.wards import KEY, last_reports, telling_of_few, with_whole

FEW = f"fewer than {LEAST} are in use, or it would tell of so few elsewhere"
CITY = "the whole city, the sum of its hospitals"
# Beds that were closed or opened within a quarter are told of.
DAYS_BACK = 90
BEDS = {
    "hospital_bed": "staffed beds",
    "icu_bed": "beds in intensive care",
    "ventilator": "ventilators",
}
RANGES = {"low": "q05", "high": "q95", "naive_low": "naive_q05", "naive_high": "naive_q95"}


@job(reads=[risk.hospital_load, surveillance.hospital_census], writes=published.hospitals_at_risk)
def hospitals_at_risk(
    hospital_load: DataFrame, hospital_census: DataFrame, as_of: date
) -> DataFrame:
    """Ranked by the chance to run over; small counts are blank, with all that is made of them."""
    known = hospital_census.where(F.col("known_at") < F.lit(as_of))
    asked = F.broadcast(hospital_load.select(*KEY).distinct())
    each = last_reports(known, DAYS_BACK).join(asked, [*KEY], "left_semi")
    now = telling_of_few(with_whole(each, WHOLE), LEAST, WHOLE)
    made = worst_days(hospital_load).join(now, [*KEY])
    told = made.withColumns(reasons())
    why = (
        F.when(F.col("few"), F.lit(FEW))
        .when(F.col("hospital_id") == WHOLE, F.lit(CITY))
        .otherwise(F.col("why_no_forecast"))
    )
    ranked = F.col("why_no_score").isNull()
    first = Window.partitionBy(ranked).orderBy(
        F.desc("probability_over"), F.desc("expected_in_use"), *KEY
    )
    listed = told.withColumn("why_no_score", why).withColumn(
        "rank", F.when(ranked, F.row_number().over(first))
    )
    return (
        told_where(~F.col("few"), listed, published.hospitals_at_risk)
        .select(*published.hospitals_at_risk.column_names)
        .sort(F.asc_nulls_last("rank"), *KEY)
    )


def worst_days(load: DataFrame) -> DataFrame:
    """Per hospital and resource the day most likely over capacity, and the fortnight's chance."""
    chance = "probability_over_capacity"
    here = load.where("stratum = 'all'")
    at_risk = F.col(chance) >= AT_RISK
    made = here.groupBy(*KEY).agg(
        F.max_by(
            F.struct(
                *("day", "capacity", "expected", "q05", "q95", "naive_q05", "naive_q95"),
                *("candidate", "why_no_forecast", "as_of", "data_through"),
                *("model_name", "model_version"),
            ),
            # Of days alike the first.
            F.struct(F.coalesce(chance, F.lit(-1.0)), -F.col("days_ahead")),
        ).alias("worst"),
        F.round(F.max("probability_over_by_then"), 4).alias("probability_over"),
        F.min(F.when(at_risk, F.col("day"))).alias("first_day_at_risk"),
        F.count_if(at_risk).alias("days_at_risk"),
        F.count("*").alias("days"),
    )
    return (
        made.select("*", "worst.*")
        .drop("worst")
        .withColumnsRenamed({"day": "worst_day"})
        .withColumns(
            {name: F.round(of).cast("int") for name, of in RANGES.items()}
            | {"expected_in_use": F.round("expected", 1)}
        )
    )


def reasons() -> dict[str, Column]:
    """In words: how full it is, how long it is at risk, how its capacity changed."""
    what = F.coalesce(*(F.when(F.col("resource") == of, F.lit(said)) for of, said in BEDS.items()))
    used = (F.col("in_use"), F.lit("of"), F.col("capacity"), what, F.lit("were in use on"))
    long = (F.lit("The chance is 1 in 5 or more on"), F.col("days_at_risk"), F.lit("of the coming"))
    changed = F.when(F.col("fewer") > 0, "fewer").when(F.col("fewer") < 0, "more")
    since = F.lit(f"than {DAYS_BACK} days before")
    return {
        "reason_1": F.concat_ws(" ", *used, F.date_format("reported_on", "d MMMM yyyy")),
        "reason_2": F.when(
            F.col("days_at_risk") > 0, F.concat_ws(" ", *long, F.col("days"), F.lit("days"))
        ),
        "reason_3": F.when(
            F.col("fewer") != 0, F.concat_ws(" ", F.abs("fewer"), changed, what, since)
        ),
    }
