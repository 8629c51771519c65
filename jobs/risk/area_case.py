"""Who was admitted or came to an emergency department in a year, by area and age."""

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare import job
from lakehouse.tables import city, health, risk
from lakehouse.transform.ill_by_area import SETTLED, ill_by_area, ill_known

YEAR = 365


@job(
    reads=[health.admission, health.emergency_visit, city.area_age_population],
    side_by_side=True,
    writes=risk.area_case,
)
def area_case(
    admission: DataFrame,
    emergency_visit: DataFrame,
    area_age_population: DataFrame,
    as_of: date,
) -> DataFrame:
    """A year that ended four weeks before the last day known; every area and age has a row."""
    known = ill_known(admission, emergency_visit, as_of)
    last = F.date_sub("reached", SETTLED)
    first = F.date_sub("data_through", YEAR - 1)
    made = ill_by_area(known, area_age_population, first, last, as_of)
    return made.select(*risk.area_case.column_names)
