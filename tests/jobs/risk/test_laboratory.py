"""What was known on a day is kept, and tables for that day see no later report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.lab_report_day import lab_report_day
from jobs.risk.lab_nowcast import lab_nowcast
from jobs.risk.lab_nowcast_accuracy import lab_nowcast_accuracy
from jobs.risk.lab_signal import lab_alert, lab_signal, reports_each_week, reports_shown
from jobs.risk.reproduction_number import reproduction_number
from jobs.risk.visit_nowcast import visit_nowcast, visit_nowcast_accuracy
from lakehouse.checks.conform import conform
from lakehouse.tables import city, health, risk
from lakehouse.transform.monitored import monitored
from tests.transform.test_reported import FIRST, drawn

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


def test_a_week_has_the_reports_that_had_come_by_its_sunday(table_of: TableOf) -> None:
    reports = """
        disease       | specimen_on | known_at   | reports
        salmonella    | 2023-01-04  | 2023-01-05 | 9
        salmonella    | 2023-01-09  | 2023-01-15 | 6
        salmonella    | 2023-01-15  | 2023-01-16 | 7
        salmonella    | 2023-01-23  | 2023-01-24 | 8
        west_nile     | 2023-01-16  | 2023-01-30 | 5
    """
    made = reports_each_week(table_of(reports, city.lab_report_day)).toPandas()
    assert set(made["title"]) == {
        "Laboratory reports per week, salmonella",
        "Laboratory reports per week, west nile",
    }
    told = made.sort_values("day").groupby("series")[["day", "value"]].agg(list)
    weeks = [date(2023, 1, 15), date(2023, 1, 22), date(2023, 1, 29)]
    # The week of 8 January began before the record; that of 5 February is not over.
    assert told.loc["laboratory_salmonella"].tolist() == [weeks, [6, 0, 8]]
    assert told.loc["laboratory_west_nile"].tolist() == [weeks[2:], [0]]
    assert (made["known_at"] == made["day"]).all()


def test_a_planted_rise_of_a_germ_is_an_alert_and_few_reports_are_not_worked_with(
    table_of: TableOf,
) -> None:
    weeks = [date(2022, 1, 4) + timedelta(weeks=n) for n in range(60)]
    lines = [f"salmonella | {day} | {day} | {10 + 2 * (n % 3)}" for n, day in enumerate(weeks)]
    lines[-2] = f"salmonella | {weeks[-2]} | {weeks[-2]} | 45"
    lines += [f"measles | {day} | {day} | {n % 4 + 1}" for n, day in enumerate(weeks)]
    known = table_of(
        "\n".join(["disease | specimen_on | known_at | reports", *lines]), city.lab_report_day
    )
    as_of = weeks[-1] + timedelta(days=7)
    for series, asked in ((reports_each_week, lab_signal), (reports_shown, lab_alert)):
        made = conform(monitored(series(known), asked, as_of), asked.writes).toPandas()
        alerts = made[made["level"] == "alert"]
        assert alerts[["series", "day"]].values.tolist() == [
            ["laboratory_salmonella", weeks[-2] + timedelta(days=5)]
        ]
    few = made[made["series"] == "laboratory_measles"]["observed"]
    assert few.tolist() != [float(n % 4 + 1) for n in range(1, len(weeks))]


def test_emergency_visits_of_the_last_days_are_expected_beside_those_reported(
    table_of: TableOf,
) -> None:
    """Per syndrome, from what had been reported by the day; accuracy says how right that is."""
    rows, truth = drawn(days=120)
    lines = [
        f"{r.Index}-{n} | respiratory | {r.specimen_on} | {r.known_at}"
        for r in rows.itertuples()
        for n in range(r.reports)
    ]
    visits = table_of(
        "\n".join(["visit | syndrome | arrived_on | known_at", *lines]), health.emergency_visit
    )
    as_of = FIRST + timedelta(days=100)
    made = conform(visit_nowcast(visits, as_of), risk.visit_nowcast).toPandas()
    before = visits.where(f"known_at < '{as_of}'")
    assert made.equals(conform(visit_nowcast(before, as_of), risk.visit_nowcast).toPandas())
    last = made.sort_values("arrived_on").tail(7)
    assert last["arrived_on"].iloc[-1] == FIRST + timedelta(days=99)
    coming = truth[93:100].sum() - last["reported"].sum()
    assert coming > 5 and abs(last["expected"].sum() - truth[93:100].sum()) < 0.7 * coming
    told = conform(visit_nowcast_accuracy(visits, as_of), risk.visit_nowcast_accuracy).toPandas()
    assert set(told["syndrome"]) == {"respiratory"} and (told["nowcasts"] > 0).all()
    assert told["error"][0] < told["reported_error"][0]
