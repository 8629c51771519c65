"""An area's measures stand side by side, each with its own last day, and are combined or not."""

# A drawn table is as wide as it is.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import pytest
from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.area_side_by_side import COUNTED, area_side_by_side
from lakehouse.checks.conform import conform
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.settings import load_settings
from lakehouse.tables import city, planning, published
from lakehouse.transform.combined import COMBINED
from tests.conftest import TableOf

# Kinds of event that are not called after the table they come from.
KIND_OF = {"ambulance.run": "ambulance_run"}
DAYS = """
    area_kind      | area | day        | event_kind | events | harmful | known_at
    community_area | 1    | 2011-12-31 | crash      | 9      | 5       | 2012-01-01
    community_area | 1    | 2011-01-01 | crash      | 2      | 1       | 2011-01-02
    community_area | 1    | 2010-12-31 | crash      | 7      | 7       | 2011-01-01
    community_area | 1    | 2012-03-01 | crash      | 7      | 7       | 2012-03-02
    community_area | 2    | 2011-06-01 | crash      | 4      | 2       | 2011-06-02
    ward           | 2    | 2011-06-01 | crash      | 4      | 2       | 2011-06-02
    community_area | 2    | {burglary} | burglary   | 3      | 3       | {burglary}
"""
AREAS = """
    area_kind      | area | name
    community_area | 1    | Old Town
    community_area | 2    | New Town
    ward           | 2    | 2
"""
LIVED = """
    area_kind      | area | census | population
    community_area | 1    | 2010   | 2000
    community_area | 2    | 2010   | 500
    community_area | 2    | 2020   | 9
"""
GIVEN = """
    community_area | indicator          | value | period_from | period_through
    1              | infant_mortality   | 6.5   | 2005-01-01  | 2011-12-31
    2              | infant_mortality   | 9.5   | 2005-01-01  | 2011-12-31
    1              | per_capita_income  | 20000 | 2005-01-01  | 2011-12-31
"""
DAY = date(2012, 2, 1)
ROWS = """
    community_area | name     | population | domain  | measure          | value | per_1000 | rank | of | period_from | data_through
    1              | Old Town | 2000       | traffic | injury_crashes   | 6     | 3        | 2    | 2  | 2011-01-01  | 2011-12-31
    2              | New Town | 500        | traffic | injury_crashes   | 2     | 4        | 1    | 2  | 2011-01-01  | 2011-12-31
    1              | Old Town | 2000       | safety  | burglaries       | 0     | 0        | 2    | 2  | 2011-01-02  | 2012-01-01
    2              | New Town | 500        | safety  | burglaries       | 3     | 6        | 1    | 2  | 2011-01-02  | 2012-01-01
    1              | Old Town | 2000       | medical | infant_mortality | 6.5   |          | 2    | 2  | 2005-01-01  | 2011-12-31
    2              | New Town | 500        | medical | infant_mortality | 9.5   |          | 1    | 2  | 2005-01-01  | 2011-12-31
"""


MORE = """
    community_area | 1    | 2011-06-01 | ambulance_run | 40 | 18 | 2011-06-02
    community_area | 2    | 2011-12-31 | ambulance_run | 9  | 4  | 2012-01-01
"""
FOUR_YEARS_BEFORE = """
    community_area | 1    | 2007-12-31 | pedestrian_cyclist_crash | 3 | 3 | 2008-01-01
"""


def events_of(days: DataFrame) -> DataFrame:
    """The events that such days of areas are made of."""
    each = days.where("area_kind = 'community_area'").selectExpr(
        *("event_kind", "day as happened_on", "area as community_area", "known_at", "harmful"),
        "explode(sequence(1, events)) as n",
    )
    return each.selectExpr("*", "n <= harmful as is_harmful")


