"""Who came in the last 60 days beside who is to be expected, in the whole city."""

from datetime import date
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.forecast import WHOLE
from lakehouse.tables import health, published, risk, surveillance
from lakehouse.tables.published.arrivals import LEAST
from lakehouse.tables.risk.medical_load import BANDS, NAIVE
from lakehouse.transform.arrived import admissions, covid_admissions, visits

DAYS_SHOWN, FORTNIGHT = 60, 14
# A forecast leans on the days before it: from one made of these a small count could be worked out.
LEANS_ON = 14
FEW = f"fewer than {LEAST} came on one of the last {LEANS_ON} days, and it would tell of them"
QUANTILES = tuple(c.name for c in (*BANDS, NAIVE[0], NAIVE[2], NAIVE[4]))
SERIES = ("resource", "stratum")


@job(
    optional=[
        *(risk.visits_ahead, risk.admissions_ahead, risk.covid_admissions_ahead),
        *(health.emergency_visit, health.admission, surveillance.covid_day),
    ],
    at_least_one=True,
    side_by_side=True,
    writes=published.arrivals_to_expect,
)
def arrivals_to_expect(
    visits_ahead: DataFrame,
    admissions_ahead: DataFrame,
    covid_admissions_ahead: DataFrame,
    emergency_visit: DataFrame,
    admission: DataFrame,
    covid_day: DataFrame,
    as_of: date,
) -> DataFrame:
    """The city's series that are forecast; hospitals stay inside, for their days are few."""
    ahead = whole(visits_ahead, admissions_ahead, covid_admissions_ahead)
    stamp = ("as_of", "data_through", "model_name", "model_version")
    asked = F.broadcast(ahead.select(*SERIES, *stamp).distinct())
    came = whole(visits(emergency_visit), admissions(admission), covid_admissions(covid_day))
    past = (
        came.where(F.col("known_at") < F.lit(as_of))
        .join(asked, [*SERIES])
        # The forecast starts after this day, also where a later one is known already.
        .where("day <= data_through")
        .where(F.col("day") > F.date_sub("data_through", DAYS_SHOWN))
        .select(*SERIES, "day", F.col("value").cast("int").alias("observed"), *stamp)
    )
    small = F.col("observed") < LEAST
    lately = F.col("day") > F.date_sub("data_through", LEANS_ON)
    few = past.groupBy(*SERIES).agg(F.coalesce(F.max(small & lately), F.lit(False)).alias("few"))
    coming = ahead.where(F.col("day") < F.date_add(F.lit(as_of), FORTNIGHT))
    told = coming.join(F.broadcast(few), [*SERIES]).withColumns(
        {name: F.when(~F.col("few"), F.round(name, 1)) for name in QUANTILES}
        | {"why_no_forecast": F.when(F.col("few"), F.lit(FEW)).otherwise(F.col("why_no_forecast"))}
    )
    shown = past.withColumn("observed", F.when(~small, F.col("observed")))
    both = shown.unionByName(told, allowMissingColumns=True)
    return both.select(*published.arrivals_to_expect.column_names).sort(*SERIES, "day")


def whole(*tables: DataFrame) -> DataFrame:
    """The rows of the whole city, of one table below the other."""
    both = reduce(DataFrame.unionByName, tables)
    return both.where(F.col("hospital_id") == WHOLE)
