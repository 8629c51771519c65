"""A day counts who was reported in time, for ever the same, at each hospital and in all."""

from __future__ import annotations

from collections.abc import Callable

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from lakehouse.tables import health, surveillance
from lakehouse.transform.arrived import UNTOLD, admissions, covid_admissions, visits

TableOf = Callable[..., DataFrame]
# The third visit is reported on the eighth day, the last reports are of 10 January.
VISITS = """
    visit | hospital_id | arrived_on | known_at
    1     | H01         | 2023-01-01 | 2023-01-01
    2     | H01         | 2023-01-01 | 2023-01-08
    3     | H01         | 2023-01-01 | 2023-01-09
    4     | H02         | 2023-01-02 | 2023-01-02
    5     |             | 2023-01-03 | 2023-01-03
    6     | H02         | 2023-01-04 | 2023-01-10
"""
WANTED = """
    resource string | stratum string| hospital_id string| day date   | value double | known_at date
    emergency_visit | all           | Total           | 2023-01-01 | 2            | 2023-01-08
    emergency_visit | all           | Total           | 2023-01-02 | 1            | 2023-01-09
    emergency_visit | all           | Total           | 2023-01-03 | 1            | 2023-01-10
    emergency_visit | all           | H01             | 2023-01-01 | 2            | 2023-01-08
    emergency_visit | all           | H01             | 2023-01-02 | 0            | 2023-01-09
    emergency_visit | all           | H01             | 2023-01-03 | 0            | 2023-01-10
    emergency_visit | all           | H02             | 2023-01-02 | 1            | 2023-01-09
    emergency_visit | all           | H02             | 2023-01-03 | 0            | 2023-01-10
    emergency_visit | all           | not told        | 2023-01-03 | 1            | 2023-01-10
"""
STAYS = """
    admission | admitted_on | discharged_on | known_at
    1         | 2023-01-01  | 2023-01-14    | 2023-01-15
    2         | 2023-01-01  | 2023-01-15    | 2023-01-16
"""
COVID = """
    day        | measure          | breakdown | stratum | people | known_at
    2020-09-01 | hospitalizations | all       | all     | 20     | 2020-09-02
    2020-09-01 | hospitalizations | age       | 0-17    | 3      | 2020-09-02
    2020-09-01 | cases            | all       | all     | 200    | 2020-09-02
"""


def test_a_week_later_a_day_is_counted_at_each_hospital_and_in_all(table_of: TableOf) -> None:
    """Who is reported on the eighth day is left out, and of the last week more is to come."""
    made = visits(table_of(VISITS, health.emergency_visit))
    assert_df_equality(
        made.drop("capacity"), table_of(WANTED), ignore_row_order=True, ignore_nullable=True
    )


def test_hospitals_add_up_to_the_city(table_of: TableOf) -> None:
    rows = visits(table_of(VISITS, health.emergency_visit)).toPandas()
    whole = rows["hospital_id"] == "Total"
    assert (
        rows[whole].groupby("day")["value"].sum().equals(rows[~whole].groupby("day")["value"].sum())
    )


def test_without_a_hospital_s_number_the_city_stands_alone(table_of: TableOf) -> None:
    rows = admissions(table_of(STAYS, health.admission)).collect()
    assert [(r.hospital_id, r.value, str(r.known_at)) for r in rows] == [
        ("Total", 1.0, "2023-01-15")
    ]
    assert UNTOLD not in {r.hospital_id for r in rows}


def test_covid_admissions_come_counted(table_of: TableOf) -> None:
    (row,) = covid_admissions(table_of(COVID, surveillance.covid_day)).collect()
    assert (row.resource, row.stratum, row.value, row.capacity) == ("admission", "covid", 20, None)
