"""Every declared table keeps the promises that all tables make."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest
from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from lakehouse.checks.conform import schema_of
from lakehouse.checks.mask import masks
from lakehouse.declare import Column, Result, Table
from lakehouse.run.catalogue import find_steps, find_tables, load_catalogue
from lakehouse.run.settings import load_settings

TABLES = find_tables()
CITIES = ("chicago", "sample")
DATED, MODELLED = ("as_of", "data_through"), ("model_name", "model_version")
SCORES = {"candidate", "score", "probability"}
# Results with a score that no registered model gave, and why.
NOT_REGISTERED = {
    "published.areas_with_excess_risk": "a Poisson-gamma model of one table, nothing is kept",
    "published.city_risk": "a composite of indicators, nothing is learnt",
    "published.district_risk": "a composite of indicators, nothing is learnt",
}


def breaking(keeps: Callable[[Table], bool]) -> list[str]:
    """The tables that do not keep a promise."""
    return [name for name, table in TABLES.items() if not keeps(table)]


def resolve(spark: SparkSession, table: Table) -> list[str]:
    """Asking for the columns makes Spark resolve the rules; no row is read."""
    return spark.createDataFrame([], schema_of(table)).select(*masks(table.rules)).columns


def test_the_tables_are_found() -> None:
    assert len(TABLES) >= 17
    assert {"city.food_visit", "published.premises_to_inspect_first"} <= set(TABLES)


def test_each_result_says_of_which_day_and_by_which_model_it_is() -> None:
    def stamped(table: Table) -> bool:
        if not isinstance(table, Result):
            return True
        scored = bool(SCORES & set(table.column_names)) and table.name not in NOT_REGISTERED
        return {*DATED, *(MODELLED if scored else ())} <= set(table.column_names)

    assert breaking(stamped) == []
    # One that got its stamp is no exception any more.
    bare = [n for n in NOT_REGISTERED if not set(MODELLED) <= set(TABLES[n].column_names)]
    assert bare == list(NOT_REGISTERED)


def test_each_is_declared_on_the_page_of_its_schema() -> None:
    for schema in {table.schema for table in TABLES.values()}:
        page = importlib.import_module(f"lakehouse.tables.{schema}")
        assert (page.__doc__ or "").strip().endswith("."), schema
        declared = {name for name, t in TABLES.items() if getattr(page, t.last, None) is t}
        assert {name for name, t in TABLES.items() if t.schema == schema} <= declared


def test_each_says_what_one_row_is() -> None:
    assert breaking(lambda t: t.one_row.startswith("One row per ") and t.one_row[-1] == ".") == []


def test_each_column_has_a_meaning_in_words() -> None:
    def said(table: Table) -> bool:
        return all(c.meaning.endswith(".") and len(c.meaning) >= 7 for c in table.columns)

    assert breaking(said) == []


def test_each_key_is_of_the_table_s_columns() -> None:
    def keyed(table: Table) -> bool:
        once = len(set(table.key)) == len(table.key) and set(table.key) <= set(table.column_names)
        # Only held back rows have no key.
        return once and bool(table.key or table.schema == "quarantine")

    assert breaking(keyed) == []


def test_what_happened_has_also_a_day_on_which_it_was_known() -> None:
    def dated(table: Table) -> bool:
        days = [table.column(day) for day in (table.happened_at, table.known_at) if day]
        sure = all(d.required or d.name in table.key for d in days)
        return len(days) != 1 and sure and all(d.type in ("date", "timestamp") for d in days)

    assert breaking(dated) == []


def test_the_rules_of_each_resolve(spark: SparkSession) -> None:
    assert breaking(lambda t: len(resolve(spark, t)) == (1 if t.rules else 0)) == []


def test_a_rule_over_a_misspelt_column_does_not_resolve(spark: SparkSession) -> None:
    wrong = Column("size", "int", "How big.", rule="sise > 0")
    with pytest.raises(AnalysisException):
        resolve(spark, Table("city.thing", "One row per thing.", ("size",), (wrong,)))


@pytest.mark.parametrize("city", CITIES)
def test_the_tables_that_a_city_adds_resolve_too(spark: SparkSession, city: str) -> None:
    catalogue = load_catalogue(load_settings(city, {}).city)
    added = [t for name, t in catalogue.tables.items() if name not in TABLES]
    assert {t.schema for t in added} == {"landed", "risk"}
    for table in added:
        assert resolve(spark, table)
        assert all(c.meaning.strip() for c in table.columns)


def test_each_table_of_facts_and_results_is_made_in_some_city() -> None:
    """A city need not fill the whole vocabulary, but no word is declared for nobody."""
    catalogues = [load_catalogue(load_settings(city, {}).city) for city in CITIES]
    platform = ("governance", "quarantine")
    alone = [
        t.name
        for t in TABLES.values()
        if t.schema not in platform and not any(c.written_by(t) for c in catalogues)
    ]
    assert alone == []


def test_no_result_has_a_personal_column() -> None:
    results = [t for t in TABLES.values() if t.schema == "published"]
    assert results
    for table in results:
        assert isinstance(table, Result)
        assert table.decides and table.audience and table.refreshed
        assert "personal" not in {c.grade for c in table.columns}


def test_what_is_published_comes_from_jobs_alone() -> None:
    written = {t.name for step in find_steps() for t in step.outputs}
    assert {name for name, t in TABLES.items() if isinstance(t, Result)} <= written
