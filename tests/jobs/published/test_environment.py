"""Both lists have every row in order, with the last sample or catch known by the day."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.beaches_to_close import beaches_to_close
from jobs.published.traps_to_treat import traps_to_treat
from lakehouse.checks.conform import conform
from lakehouse.tables import city, environment, published, risk

TableOf = Callable[..., DataFrame]
AS_OF = date(2020, 7, 10)


def test_every_beach_is_listed_in_order_with_its_names_and_last_sample(table_of: TableOf) -> None:
    scores = """
        beach  | rank | probability | why_no_score  | as_of      | model_version
        gone   |      |             | not in use    | 2020-07-10 | 3
        second | 2    | 0.1         |               | 2020-07-10 | 3
        first  | 1    | 0.4         |               | 2020-07-10 | 3
    """
    samples = """
        beach  | sampled_on | ecoli | latitude | longitude | known_at
        first  | 2020-07-01 | 10    | 41.9     | -87.6     | 2020-07-02
        first  | 2020-07-08 | 300   | 41.9     | -87.6     | 2020-07-09
        first  | 2020-07-09 | 999   | 41.9     | -87.6     | 2020-07-10
    """
    names = """
        spelling | name     | short_name
        1st      | Hartigan | first
        First St | Columbia | first
        one      | Columbia | first
    """
    expected = """
        rank | beach  | names              | probability | latitude | longitude | last_sampled_on | last_ecoli | why_no_score | as_of      | model_version
        1    | first  | Columbia, Hartigan | 0.4         | 41.9     | -87.6     | 2020-07-08      | 300        |              | 2020-07-10 | 3
        2    | second |                    | 0.1         |          |           |                 |            |              | 2020-07-10 | 3
             | gone   |                    |             |          |           |                 |            | not in use   | 2020-07-10 | 3
    """
    made = beaches_to_close(
        table_of(scores, risk.beach),
        table_of(samples, city.beach_day),
        table_of(names, environment.beach_name),
        table_of("area_kind | area | geometry", city.area_boundary),
        AS_OF,
    )
    assert_df_equality(
        conform(made, published.beaches_to_close),
        table_of(expected, published.beaches_to_close),
        ignore_nullable=True,
    )


def test_every_trap_is_listed_in_order_with_its_last_known_catch(table_of: TableOf) -> None:
    scores = """
        trap | rank | probability | why_no_score | as_of      | model_version
        T3   |      |             | not in use   | 2020-07-10 | 3
        T2   | 1    | 0.4         |              | 2020-07-10 | 3
        T1   | 2    | 0.1         |              | 2020-07-10 | 3
    """
    catches = """
        trap | caught_on  | mosquitoes | virus_found | latitude | longitude | known_at
        T1   | 2020-07-01 | 10         | false       | 41.9     | -87.6     | 2020-07-08
        T1   | 2020-07-07 | 10         | true        | 41.9     | -87.6     | 2020-07-14
    """
    expected = """
        rank | trap | probability | latitude | longitude | last_caught_on | why_no_score | as_of      | model_version
        1    | T2   | 0.4         |          |           |                |              | 2020-07-10 | 3
        2    | T1   | 0.1         | 41.9     | -87.6     | 2020-07-01     |              | 2020-07-10 | 3
             | T3   |             |          |           |                | not in use   | 2020-07-10 | 3
    """
    made = traps_to_treat(
        table_of(scores, risk.west_nile),
        table_of(catches, city.trap_catch),
        table_of("area_kind | area | geometry", city.area_boundary),
        AS_OF,
    )
    assert_df_equality(
        conform(made, published.traps_to_treat),
        table_of(expected, published.traps_to_treat),
        ignore_nullable=True,
    )
