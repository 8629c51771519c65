"""From patients and residents to a list of areas, by the very jobs that a run calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from jobs.city.area_age_population import area_age_population
from jobs.published.areas_with_excess_risk import areas_with_excess_risk
from jobs.risk.area_case import YEAR, area_case
from jobs.risk.area_case_year import area_case_year
from jobs.risk.area_excess_risk import area_excess_risk
from lakehouse.checks.conform import conform
from lakehouse.tables import city, health, population, published, risk
from tests.transform.test_excess import SICK, areas, several

TableOf = Callable[..., DataFrame]
AS_OF = date(2024, 7, 1)


@pytest.fixture(scope="module")
def boundary(spark: SparkSession) -> DataFrame:
    shapes = areas().rename(columns={"community_area": "area"})
    shapes["name"] = "Area " + shapes["area"]
    return spark.createDataFrame(shapes.assign(area_kind="community_area"))


def test_residents_are_counted_where_they_live_by_age(
    table_of: TableOf, boundary: DataFrame
) -> None:
    residents = """
        resident_id | born_on    | latitude | longitude | known_at
        a           | 1940-06-01 | 52.005   | 4.005     | 2022-07-01
        b           | 2022-06-30 | 52.005   | 4.006     | 2022-07-01
        c           | 2017-06-30 | 52.005   | 4.007     | 2022-07-01
        d           | 2017-07-02 | 52.005   | 4.008     | 2022-07-01
        e           | 1980-01-01 | 60.000   | 4.008     | 2022-07-01
    """
    made = area_age_population(table_of(residents, population.resident), boundary)
    told = {(r["community_area"], r["age_band"]): r["people"] for r in made.collect()}
    assert told == {("1", "80+"): 1, ("1", "0-4"): 2, ("1", "5-17"): 1}


def test_a_year_that_ended_four_weeks_ago_is_counted_with_its_zeros(table_of: TableOf) -> None:
    last = AS_OF - timedelta(days=1)
    through = last - timedelta(days=28)
    days = (through, through - timedelta(days=YEAR - 1), through - timedelta(days=YEAR), last)
    visits = "\n".join(
        f"{i} | heat | {day} | {last if day == last else day} | 1 | 80+"
        for i, day in enumerate(days)
    )
    header = "visit | syndrome | arrived_on | known_at | community_area | age_band\n"
    people = "community_area | age_band | people\n1 | 80+ | 7\n2 | 80+ | 9"
    made = conform(
        area_case(
            table_of("admission | known_at\nx | 2020-01-01", health.admission).limit(0),
            table_of(header + visits, health.emergency_visit),
            table_of(people, city.area_age_population),
            AS_OF,
        ),
        risk.area_case,
    ).toPandas()
    told = made.set_index("community_area")
    assert told["cases"].to_dict() == {"1": 2, "2": 0} and set(told["people"]) == {7, 9}
    assert set(told["cause"]) == {"emergency visits: heat"}
    assert set(told["data_through"]) == {through} and set(told["period_from"]) == {days[1]}


VISITS = "visit | syndrome | arrived_on | known_at | community_area | age_band\n"


def years(table_of: TableOf, reached: date) -> pd.DataFrame:
    """What is handed out of one visit on the edges of 2022 and 2023 each, and one reported late."""
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1), reached)
    late = [f"late | heat | 2023-12-30 | {date(2024, 2, 20)} | 1 | 80+"]
    visits = [f"{n} | heat | {day} | {day} | 1 | 80+" for n, day in enumerate(days)]
    people = "community_area | age_band | people\n1 | 80+ | 7"
    made = area_case_year(
        table_of("admission | known_at\nx | 2020-01-01", health.admission).limit(0),
        table_of(VISITS + "\n".join([*visits, *late]), health.emergency_visit),
        table_of(people, city.area_age_population),
        reached + timedelta(days=1),
    )
    return conform(made, risk.area_case_year).toPandas()


def test_what_is_handed_out_counts_whole_calendar_years_whose_reports_are_in(
    table_of: TableOf,
) -> None:
    """A year that rolls on tells by its difference to the one before; these share no day."""
    (settled,) = years(table_of, date(2024, 1, 28)).itertuples()
    assert (settled.period_from, settled.data_through) == (date(2023, 1, 1), date(2023, 12, 31))
    assert settled.cases == 2
    (later,) = years(table_of, date(2024, 6, 3)).itertuples()
    assert later.cases == 2, "what came in after four weeks is in no release"
    (before,) = years(table_of, date(2024, 1, 27)).itertuples()
    assert (before.period_from, before.data_through) == (date(2022, 12, 31),) * 2


def cases(spark: SparkSession) -> DataFrame:
    rows = several().assign(
        period_from=date(2023, 6, 1), data_through=date(2024, 5, 31), as_of=AS_OF
    )
    rows["cause"] = "emergency visits: " + rows["cause"]
    return spark.createDataFrame(rows)


def test_the_list_ranks_what_is_sure_and_keeps_silent_on_the_few(
    spark: SparkSession, boundary: DataFrame
) -> None:
    told = cases(spark)
    inside = conform(area_excess_risk(told, boundary, AS_OF), risk.area_excess_risk).toPandas()
    assert len(inside) == 48 and inside["cases"].min() < 5
    made: pd.DataFrame = conform(
        areas_with_excess_risk(told, boundary, AS_OF), published.areas_with_excess_risk
    ).toPandas()
    assert len(made) == 48 and made["rank"].dropna().tolist() == list(
        range(1, made["rank"].notna().sum() + 1)
    )
    assert made["name"].iloc[0].startswith(f"Area {SICK}, emergency visits: ")
    silent = made[made["rank"].isna()]
    assert len(silent) and silent["why_no_score"].notna().all()
    assert silent[["cases", "expected", "ratio", "probability"]].isna().all(None)
    assert made["cases"].min() >= 5
