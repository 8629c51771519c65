"""Who is asked about: past canvass visits under a licence, and who waits or why it has no score."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.city.sanitation_complaint import sanitation_complaint
from jobs.risk.food_premises.features import COMPLAINED
from jobs.risk.food_premises.question import food_premises, history, waiting
from jobs.risk.food_premises.visits import multiple
from lakehouse.declare import Feature
from lakehouse.tables import city, licensing, services
from lakehouse.transform.windows import with_features
from tests.jobs.city.test_sanitation_complaint import ENGLISH

TableOf = Callable[..., DataFrame]
AS_OF = date(2020, 3, 1)


def test_history_is_the_canvass_visits_under_a_licence(table_of: TableOf) -> None:
    visits = """
        inspection_id | premises_id | visited_on | known_at   | is_canvass | term_id | critical_found | latitude
        bad           | L1          | 2020-01-01 | 2020-01-02 | true       | t1      | true           | 41.9
        clean         | L1          | 2020-02-01 | 2020-02-02 | true       | t1      | false          |
        complaint     | L1          | 2020-02-01 | 2020-02-02 | false      | t1      | true           | 41.9
        unlicensed    | L2          | 2020-02-01 | 2020-02-02 | true       |         | true           | 41.9
        unsaid        | L2          | 2020-02-01 | 2020-02-02 |            | t2      | true           | 41.9
    """
    expected = """
        case_id string | premises_id string | licence_number string | latitude double | longitude double | happened_on date | known_at date | outcome int
        bad            | L1                 | L1                    | 41.9            |                  | 2020-01-01       | 2020-01-02    | 1
        clean          | L1                 | L1                    |                 |                  | 2020-02-01       | 2020-02-02    | 0
    """
    assert_df_equality(
        history(table_of(visits, city.food_visit)),
        table_of(expected),
        ignore_row_order=True,
        ignore_nullable=True,
    )


def test_each_known_premises_waits_or_says_why_not(table_of: TableOf) -> None:
    visits = """
        inspection_id | premises_id | visited_on | known_at   | latitude | longitude
        v1            | ready       | 2020-01-01 | 2020-01-01 | 41.1     | -87.1
        v2            | ready       | 2020-02-01 | 2020-02-01 | 41.2     | -87.2
        v3            | ready       | 2020-02-28 | 2020-03-01 | 41.3     | -87.3
        v4            | expired     | 2020-02-01 | 2020-02-01 |          |
        v0            | last_day    | 2020-01-01 | 2020-01-01 | 41.5     | -87.5
        v5            | last_day    | 2020-02-01 | 2020-02-01 |          |
        v6            | unlicensed  | 2020-02-01 | 2020-02-01 |          |
        v7            | new         | 2020-02-29 | 2020-03-01 |          |
        v8            | unheard_of  | 2020-03-02 | 2020-03-02 |          |
        v9            | renewed     | 2020-02-01 | 2020-02-01 |          |
        v10           | for_good    | 2020-02-01 | 2020-02-01 |          |
    """
    terms = """
        term_id | licence_number | starts_on  | ends_on    | known_at
        t1      | ready          | 2019-01-01 | 2020-12-31 | 2019-01-01
        t2      | expired        | 2019-01-01 | 2020-02-29 | 2019-01-01
        t3      | expired        | 2020-03-01 | 2020-12-31 | 2020-03-01
        t4      | last_day       | 2019-01-01 | 2020-03-01 | 2019-01-01
        t5      | new            | 2020-01-01 | 2020-12-31 | 2020-01-01
        t6      | unheard_of     | 2020-03-01 | 2020-12-31 | 2020-03-01
        t7      | renewed        | 2018-01-01 | 2018-12-31 | 2018-01-01
        t8      | renewed        | 2019-01-01 | 2020-12-31 | 2019-01-01
        t9      | for_good       | 2019-01-01 |            | 2019-01-01
    """
    expected = """
        premises_id string | licence_number string | latitude double | longitude double | why_no_score string
        ready              | ready                 | 41.2            | -87.2            |
        last_day           | last_day              | 41.5            | -87.5            |
        renewed            | renewed               |                 |                  |
        for_good           | for_good              |                 |                  |
        expired            | expired               |                 |                  | its licence has run out
        unlicensed         | unlicensed            |                 |                  | no licence of it is known
        new                | new                   |                 |                  | it was never visited before this day
    """
    made = waiting(
        table_of(visits, city.food_visit), table_of(terms, licensing.food_licence), AS_OF
    )
    assert_df_equality(made, table_of(expected), ignore_row_order=True, ignore_nullable=True)


@pytest.fixture(scope="module")
def scored(table_of: TableOf) -> dict[str, Any]:
    """A small chain: A1 owns p and q, A2 owns r; every visit is a year before the day."""
    visits = """
        inspection_id | premises_id | visited_on | known_at   | critical | critical_found | serious | minor | failed | chain | account_number | risk_class
        1             | p           | 2019-03-02 | 2019-03-02 | 1        | true           | 0       | 2     | true   | WOK   | A1             | 1
        2             | q           | 2019-03-02 | 2019-03-02 | 2        | true           | 1       | 0     | false  | WOK   | A1             | 2
        3             | r           | 2019-03-02 | 2019-03-02 | 0        | false          | 0       | 4     | false  | WOK   | A2             | 3
    """
    terms = """
        term_id | licence_number | account_number | chain | starts_on  | ends_on    | known_at
        t1      | p              | A1             | WOK   | 2019-03-01 | 2020-12-31 | 2019-03-01
        t2      | q              | A1             | WOK   | 2019-03-01 | 2020-12-31 | 2019-03-01
        t3      | r              | A2             | WOK   | 2019-03-01 | 2020-12-31 | 2019-03-01
    """
    cohort = """
        case_id string | premises_id string | licence_number string | latitude double | longitude double | as_of date
        p              | p                  | p                     |                 |                  | 2020-03-01
        s              | s                  | s                     |                 |                  | 2020-03-01
    """
    drawn = {city.food_visit.name: visits, licensing.food_licence.name: terms}
    facts = {t.name: table_of(drawn.get(t.name, t.column_names[0]), t) for t in food_premises.reads}
    rows = with_features(table_of(cohort), food_premises.features, facts).collect()
    return {r["case_id"]: r for r in rows}


def test_own_findings_fade_by_half_in_a_year_and_are_drawn_to_the_citys(
    scored: dict[str, Any],
) -> None:
    row = scored["p"]
    assert (row["visits"], row["critical_visits"], row["days_since_visit"]) == (1, 1, 365)
    assert row["faded_visits"] == row["faded_critical"] == pytest.approx(0.5)
    assert row["city_critical"] == pytest.approx(2 / 3)
    expected = (0.5 + 1.5 * 2 / 3) / ((0.5 + 1.5) * 2 / 3)
    assert row["critical_multiple"] == pytest.approx(expected)
    assert scored["s"]["critical_multiple"] == pytest.approx(1)


def test_the_rest_of_chain_and_owner_leaves_the_premises_out(scored: dict[str, Any]) -> None:
    row = scored["p"]
    assert (row["chain_visits_all"], row["chain_visits_own"]) == (3, 1)
    assert row["chain_critical"] == pytest.approx((1 + 5 * 2 / 3) / ((2 + 5) * 2 / 3))
    assert row["owner_critical"] == pytest.approx((1 + 3 * 2 / 3) / ((1 + 3) * 2 / 3))
    assert row["owner_premises"] == 2


def test_a_premises_that_nobody_knows_gets_the_citys_average(scored: dict[str, Any]) -> None:
    row = scored["s"]
    assert (row["visits"], row["never_visited"], row["owner_size"]) == (0, 1, 0)
    assert row["chain"] is None
    assert row["chain_critical"] == row["owner_critical"] == pytest.approx(1)
    assert row["complaints_near"] == row["burglaries_near"] == 0
    assert scored["p"]["never_visited"] == 0


def test_complaints_count_by_what_they_are_about_and_once_known(table_of: TableOf) -> None:
    """At the door: of refuse, of rats, of water, of nothing said, and one told only later."""
    complaints = """
        row_id | nature                      | created_on | known_at   | latitude | longitude
        1      | Dumpster not being emptied  | 2020-02-20 | 2020-02-20 | 41.9     | -87.7
        2      | RODENTS                     | 2020-02-20 | 2020-02-20 | 41.9     | -87.7
        3      | Standing water              | 2020-02-20 | 2020-02-20 | 41.9     | -87.7
        4      |                             | 2020-02-20 | 2020-02-20 | 41.9     | -87.7
        5      | Rats in the yard            | 2020-02-20 | 2020-03-05 | 41.9     | -87.7
        6      | Garbage in alley            | 2019-11-01 | 2019-11-01 | 41.9     | -87.7
        7      | Construction site: crates   | 2020-02-20 | 2020-02-20 | 41.9     | -87.7
    """
    visits = """
        inspection_id | premises_id | kind      | visited_on | known_at
        1             | p           | complaint | 2020-02-01 | 2020-02-01
        2             | p           | canvass   | 2019-02-01 | 2019-02-01
        3             | p           | complaint | 2020-02-27 | 2020-03-02
        4             | q           | complaint | 2019-02-01 | 2019-02-01
    """
    cohort = """
        case_id string | premises_id string | licence_number string | latitude double | longitude double | as_of date
        p              | p                  | p                     | 41.9            | -87.7            | 2020-03-01
    """
    told = table_of(complaints, services.sanitation_request)
    facts = {
        city.food_visit.name: table_of(visits, city.food_visit),
        city.sanitation_complaint.name: sanitation_complaint(told, ENGLISH),
    }
    names = ("complaints_near", "refuse_near", "animals_near", "water_near", "complaint_visits")
    assert set(names) < set(COMPLAINED)
    asked = [f for f in food_premises.features if f.name in names and isinstance(f, Feature)]
    (row,) = with_features(table_of(cohort), asked, facts).collect()
    assert [row[name] for name in names] == [5, 1, 1, 1, 1]


def test_a_multiple_of_nothing_is_missing_not_an_error(table_of: TableOf) -> None:
    drawn = table_of("""
        found int | visits int | average double
        0         | 0          | 0
        1         | 1          | 0.5
    """)
    made = drawn.selectExpr(f"{multiple('found', 'visits', 'average', 1.5)} as m").collect()
    assert [row["m"] for row in made] == [None, pytest.approx(1.75 / 1.25)]


def test_what_only_links_or_feeds_is_not_learnt() -> None:
    hidden = {f.name for f in food_premises.features} - set(food_premises.learned)
    assert {"chain", "account_number", "city_critical", "owner_premises"} <= hidden
    assert {"critical_multiple", "facility", "burglaries_near"} <= set(food_premises.learned)


def test_every_candidate_looks_at_learned_features_only() -> None:
    for name, make in food_premises.candidates.items():
        columns = getattr(make(), "columns", None) or ()
        assert set(columns) <= set(food_premises.learned), name
