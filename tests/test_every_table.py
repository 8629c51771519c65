"""Every declared table keeps the promises that all tables make."""

from __future__ import annotations

import importlib

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
every_table = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


def resolve(spark: SparkSession, table: Table) -> list[str]:
    """Asking for the columns makes Spark resolve the rules; no row is read."""
    return spark.createDataFrame([], schema_of(table)).select(*masks(table.rules)).columns


def test_the_tables_are_found() -> None:
    assert len(TABLES) >= 17
    assert {"city.food_visit", "published.premises_to_inspect_first"} <= set(TABLES)


@every_table
def test_it_is_declared_on_the_page_of_its_schema(table: Table) -> None:
    page = importlib.import_module(f"lakehouse.tables.{table.schema}")
    assert getattr(page, table.last, None) is table
    assert (page.__doc__ or "").strip().endswith(".")


@every_table
def test_it_says_what_one_row_is(table: Table) -> None:
    assert table.one_row.startswith("One row per ")
    assert table.one_row.endswith(".")


@every_table
def test_each_column_has_a_meaning_in_words(table: Table) -> None:
    poor = [c.name for c in table.columns if not c.meaning.endswith(".") or len(c.meaning) < 7]
    assert poor == []


@every_table
def test_its_key_is_of_its_columns(table: Table) -> None:
    assert set(table.key) <= set(table.column_names)
    assert len(set(table.key)) == len(table.key)
    assert table.key or table.schema == "quarantine", "only held back rows have no key"


@every_table
def test_what_happened_has_also_a_day_on_which_it_was_known(table: Table) -> None:
    assert (table.happened_at is None) == (table.known_at is None)
    for name in (table.happened_at, table.known_at):
        if name is not None:
            column = table.column(name)
            assert column.type in ("date", "timestamp")
            assert column.required or column.name in table.key


@every_table
def test_its_rules_resolve(spark: SparkSession, table: Table) -> None:
    assert len(resolve(spark, table)) == (1 if table.rules else 0)


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
