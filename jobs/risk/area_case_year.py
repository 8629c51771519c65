"""Who was admitted or came to an emergency department in the last whole calendar year."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, risk
from lakehouse.transform.ill_by_area import SETTLED, ill_by_area, ill_known


@job(
    reads=[health.admission, health.emergency_visit, city.area_age_population],
    side_by_side=True,
    writes=risk.area_case_year,
)
def area_case_year(
    admission: DataFrame,
    emergency_visit: DataFrame,
    area_age_population: DataFrame,
    as_of: date,
) -> DataFrame:
    """What is handed out is made of this: two years have no day in common.

    Of two periods that share days, the difference tells how many fell ill on the others.
    """
    known = ill_known(admission, emergency_visit, as_of)
    settled = F.date_sub("reached", SETTLED - 1)
    # The day before the year in which the first unsettled day lies.
    last = F.date_sub(F.trunc(settled, "year"), 1)
    first = F.greatest(F.trunc("data_through", "year"), "begun")
    made = ill_by_area(known, area_age_population, first, last, as_of)
    return made.select(*risk.area_case_year.column_names)
