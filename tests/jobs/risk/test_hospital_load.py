"""Which beds are forecast, and that the city's forecast fits its tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.risk.hospital_load import hospital_load, series
from lakehouse.declare import Table
from lakehouse.declare.errors import PlanError
from lakehouse.run.planning.plan_forecast import resolved_forecast
from lakehouse.tables import surveillance

TableOf = Callable[..., DataFrame]
REPORTED = """
    day        | resource  | status    | stratum  | amount | known_at
    2020-04-01 | icu_bed   | capacity  | all      | 1000   | 2020-04-02
    2020-04-01 | icu_bed   | in_use    | all      | 700    | 2020-04-02
    2020-04-01 | icu_bed   | in_use    | covid    | 300    | 2020-04-02
    2020-04-01 | icu_bed   | in_use    | not_covid| 400    | 2020-04-02
    2020-04-01 | icu_bed   | available | all      | 300    | 2020-04-02
    2020-04-02 | icu_bed   | in_use    | all      | 710    | 2020-04-03
    2020-04-01 | acute_bed | capacity  | adult    | 50     | 2020-04-02
"""
CENSUS = """
    day        | hospital_id | name    | resource | status   | amount | known_at
    2020-04-01 | H01         | Harbour | icu_bed  | capacity | 40     | 2020-04-02
    2020-04-01 | H01         | Harbour | icu_bed  | in_use   | 41     | 2020-04-02
"""
EXPECTED = """
    resource string | stratum string | hospital_id string| day date   | value double | known_at date
    icu_bed         | all            | Total             | 2020-04-01 | 700          | 2020-04-02
    icu_bed         | all            | Total             | 2020-04-02 | 710          | 2020-04-03
    icu_bed         | covid          | Total             | 2020-04-01 | 300          | 2020-04-02
    icu_bed         | all            | H01               | 2020-04-01 | 41           | 2020-04-02
"""
THERE = {("all", "Total", 1): 1000.0, ("all", "H01", 1): 40.0}


def test_what_is_in_use_is_forecast_beside_what_there_is(table_of: TableOf) -> None:
    census = table_of(CENSUS, surveillance.hospital_census)
    made = series(table_of(REPORTED, surveillance.hospital_day), census)
    assert_df_equality(
        made.drop("capacity"), table_of(EXPECTED), ignore_row_order=True, ignore_nullable=True
    )
    there = {(r.stratum, r.hospital_id, r.day.day): r.capacity for r in made.collect()}
    assert {k: v for k, v in there.items() if v is not None} == THERE


def test_the_question_fits_its_tables(table_of: TableOf) -> None:
    made = resolved_forecast(hospital_load, table_of(EXPECTED).selectExpr("*", "value as capacity"))
    assert made.columns == hospital_load.writes.column_names
    assert made.isEmpty()


def test_series_that_lack_a_column_are_found(table_of: TableOf) -> None:
    with pytest.raises(PlanError, match="series lacks capacity, known_at"):
        resolved_forecast(hospital_load, table_of(EXPECTED).drop("known_at"))


def test_an_answer_without_a_place_is_found(table_of: TableOf) -> None:
    asked: Any = replace(hospital_load, quantiles=(0.1, 0.5, 0.9))
    with pytest.raises(PlanError, match="has no place for naive_q10, naive_q90, q10, q90"):
        resolved_forecast(asked, table_of(EXPECTED).selectExpr("*", "value as capacity"))


def test_the_plainest_candidate_is_published_beside_the_winner() -> None:
    made = {name: make() for name, make in hospital_load.candidates.items()}
    assert next(iter(made)) == hospital_load.beside == "weekday naive"
    plain = [candidate.plain for candidate in made.values()]
    assert plain == sorted(plain, reverse=True) and not all(plain)
    assert isinstance(hospital_load.writes, Table) and hospital_load.limits
