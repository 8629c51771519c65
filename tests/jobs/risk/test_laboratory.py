"""What was known on a day is kept, and tables for that day see no later report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.lab_report_day import lab_report_day
from jobs.risk.lab_nowcast import lab_nowcast
from jobs.risk.lab_nowcast_accuracy import lab_nowcast_accuracy
from jobs.risk.reproduction_number import reproduction_number
from lakehouse.checks.conform import conform
from lakehouse.tables import city, health, risk
from tests.transform.test_reported import drawn

TableOf = Callable[..., DataFrame]


def test_reports_of_a_day_add_up_as_they_come(table_of: TableOf) -> None:
    reports = """
        report | disease    | specimen_on | known_at
        1      | salmonella | 2023-01-01  | 2023-01-02
        2      | salmonella | 2023-01-01  | 2023-01-02
        3      | salmonella | 2023-01-01  | 2023-01-09
        4      | norovirus  | 2023-01-01  | 2023-01-01
    """
    wanted = """
        disease string|specimen_on date|known_at date|delay int|reports int|reported_so_far int
        salmonella     | 2023-01-01       | 2023-01-02    | 1         | 2           | 2
        salmonella     | 2023-01-01       | 2023-01-09    | 8         | 1           | 3
        norovirus      | 2023-01-01       | 2023-01-01    | 0         | 1           | 1
    """
    assert_df_equality(
        lab_report_day(table_of(reports, health.laboratory_report)),
        table_of(wanted),
        ignore_row_order=True,
        ignore_nullable=True,
    )


def test_a_later_report_changes_nothing_of_an_earlier_day(table_of: TableOf) -> None:
    rows, _ = drawn(days=120)
    lines = [f"covid_19 | {r.specimen_on} | {r.known_at} | {r.reports}" for r in rows.itertuples()]
    known = table_of(
        "\n".join(["disease | specimen_on | known_at | reports", *lines]), city.lab_report_day
    )
    as_of = date(2022, 4, 1)
    for job, table in (
        (lab_nowcast, risk.lab_nowcast),
        (lab_nowcast_accuracy, risk.lab_nowcast_accuracy),
        (reproduction_number, risk.reproduction_number),
    ):
        whole = conform(job(known, as_of), table).toPandas()
        before = conform(job(known.where("known_at < '2022-04-01'"), as_of), table).toPandas()
        assert len(whole) and whole.equals(before), table.name
        assert set(whole["data_through"]) == {date(2022, 3, 31)}
