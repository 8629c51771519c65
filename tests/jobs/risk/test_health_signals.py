"""The series of deaths and admissions: one row per day or whole week, known when it was."""

from __future__ import annotations

from collections.abc import Callable

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.risk.health_signals import admissions_each_day, admissions_each_week, deaths_each_day
from lakehouse.tables import surveillance

TableOf = Callable[..., DataFrame]
SERIES = "series string | title string | day date | value int | known_at date"
COVID = """
    day        | measure          | breakdown | stratum | people | known_at
    2020-03-01 | hospitalizations | all       | all     | 2      | 2020-03-02
    2020-03-02 | hospitalizations | all       | all     | 1      | 2020-03-03
    2020-03-02 | hospitalizations | sex       | female  | 1      | 2020-03-03
    2020-03-02 | cases            | all       | all     | 40     | 2020-03-03
    2020-03-03 | hospitalizations | all       | all     | 3      | 2020-03-04
    2020-03-04 | hospitalizations | all       | all     | 2      | 2020-03-05
    2020-03-05 | hospitalizations | all       | all     | 6      | 2020-03-06
    2020-03-06 | hospitalizations | all       | all     | 2      | 2020-03-07
    2020-03-07 | hospitalizations | all       | all     | 3      | 2020-03-11
    2020-03-08 | hospitalizations | all       | all     | 7      | 2020-03-09
"""


def same(made: DataFrame, wanted: DataFrame) -> None:
    names = ["series", "day", "value", "known_at"]
    made = made.select("series", "day", made["value"].cast("int").alias("value"), "known_at")
    assert_df_equality(made, wanted.select(*names), ignore_row_order=True, ignore_nullable=True)


def test_deaths_are_those_of_all_causes(table_of: TableOf) -> None:
    days = """
        day        | deaths | cardiovascular | known_at
        1994-12-30 | 128    | 52             | 1994-12-31
    """
    wanted = f"""{SERIES}
        deaths_daily |  | 1994-12-30 | 128 | 1994-12-31
    """
    same(deaths_each_day(table_of(days, surveillance.death_day)), table_of(wanted))


def test_admissions_are_those_of_everybody(table_of: TableOf) -> None:
    made = admissions_each_day(table_of(COVID, surveillance.covid_day))
    assert made.count() == 8
    assert made.where("day = '2020-03-02'").first()["value"] == 1  # type: ignore[index]


def test_a_week_runs_to_saturday_and_is_known_when_it_ended_and_was_reported(
    table_of: TableOf,
) -> None:
    wanted = f"""{SERIES}
        covid_admissions_weekly |  | 2020-03-07 | 19 | 2020-03-11
        covid_admissions_weekly |  | 2020-03-14 |    | 2020-03-15
    """
    same(admissions_each_week(table_of(COVID, surveillance.covid_day)), table_of(wanted))
