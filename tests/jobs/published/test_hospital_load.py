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


def test_of_few_patients_neither_their_number_nor_what_is_made_of_it_is_told(
    table_of: TableOf,
) -> None:
    few = REPORTED.replace("| covid     | 34     |", "| covid     | 4      |")
    earlier = few.replace("| all       | 50     |", "| all       | 3      |")
    ahead = AHEAD.replace("too few days", "            ").replace(
        "covid   | Total       | 2020-09-29 | 1          |       |      |      |      |      |           |           |           |           |           |          |                           |",
        "covid   | Total       | 2020-09-29 | 1          | 1     | 2    | 4    | 5    | 6    | 1         | 2         | 4         | 5         | 6         | 9        | 0.1                       |",
    )
    assert ahead.count("| 0.1") == 3
    made = conform(
        hospital_load(
            table_of(ahead, risk.hospital_load),
            table_of(earlier.replace("2020-07-30", "2020-08-30"), surveillance.hospital_day),
            AS_OF,
        ),
        published.hospital_load,
    )
    rows = {(r["stratum"], str(r["day"])): r.asDict() for r in made.collect()}
    assert rows["covid", "2020-09-28"]["observed"] is None
    hidden = rows["covid", "2020-09-29"]
    numbers = [n for n in hidden if n.startswith(("q", "naive", "prob"))]
    assert len(numbers) == 9 and all(hidden[n] is None for n in numbers)
    assert hidden["why_no_forecast"].startswith("fewer than 5")
    # So few a month before are blank, and the coming days are told.
    assert rows["all", "2020-08-30"]["observed"] is None
    assert rows["all", "2020-09-29"]["q50"] == 95 and rows["all", "2020-09-28"]["observed"] == 94
    assert evaluated(made, published.hospital_load).broken().isEmpty()


def test_the_other_part_of_the_beds_tells_of_no_few_patients(table_of: TableOf) -> None:
    asked = """
        resource     | stratum | hospital_id | day        | days_ahead | q50 | naive_q50 | as_of      | data_through
        icu_bed      | all     | Total       | 2020-09-29 | 1          | 3   | 3         | 2020-09-30 | 2020-09-28
        acute_bed    | all     | Total       | 2020-09-29 | 1          | 53  | 53        | 2020-09-30 | 2020-09-28
        hospital_bed | all     | Total       | 2020-09-29 | 1          | 55  | 55        | 2020-09-30 | 2020-09-28
        acute_bed    | covid   | Total       | 2020-09-29 | 1          | 20  | 20        | 2020-09-30 | 2020-09-28
    """
    reported = """
        day        | resource     | status | stratum | amount | known_at
        2020-09-28 | icu_bed      | in_use | all     | 2      | 2020-09-29
        2020-09-28 | acute_bed    | in_use | all     | 53     | 2020-09-29
        2020-09-28 | hospital_bed | in_use | all     | 55     | 2020-09-29
        2020-09-27 | icu_bed      | in_use | all     | 5      | 2020-09-28
        2020-09-27 | acute_bed    | in_use | all     | 50     | 2020-09-28
        2020-09-27 | hospital_bed | in_use | all     | 55     | 2020-09-28
        2020-09-28 | acute_bed    | in_use | covid   | 20     | 2020-09-29
    """
    made = hospital_load(
        table_of(asked, risk.hospital_load), table_of(reported, surveillance.hospital_day), AS_OF
    )
    rows = {
        (r["resource"], r["stratum"], r["day"].day): r["observed"] or r["naive_q50"]
        for r in made.collect()
    }
    assert rows == {
        ("icu_bed", "all", 27): 5,
        ("icu_bed", "all", 28): None,
        ("icu_bed", "all", 29): None,
        ("acute_bed", "all", 27): 50,
        ("acute_bed", "all", 28): None,
        ("acute_bed", "all", 29): None,
        ("hospital_bed", "all", 29): 55,
        ("hospital_bed", "all", 27): 55,
        ("hospital_bed", "all", 28): 55,
        ("acute_bed", "covid", 28): 20,
        ("acute_bed", "covid", 29): 20,
    }