def made(
    table_of: TableOf, burglary: str = "2012-01-01", as_of: date = DAY, more: str = ""
) -> DataFrame:
    days = DAYS.format(burglary=burglary).rstrip() + more
    return conform(
        area_side_by_side(
            events_of(table_of(days, city.area_day)),
            table_of(AREAS, city.area_boundary),
            table_of(LIVED, city.area_population),
            table_of(GIVEN, planning.area_health_indicator),
            as_of,
        ),
        published.area_side_by_side,
    )


def test_each_measure_counts_the_last_year_of_its_own_source(table_of: TableOf) -> None:
    drawn = table_of(ROWS, published.area_side_by_side)
    names = [cell.strip() for cell in ROWS.strip().splitlines()[0].split("|")]
    assert_df_equality(
        made(table_of).select(*names),
        drawn.select(*names),
        ignore_row_order=True,
        ignore_nullable=True,
    )


def test_domains_within_a_year_of_each_other_make_one_number(table_of: TableOf) -> None:
    found = made(table_of).select("community_area", "combined", "why_not_combined").distinct()
    one = {r["community_area"]: r["combined"] for r in found.collect()}
    # First in all three; and last in all three, where a hundredth stands for nothing.
    assert one == pytest.approx({"2": 100, "1": 1})


def test_an_event_that_came_late_hides_none_of_its_day(table_of: TableOf) -> None:
    late = "\n    community_area | 2    | 2011-06-01 | crash      | 1 | 1 | 2012-05-01\n"
    of = "measure = 'injury_crashes' and community_area = '2'"
    then, after = (made(table_of, as_of=d, more=late).where(of) for d in (DAY, date(2012, 6, 1)))
    assert [(r.value, r.data_through) for r in then.collect()] == [(2, date(2011, 12, 31))]
    assert [r.value for r in after.collect()] == [2 + 1]


@pytest.mark.parametrize("burglary", ["2010-06-01", "2013-01-01"])
def test_days_apart_or_a_domain_without_data_make_none_and_say_why(
    table_of: TableOf, burglary: str
) -> None:
    found = made(table_of, burglary)
    assert found.where("combined is not null or why_not_combined is null").count() == 0
    assert found.count() == (6 if burglary < "2012" else 4), "what was not known yet has no row"


def test_before_its_years_are_over_a_given_rate_is_not_known(table_of: TableOf) -> None:
    found = made(table_of, as_of=date(2011, 12, 31))
    assert found.where("domain = 'medical'").count() == 0


def test_people_are_counted_in_steps_and_few_of_them_are_not_told(table_of: TableOf) -> None:
    found = made(table_of, more=MORE).where("measure = 'urgent_ambulance_runs'").collect()
    told = {row["community_area"]: row for row in found}
    assert {row["domain"] for row in found} == {"medical"}
    many, few = told["1"], told["2"]
    assert (many["value"], many["per_1000"], many["rank"], many["of"]) == (15, 7.5, 1, 1)
    assert (few["value"], few["per_1000"], few["rank"]) == (None, None, None)
    assert (many["withheld"], few["withheld"]) == (False, True)


def test_an_old_measure_beside_a_new_one_of_its_domain_lets_nothing_be_combined(
    table_of: TableOf,
) -> None:
    found = made(table_of, more=FOUR_YEARS_BEFORE)
    assert found.where("measure = 'walkers_and_cyclists_hurt'").count() == 2
    assert found.where("combined is not null or why_not_combined is null").count() == 0


@pytest.mark.parametrize("name", ["chicago", "sample"])
def test_each_city_has_a_measure_of_the_three_domains(name: str) -> None:
    catalogue = load_catalogue(load_settings(name, {}).city)
    filled = {feed.fills for feed in catalogue.feeds}
    filled |= {step.writes.name for step in catalogue.steps}
    kinds = {KIND_OF.get(table, table.split(".")[1]) for table in filled}
    domains = {domain for domain, kind, *_ in COUNTED.values() if kind in kinds}
    domains |= {"medical"} if planning.area_health_indicator.name in filled else set()
    assert domains >= set(COMBINED)
