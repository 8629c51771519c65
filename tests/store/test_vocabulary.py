"""A SELECT turns delivered words into the city's, or is refused with the file it stands in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.declare import Column, Table
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.store.contract.vocabulary import as_vocabulary, plain, words
from tests.store.parks import dog_feed, dog_table

KENNEL = Table(
    "city.kennel",
    "One row per dog.",
    key=("tag",),
    columns=(Column("tag", "string", "Its tag."), Column("kind", "string", "Its kind.")),
)


@pytest.fixture(scope="module")
def rows(spark: SparkSession) -> DataFrame:
    """Good rows of the feed as :func:`lakehouse.transform.typed.good` gives them."""
    return spark.sql(
        "select '1' tag, 'Bo' name, date'2020-01-01' seen_on, date'2020-01-02' known_at, "
        "'id' _row_id, 'parks/dog.csv' _file, 7L _row "
        "union all select '2', 'Rex', date'2020-01-03', date'2020-01-04', 'id2', 'f', 8L"
    )


BREEDS = {"breed": {"BO.": "terrier", "Fido": "pointer"}}


def coded_feed(select: str | None) -> Feed:
    """The dogs' feed, whose names are words of the code list ``breed``."""
    feed = dog_feed(select=select)
    columns = [replace(c, codes="breed") if c.name == "name" else c for c in feed.columns]
    return replace(feed, columns=tuple(columns))


def chosen(rows: DataFrame, select: str | None) -> list[dict[str, Any]]:
    table = KENNEL if select else dog_table()
    frame = as_vocabulary(rows.sparkSession, rows, dog_feed(select=select), table, {})
    return [r.asDict() for r in frame.orderBy("tag").collect()]


def test_without_a_select_the_columns_are_taken_as_they_are(rows: DataFrame) -> None:
    first = chosen(rows, None)[0]
    assert list(first) == dog_table().column_names
    assert (first["tag"], first["name"], first["_file"], first["_row"]) == (
        *("1", "Bo", "parks/dog.csv", 7),
    )


def test_a_select_sees_the_rows_and_the_citys_codes(rows: DataFrame) -> None:
    select = "select tag, coalesce(name_code, 'other') as kind from dog"
    frame = as_vocabulary(rows.sparkSession, rows, coded_feed(select), KENNEL, BREEDS)
    found = {r["tag"]: r["kind"] for r in frame.collect()}
    assert found == {"1": "terrier", "2": "other"}


def test_each_word_is_counted_with_its_code_or_the_reason_why_it_has_none(rows: DataFrame) -> None:
    many = rows.union(rows).union(rows.withColumn("name", F.lit(None).cast("string")).limit(1))
    of_all = {"feed": "dog", "column": "name", "code_list": "breed"}
    assert words(many, coded_feed(None), BREEDS) == [
        {**of_all, "word": "", "code": None, "reason": "no name", "rows": 1},
        {**of_all, "word": "Bo", "code": "terrier", "reason": None, "rows": 2},
        {
            **of_all,
            "word": "Rex",
            "code": None,
            "reason": "a name that is not in the list",
            "rows": 2,
        },
    ]
    assert words(rows, dog_feed(), BREEDS) == []


def test_a_code_list_that_the_city_lacks_is_named_with_the_column(rows: DataFrame) -> None:
    with pytest.raises(PlanError) as caught:
        as_vocabulary(rows.sparkSession, rows, coded_feed(None), dog_table(), {"breeds": {}})
    assert "column name names the code list breed," in caught.value.what
    assert "breeds" in caught.value.what and "[codes.breed]" in caught.value.todo


def test_the_views_are_gone_afterwards(rows: DataFrame) -> None:
    chosen(rows, "select tag, name as kind from dog")
    with pytest.raises(PlanError):
        chosen(rows, "select tag, nothing as kind from dog")
    assert "dog" not in {t.name for t in rows.sparkSession.catalog.listTables()}


