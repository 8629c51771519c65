"""The published load: sixty days as reported by the day, then the days ahead."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.hospital_load import hospital_load
from lakehouse.checks.conform import conform
from lakehouse.checks.evaluated import evaluated
from lakehouse.tables import published, risk, surveillance

TableOf = Callable[..., DataFrame]
AS_OF = date(2020, 9, 30)
AHEAD = """
    resource | stratum | hospital_id | day        | days_ahead | q05   | q25  | q50  | q75  | q95  | naive_q05 | naive_q25 | naive_q50 | naive_q75 | naive_q95 | capacity | probability_over_capacity | candidate | why_no_forecast | as_of      | data_through | model_version
    icu_bed  | all     | Total       | 2020-09-29 | 1          | 79.96 | 90   | 95   | 99   | 110  | 70        | 80        | 90        | 100       | 120       | 105      | 0.1                       | trend     |                 | 2020-09-30 | 2020-09-28   | 3
    icu_bed  | covid   | Total       | 2020-09-29 | 1          |       |      |      |      |      |           |           |           |           |           |          |                           | trend     | too few days    | 2020-09-30 | 2020-09-28   | 3
    icu_bed  | all     | H01         | 2020-09-29 | 1          | 79.96 | 90   | 95   | 99   | 110  | 70        | 80        | 90        | 100       | 120       | 105      | 0.1                       | trend     |                 | 2020-09-30 | 2020-09-28   | 3
"""
REPORTED = """
    day        | resource  | status   | stratum   | amount | known_at
    2020-07-30 | icu_bed   | in_use   | all       | 50     | 2020-07-31
    2020-07-31 | icu_bed   | in_use   | all       | 51     | 2020-08-01
    2020-09-28 | icu_bed   | in_use   | all       | 94     | 2020-09-29
    2020-09-28 | icu_bed   | capacity | all       | 105    | 2020-09-29
    2020-09-28 | icu_bed   | in_use   | not_covid | 60     | 2020-09-29
    2020-09-28 | icu_bed   | in_use   | covid     | 34     | 2020-09-29
    2020-09-29 | icu_bed   | in_use   | all       | 99     | 2020-09-30
    2020-09-28 | acute_bed | in_use   | all       | 900    | 2020-09-29
"""
EXPECTED = """
    resource | stratum | day        | days_ahead | observed | q05 | q25 | q50 | q75 | q95 | naive_q05 | naive_q50 | naive_q95 | capacity | probability_over_capacity | candidate | why_no_forecast | as_of      | data_through | model_version
    icu_bed  | all     | 2020-07-31 |            | 51       |     |     |     |     |     |           |           |           |          |                           |           |                 | 2020-09-30 | 2020-09-28   | 3
    icu_bed  | all     | 2020-09-28 |            | 94       |     |     |     |     |     |           |           |           | 105      |                           |           |                 | 2020-09-30 | 2020-09-28   | 3
    icu_bed  | all     | 2020-09-29 | 1          |          | 80  | 90  | 95  | 99  | 110 | 70        | 90        | 120       | 105      | 0.1                       | trend     |                 | 2020-09-30 | 2020-09-28   | 3
    icu_bed  | covid   | 2020-09-28 |            | 34       |     |     |     |     |     |           |           |           |          |                           |           |                 | 2020-09-30 | 2020-09-28   | 3
    icu_bed  | covid   | 2020-09-29 | 1          |          |     |     |     |     |     |           |           |           |          |                           | trend     | too few days    | 2020-09-30 | 2020-09-28   | 3
"""


def made_of(table_of: TableOf) -> DataFrame:
    made = hospital_load(
        table_of(AHEAD, risk.hospital_load), table_of(REPORTED, surveillance.hospital_day), AS_OF
    )
    return conform(made, published.hospital_load)


def test_sixty_days_as_known_by_the_day_come_before_the_days_ahead(table_of: TableOf) -> None:
    # The order of rows is part of the promise: it is not ignored.
    assert_df_equality(
        made_of(table_of), table_of(EXPECTED, published.hospital_load), ignore_nullable=True
    )


def test_its_rows_keep_its_rules(table_of: TableOf) -> None:
    assert evaluated(made_of(table_of), published.hospital_load).broken().isEmpty()


def test_a_forecast_without_quantiles_and_reason_breaks_them(table_of: TableOf) -> None:
    wrong = made_of(table_of).selectExpr("* except (why_no_forecast)", "null as why_no_forecast")
    made = evaluated(conform(wrong, published.hospital_load), published.hospital_load)
    assert made.broken().count() == 1
