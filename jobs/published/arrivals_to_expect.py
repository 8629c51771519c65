"""Who came in the last 60 days beside who is to be expected, in the whole city."""

from datetime import date
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.declare.forecast import WHOLE
from lakehouse.tables import health, published, risk, surveillance
from lakehouse.tables.few import LEAST
from lakehouse.tables.risk.medical_load import TOLD
from lakehouse.transform.ahead import LEANS_ON, SERIES, STAMP, days_before, told_ahead
from lakehouse.transform.arrived import admissions, covid_admissions, visits

FORTNIGHT = 14
FEW = f"fewer than {LEAST} came on one of the last {LEANS_ON} days, and it would tell of them"
QUANTILES = tuple(c.name for c in TOLD)


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
    came = whole(visits(emergency_visit), admissions(admission), covid_admissions(covid_day))
    past = days_before(came.where(F.col("known_at") < F.lit(as_of)), ahead).select(
        *SERIES, "day", F.col("value").cast("int").alias("observed"), *STAMP
    )
    small = F.col("observed") < LEAST
    coming = ahead.where(F.col("day") < F.date_add(F.lit(as_of), FORTNIGHT))
    told = told_ahead(coming, past, small, QUANTILES, FEW).withColumns(
        {name: F.round(name, 1) for name in QUANTILES}
    )
    shown = past.withColumn("observed", F.when(~small, F.col("observed")))
    both = shown.unionByName(told, allowMissingColumns=True)
    return both.select(*published.arrivals_to_expect.column_names).sort(*SERIES, "day")


def whole(*tables: DataFrame) -> DataFrame:
    """The rows of the whole city, of one table below the other."""
    both = reduce(DataFrame.unionByName, tables)
    return both.where(F.col("hospital_id") == WHOLE)
