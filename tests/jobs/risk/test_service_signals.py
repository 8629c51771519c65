"""Requests, complaints and calls are counted by what they are about, district and whole week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.service_alerts import service_alerts
from jobs.risk.service_signals import complaints_each_week, request_signal, requests_each_week
from lakehouse.checks.conform import conform
from lakehouse.tables import city, published, risk, services
from lakehouse.transform.monitored import monitored

TableOf = Callable[..., DataFrame]
MONDAY = date(2023, 1, 2)
WANTED = """
    series string                    | day date   | value bigint | known_at date
    requests_street_light_district_1 | 2023-01-08 | 7            | 2023-01-08
    requests_street_light_district_1 | 2023-01-15 | 0            | 2023-01-15
    requests_noise_district_2        | 2023-01-08 | 1            | 2023-01-08
    requests_noise_district_2        | 2023-01-15 | 7            | 2023-01-15
"""


def told(*rows: tuple[int, int, str, str, str]) -> str:
    """Requests: the first and last day from Monday on, category, district and status."""
    lines = ["request_id | created_on | category | district | status | known_at"]
    for first, last, category, district, status in rows:
        for day in (MONDAY + timedelta(days=n) for n in range(first, last + 1)):
            one = f"{category}-{day}-{status} | {day} | {category} | {district} | {status}"
            lines.append(f"{one} | {day}")
    return "\n".join(lines)


def test_a_week_counts_every_report_and_only_whole_weeks_count(table_of: TableOf) -> None:
    """What repeats a need counts, what has no district does not; the third week is not over."""
    drawn = told(
        (0, 5, "street_light", "1", "closed"),
        (3, 3, "street_light", "1", "duplicate"),
        (6, 6, "noise", "2", "open"),
        (7, 13, "noise", "2", "closed"),
        (8, 8, "noise", "", "closed"),
        (14, 18, "noise", "2", "closed"),
    )
    request = table_of(drawn, services.request)
    made = requests_each_week(request, date(2023, 1, 20))
    wanted = table_of(WANTED)
    assert_df_equality(made.drop("title"), wanted, ignore_row_order=True, ignore_nullable=True)
    assert "Requests per week, street light, district 1" in {r["title"] for r in made.collect()}
    earlier = requests_each_week(request, date(2023, 1, 15))
    assert {str(row["day"]) for row in earlier.collect()} == {"2023-01-08"}


def test_a_line_that_is_closed_on_sundays_has_whole_weeks(table_of: TableOf) -> None:
    open_days = [(7 * n, 7 * n + 5, "noise", "1", "closed") for n in range(4)]
    gap = [(28, 29, "noise", "1", "closed"), (31, 33, "noise", "1", "closed")]
    request = table_of(told(*open_days, *gap), services.request)
    made = requests_each_week(request, MONDAY + timedelta(days=35)).collect()
    assert {str(row["day"]): row["value"] for row in made} == {
        f"2023-01-{8 + 7 * n:02}": 6 for n in range(4)
    }, "the fifth week lacks a Wednesday"
    # On the fourth Sunday its week is not over.
    assert len(requests_each_week(request, date(2023, 1, 29)).collect()) == 3


def test_no_two_categories_meet_in_a_series_in_whatever_alphabet(table_of: TableOf) -> None:
    names = ("шум", "мусор", "街灯", "Street light - out", "Street light: out", "street_light", "-")
    request = table_of(told(*((0, 6, name, "1", "open") for name in names)), services.request)
    made = requests_each_week(request, date(2023, 1, 20)).collect()
    assert len({row["series"] for row in made}) == len(names)
    assert {row["value"] for row in made} == {7}
    plain = {row["series"] for row in made}
    assert {"requests_шум_district_1", "requests_street_light_district_1"} <= plain


def test_a_complaint_lies_in_the_district_of_its_point(table_of: TableOf) -> None:
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    rows = [f"r{n} | {day} | Garbage in alley | 1.5 | 1.5 | {day}" for n, day in enumerate(days)]
    rows += [f"out | {MONDAY} | Garbage in alley | 9 | 9 | {MONDAY}"]
    rows += [f"bare | {MONDAY} | | 1.5 | 1.5 | {MONDAY}"]
    header = "row_id | created_on | nature | latitude | longitude | known_at"
    square = "POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))"
    areas = table_of(
        f"area_kind | area | geometry\npolice_district | 7 | {square}", city.area_boundary
    )
    complaints = table_of("\n".join([header, *rows]), services.sanitation_request)
    made = {
        row["series"]: (row["title"], row["value"])
        for row in complaints_each_week(complaints, areas, date(2023, 2, 1)).collect()
    }
    assert made == {
        "sanitation_garbage_in_alley_district_7": (
            "Sanitation complaints per week, garbage in alley, district 7",
            7,
        ),
        "sanitation_no_category_given_district_7": (
            "Sanitation complaints per week, no category given, district 7",
            1,
        ),
    }


def test_a_surge_is_an_alert_and_every_series_has_a_row_each_week(table_of: TableOf) -> None:
    """Twelve weeks of one request a day and a last one of six; a rare kind is not judged."""
    weeks = [(7 * n, 7 * n + 6, "noise", "1", "closed") for n in range(13)]
    surge = [(84, 90, "noise", "1", f"again{n}") for n in range(5)]
    rare = [(84, 84, "tree", "3", "closed")]
    request = table_of(told(*weeks, *surge, *rare), services.request)
    as_of = MONDAY + timedelta(days=91)
    signal = monitored(requests_each_week(request, as_of), request_signal, as_of)
    empty = (table_of("series", table) for table in (risk.sanitation_signal, risk.call_signal))
    made = conform(service_alerts(signal, *empty), published.service_alerts).toPandas()
    assert made.groupby("series").size().to_dict() == {
        "requests_noise_district_1": 13,
        "requests_tree_district_3": 13,
    }
    last = made[made["day"] == made["day"].max()].set_index("police_district")
    assert (last.loc["1", "level"], last.loc["1", "observed"]) == ("alert", 42)
    assert 7 < last.loc["1", "upper"] < 42
    told_why = made["why_no_bound"].notna() == (made["level"] == "no judgement")
    assert told_why.all() and (made["why_no_bound"] == "nothing but zeros so far").any()
