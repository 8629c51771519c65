"""The series of deaths and admissions: one row per day or whole week, known when it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.risk.covid_signals import (
    codes_each_week,
    codes_shown,
    counts_each_day,
    covid_zip_alert,
    covid_zip_signal,
)
from jobs.risk.death_cause_signal import causes_each_day, causes_shown
from jobs.risk.health_signals import admissions_each_day, admissions_each_week, deaths_each_day
from lakehouse.checks.conform import conform
from lakehouse.tables import surveillance
from lakehouse.tables.few import LEAST
from lakehouse.transform.monitored import monitored

TableOf = Callable[..., DataFrame]
EPOCH = date(1970, 1, 1)
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


def test_deaths_by_cause_are_two_series_and_few_are_replaced(table_of: TableOf) -> None:
    days = table_of(
        """
        day        | deaths | cardiovascular | respiratory | known_at
        1994-12-30 | 128    | 52             | 4           | 1994-12-31
        """,
        surveillance.death_day,
    )
    wanted = f"""{SERIES}
        deaths_cardiovascular_daily |  | 1994-12-30 | 52 | 1994-12-31
        deaths_respiratory_daily    |  | 1994-12-30 | 4  | 1994-12-31
    """
    same(causes_each_day(days), table_of(wanted))
    shown = {r["series"]: r["value"] for r in causes_shown(days).collect()}
    assert shown["deaths_cardiovascular_daily"] == 52
    assert shown["deaths_respiratory_daily"] == 2 * (date(1994, 12, 30) - EPOCH).days % LEAST != 4


def test_cases_and_deaths_of_everybody_are_two_series(table_of: TableOf) -> None:
    counts = """
        day        | measure          | breakdown | stratum | people | known_at
        2020-03-02 | cases            | all       | all     | 40     | 2020-03-03
        2020-03-02 | cases            | age       | 0-17    | 4      | 2020-03-03
        2020-03-02 | deaths           | all       | all     | 6      | 2020-03-03
        2020-03-02 | hospitalizations | all       | all     | 9      | 2020-03-03
    """
    wanted = f"""{SERIES}
        covid_cases_daily  |  | 2020-03-02 | 40 | 2020-03-03
        covid_deaths_daily |  | 2020-03-02 | 6  | 2020-03-03
    """
    same(counts_each_day(table_of(counts, surveillance.covid_day)), table_of(wanted))


CODES = """
    zip     | week_starts_on | week_ends_on | cases | known_at
    60601   | 2020-03-01     | 2020-03-07   | 40    | 2020-03-08
    60602   | 2020-03-01     | 2020-03-07   | 3     | 2020-03-08
    unknown | 2020-03-01     | 2020-03-07   | 1     | 2020-03-08
    60601   | 2020-03-08     | 2020-03-14   | 50    | 2020-03-15
    60602   | 2020-03-08     | 2020-03-14   | 3     | 2020-03-15
    unknown | 2020-03-08     | 2020-03-14   | 2     | 2020-03-15
    60601   | 2020-03-15     | 2020-03-21   | 60    | 2020-03-22
    60602   | 2020-03-15     | 2020-03-21   | 9     | 2020-03-22
    unknown | 2020-03-15     | 2020-03-21   | 2     | 2020-03-22
    60601   | 2020-03-22     | 2020-03-28   | 70    | 2020-03-29
    60602   | 2020-03-22     | 2020-03-28   |       | 2020-03-29
    60601   | 2020-03-29     | 2020-04-04   | 70    | 2020-04-05
"""


def test_each_known_code_is_a_series_and_no_sum_tells_of_a_small_one(table_of: TableOf) -> None:
    """The city's weeks less the codes that are shown leave 4, 5, none and no cases."""
    rows = table_of(CODES, surveillance.covid_week)
    assert codes_each_week(rows).select("series").distinct().count() == 2
    made = codes_shown(rows, date(2020, 4, 5)).toPandas()
    made["few"] = made["series"].str.endswith("60602")
    shown = made.pivot(index="day", columns="few", values="value").sort_index()
    assert shown[False].tolist() == [-1, 50, 60, -1], "and what comes later is not there"
    assert shown[True].iloc[0] == -1 and 0 <= shown[True].iloc[1] < LEAST
    assert shown[True].iloc[2] == 9


def test_a_rise_in_one_code_is_an_alert_of_that_code(table_of: TableOf) -> None:
    weeks = [date(2020, 3, 7) + timedelta(weeks=n) for n in range(20)]
    codes = {f"606{n:02}": 20 + n for n in range(1, 9)}
    lines = [
        f"{zip_} | {day} | {usual + 3 * (n % 3) + 50 * (zip_ == '60603' and n == 18)} | "
        f"{day + timedelta(days=1)}"
        for zip_, usual in codes.items()
        for n, day in enumerate(weeks)
    ]
    rows = table_of(
        "\n".join(["zip | week_ends_on | cases | known_at", *lines]), surveillance.covid_week
    )
    as_of = weeks[-1] + timedelta(days=2)
    for values, asked in (
        (codes_each_week(rows), covid_zip_signal),
        (codes_shown(rows, as_of), covid_zip_alert),
    ):
        made = conform(monitored(values, asked, as_of), asked.writes).toPandas()
        alerts = made[made["level"] == "alert"]
        assert alerts[["series", "day"]].values.tolist() == [
            ["covid_cases_weekly_zip_60603", weeks[18]]
        ]