def refusal(rows: DataFrame, select: str, table: Table = KENNEL) -> PlanError:
    with pytest.raises(PlanError) as caught:
        as_vocabulary(rows.sparkSession, rows, dog_feed(select=select), table, {})
    assert caught.value.what.startswith("town/dog.sql: ")
    assert caught.value.todo
    return caught.value


def test_an_unknown_column_is_named_with_the_file(rows: DataFrame) -> None:
    error = refusal(rows, "select tag, nmae as kind from dog")
    assert "`nmae`" in error.what and "`name`" in error.what
    assert "Correct the SELECT" in error.todo
    assert "SQLSTATE" not in error.what and "Project" not in error.what


def test_an_unknown_view_and_function_are_named(rows: DataFrame) -> None:
    assert "`dogs`" in refusal(rows, "select tag, name as kind from dogs").what
    assert "`bark`" in refusal(rows, "select tag, bark(name) as kind from dog").what


def test_a_mistake_of_grammar_is_told(rows: DataFrame) -> None:
    assert "selec" in refusal(rows, "selec tag from dog").what


def test_a_message_ends_with_one_full_stop(rows: DataFrame) -> None:
    assert not refusal(rows, "select tag, nmae as kind from dog").what.endswith("..")


def test_a_value_that_does_not_cast_is_not_told(spark: SparkSession) -> None:
    frame = spark.sql("select cast(x as int) as n from values ('Napoleon') as t(x)")
    with pytest.raises(PySparkException) as caught:
        frame.collect()
    assert "Napoleon" not in plain(caught.value)


def test_columns_that_do_not_fit_the_table_are_named_with_the_file(rows: DataFrame) -> None:
    assert "lacks kind" in refusal(rows, "select tag, name as kin from dog").what
    assert "did you mean kin?" in refusal(rows, "select tag, name as kin from dog").what
    assert "has seen_on, which" in refusal(rows, "select tag, name as kind, seen_on from dog").what
    assert "kind is int" in refusal(rows, "select tag, 1 as kind from dog").what


def test_without_a_select_the_contract_is_named(rows: DataFrame) -> None:
    feed = replace(dog_feed(), select=None)
    with pytest.raises(PlanError, match=r"^town/dog\.odcs\.yaml: .*kind"):
        as_vocabulary(rows.sparkSession, rows, feed, KENNEL, {})


CHAINS = {
    "McDonald's Restaurant #1234": "MCDONALDS",
    "THE BURGER KING LLC": "BURGER KING",
    "Café Ñandú, Inc.": "CAFE NANDU",
    "Crème Brûlée Çelik Øst": "CREME BRULEE",
    "ÀÁÂÃÄÅ ÈÉÊË": "AAAAAA EEEE",
    "ìíîï òóôõöø": "IIII OOOOOO",
    "ÙÚÛÜ Ý": "UUUU Y",
    "7-ELEVEN": "ELEVEN",
    "Coco Theo Incas": "COCO THEO",
    "  a   b   c  ": "A B",
    "Co": "",
    "123": "",
}


def test_a_chain_is_the_first_two_words_without_accents_and_legal_forms(
    spark: SparkSession, rows: DataFrame
) -> None:
    names = spark.createDataFrame(list(CHAINS.items()), "name string, tag string")
    shaped = names.selectExpr("name as tag", "name")
    table = replace(KENNEL, columns=(KENNEL.columns[0], Column("chain", "string", "A chain.")))
    feed = dog_feed(select="select tag, chain_of(name) as chain from dog")
    found = {r["tag"]: r["chain"] for r in as_vocabulary(spark, shaped, feed, table, {}).collect()}
    assert found == CHAINS
    assert all(re.fullmatch(r"[A-Z]*( [A-Z]+)?", chain) for chain in found.values())


def test_no_name_has_no_chain(rows: DataFrame) -> None:
    found = chosen(rows, "select tag, chain_of(null) as kind from dog")
    assert [r["kind"] for r in found] == [None, None]
