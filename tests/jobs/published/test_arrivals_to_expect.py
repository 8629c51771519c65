"""Sixty days as counted, then the days ahead; hospitals and small counts are not told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from pyspark.sql import DataFrame

from jobs.published.arrivals_to_expect import FEW, arrivals_to_expect
from lakehouse.checks.conform import conform
from lakehouse.checks.evaluated import evaluated
from lakehouse.run.releases.disclosure import attacked
from lakehouse.tables import health, published, risk, surveillance

TableOf = Callable[..., DataFrame]
RESULT = published.arrivals_to_expect
AS_OF = date(2022, 3, 2)
HEAD = "resource | stratum | hospital_id | day | days_ahead | q05 | q25 | q50 | q75 | q95 | naive_q05 | naive_q50 | naive_q95 | candidate | as_of | data_through | model_name\n"  # noqa: E501


def ahead(resource: str, stratum: str, late: int, size: float, whose: str = "Total") -> str:
    through = AS_OF - timedelta(days=late)
    return "\n".join(
        f"{resource} | {stratum} | {whose} | {through + timedelta(days=n)} | {n} | {size} | {size} "
        f"| {size + 0.04} | {size + 1} | {size + 2} | {size} | {size} | {size} | mean | {AS_OF} "
        f"| {through} | m_{resource}"
        for n in range(1, 16 + late)
    )


@pytest.fixture(scope="module")
def made(table_of: TableOf) -> DataFrame:
    """Six visits a day but three on 5 January; twenty admissions with COVID-19, lately four."""
    day = [AS_OF - timedelta(days=n) for n in range(100)]
    visits = "visit | hospital_id | arrived_on | known_at\n" + "\n".join(
        f"{d}-{i} | H0{1 + i % 2} | {d} | {d}"
        for d in day
        for i in range(3 if d == date(2022, 1, 5) else 6)
    )
    covid = "day | measure | breakdown | stratum | people | known_at\n" + "\n".join(
        f"{d} | hospitalizations | all | all | {4 if n == 9 else 20} | {d + timedelta(days=1)}"
        for n, d in enumerate(day)
    )
    lines = [ahead("emergency_visit", "all", 8, 6), ahead("emergency_visit", "all", 8, 3, "H01")]
    nothing = "admission | known_at\nx | 2020-01-01"
    return conform(
        arrivals_to_expect(
            table_of(HEAD + "\n".join(lines), risk.visits_ahead),
            table_of(HEAD, risk.admissions_ahead),
            table_of(HEAD + ahead("admission", "covid", 2, 20), risk.covid_admissions_ahead),
            table_of(visits, health.emergency_visit),
            table_of(nothing, health.admission).limit(0),
            table_of(covid, surveillance.covid_day),
            AS_OF,
        ),
        RESULT,
    )


@pytest.fixture(scope="module")
def rows(made: DataFrame) -> pd.DataFrame:
    return made.toPandas()


def test_sixty_days_come_before_a_fortnight_from_the_day_of_the_run(rows: pd.DataFrame) -> None:
    own = rows[rows["resource"] == "emergency_visit"]
    past, coming = own[own["days_ahead"].isna()], own[own["days_ahead"].notna()]
    assert len(past) == 60 and past["day"].max() == date(2022, 2, 22)
    assert coming["day"].min() == date(2022, 2, 23) and coming["day"].max() == date(2022, 3, 15)
    assert set(past["observed"].dropna()) == {6} and set(coming["q50"]) == {6.0}
    assert set(rows["model_name"]) == {"m_emergency_visit", "m_admission"}


def test_a_small_count_is_withheld_and_hospitals_are_not_told(rows: pd.DataFrame) -> None:
    blank = rows[rows["observed"].isna() & rows["days_ahead"].isna()]
    assert set(blank["day"]) == {date(2022, 1, 5), date(2022, 2, 21)}
    assert "hospital_id" not in rows and not rows.duplicated(list(RESULT.key)).any()
    assert attacked(RESULT, rows, {}) == []


def test_a_forecast_made_of_a_small_count_is_not_told(rows: pd.DataFrame) -> None:
    """In January it is long ago; nine days ago last week's value would be that very count."""
    coming = rows[rows["days_ahead"].notna()].set_index("resource")
    assert coming.loc["emergency_visit", "why_no_forecast"].isna().all()
    few = coming.loc["admission"]
    assert set(few["why_no_forecast"]) == {FEW}
    assert few[[n for n in few if "q" in n and n != "why_no_forecast"]].isna().all(axis=None)


def test_its_rows_keep_its_rules(made: DataFrame) -> None:
    assert evaluated(made, RESULT).broken().isEmpty()


def test_a_day_that_is_known_later_than_the_forecast_starts_stands_once(table_of: TableOf) -> None:
    visits = "visit | hospital_id | arrived_on | known_at\n" + "\n".join(
        f"{d}-{i} | H01 | {d} | {d}"
        for d in (AS_OF - timedelta(days=n) for n in range(40))
        for i in range(6)
    )
    made = arrivals_to_expect(
        table_of(HEAD + ahead("emergency_visit", "all", 12, 6), risk.visits_ahead),
        table_of(HEAD, risk.admissions_ahead),
        table_of(HEAD, risk.covid_admissions_ahead),
        table_of(visits, health.emergency_visit),
        table_of("admission | known_at", health.admission),
        table_of("day | measure | known_at", surveillance.covid_day),
        AS_OF,
    ).toPandas()
    assert not made.duplicated(["resource", "stratum", "day"]).any()
    assert made.loc[made["observed"].notna(), "day"].max() == AS_OF - timedelta(days=12)
