"""Each visit has its violations by kind, and the licence term in force on the day."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.food_visit import food_visit
from lakehouse.checks.conform import conform
from lakehouse.tables import city, health, licensing

TableOf = Callable[..., DataFrame]
NO_TERMS = "term_id | licence_number"
NO_VIOLATIONS = "inspection_id | item | found"


def made(table_of: TableOf, visits: str, violations: str, terms: str) -> DataFrame:
    frame = food_visit(
        table_of(visits, health.food_inspection),
        table_of(violations, health.food_violation),
        table_of(terms, licensing.food_licence),
    )
    return conform(frame, city.food_visit)


def same(ours: DataFrame, expected: DataFrame) -> None:
    names = expected.columns
    assert_df_equality(ours.select(names), expected, ignore_row_order=True, ignore_nullable=True)


def test_violations_are_summed_by_kind_and_seventy_is_none_of_them(table_of: TableOf) -> None:
    visits = """
        inspection_id | licence_number | inspected_on
        ends          | L1             | 2020-01-01
        many          | L1             | 2020-01-01
        only_70       | L1             | 2020-01-01
        clean         | L1             | 2020-01-01
    """
    violations = """
        inspection_id | item | found
        ends          | 1    | 1
        ends          | 14   | 1
        ends          | 15   | 10
        ends          | 29   | 10
        ends          | 30   | 100
        ends          | 44   | 100
        ends          | 70   | 1000
        many          | 3    | 4
        only_70       | 70   | 2
        elsewhere     | 3    | 9
    """
    expected = """
        inspection_id string | critical int | serious int | minor int | critical_found boolean
        ends                 | 2            | 20          | 200       | true
        many                 | 4            | 0           | 0         | true
        only_70              | 0            | 0           | 0         | false
        clean                | 0            | 0           | 0         | false
    """
    same(made(table_of, visits, violations, NO_TERMS), table_of(expected))


def test_the_licence_in_force_is_the_newest_whose_term_holds_the_day(table_of: TableOf) -> None:
    visits = """
        inspection_id | licence_number | inspected_on
        day_before    | L1             | 2019-12-31
        first_day     | L1             | 2020-01-01
        last_day      | L1             | 2020-01-31
        day_after     | L1             | 2020-02-01
        two_terms     | L2             | 2020-01-15
        same_start    | L3             | 2020-01-15
        open_end      | L4             | 2020-01-15
        unlicensed    | L9             | 2020-01-15
        nameless      |                | 2020-01-15
    """
    terms = """
        term_id | licence_number | account_number | starts_on  | ends_on
        L1-a    | L1             | ann            | 2020-01-01 | 2020-01-31
        L2-a    | L2             | ann            | 2020-01-02 | 2020-12-31
        L2-b    | L2             | bob            | 2020-01-10 | 2020-01-20
        L2-c    | L2             | cid            | 2020-01-16 | 2020-12-31
        L3-a    | L3             | ann            | 2020-01-01 | 2020-12-31
        L3-b    | L3             | bob            | 2020-01-01 | 2020-02-01
        L4-a    | L4             | ann            | 2020-01-01 |
    """
    expected = """
        inspection_id string | premises_id string | term_id string | account_number string
        day_before           | L1                 |                |
        first_day            | L1                 | L1-a           | ann
        last_day             | L1                 | L1-a           | ann
        day_after            | L1                 |                |
        two_terms            | L2                 | L2-b           | bob
        same_start           | L3                 | L3-b           | bob
        open_end             | L4                 | L4-a           | ann
        unlicensed           | L9                 |                |
        nameless             |                    |                |
    """
    same(made(table_of, visits, NO_VIOLATIONS, terms), table_of(expected))


def test_only_routine_visits_that_took_place_are_canvass_visits(table_of: TableOf) -> None:
    visits = """
        inspection_id | licence_number | inspected_on | known_at   | kind      | result
        passed        | L1             | 2020-01-01   | 2020-01-02 | canvass   | pass
        conditions    | L1             | 2020-01-01   | 2020-01-02 | canvass   | pass_with_conditions
        failed        | L1             | 2020-01-01   | 2020-01-02 | canvass   | fail
        not_there     | L1             | 2020-01-01   | 2020-01-02 | canvass   | other
        complaint     | L1             | 2020-01-01   | 2020-01-02 | complaint | fail
    """
    expected = """
        inspection_id string | is_canvass boolean | failed boolean | visited_on date | known_at date | kind string
        passed               | true               | false          | 2020-01-01      | 2020-01-02    | canvass
        conditions           | true               | false          | 2020-01-01      | 2020-01-02    | canvass
        failed               | true               | true           | 2020-01-01      | 2020-01-02    | canvass
        not_there            | false              | false          | 2020-01-01      | 2020-01-02    | canvass
        complaint            | false              | true           | 2020-01-01      | 2020-01-02    | complaint
    """
    same(made(table_of, visits, NO_VIOLATIONS, NO_TERMS), table_of(expected))
