"""The dictionary is what was declared, stamped once, and the trials are passed on whole."""

from __future__ import annotations

from collections.abc import Callable

from chispa import assert_df_equality
from pyspark.sql import DataFrame

from jobs.published.what_the_tables_mean import what_the_tables_mean
from lakehouse.checks.conform import conform
from lakehouse.tables import governance, published, risk

TableOf = Callable[..., DataFrame]


def test_every_column_is_listed_once_however_long_the_list(table_of: TableOf) -> None:
    columns = """
        table_name  | column_name | meaning
        city.thing  | id          | The thing.
        city.thing  | size        | How big.
    """
    scores = """
        premises_id | as_of      | data_through | model_version
        a           | 2020-03-01 | 2020-02-28   | 3
        b           | 2020-03-01 | 2020-02-28   | 3
    """
    expected = """
        table_name  | column_name | meaning    | as_of      | data_through | model_version
        city.thing  | id          | The thing. | 2020-03-01 | 2020-02-28   | 3
        city.thing  | size        | How big.   | 2020-03-01 | 2020-02-28   | 3
    """
    made = what_the_tables_mean(
        table_of(columns, governance.table_column), table_of(scores, risk.food_premises)
    )
    assert_df_equality(
        conform(made, published.what_the_tables_mean),
        table_of(expected, published.what_the_tables_mean),
        ignore_row_order=True,
        ignore_nullable=True,
    )


def test_without_a_list_of_premises_the_words_are_there_all_the_same(table_of: TableOf) -> None:
    columns = """
        table_name | column_name | meaning
        city.thing | id          | The thing.
    """
    none = table_of("premises_id | as_of", risk.food_premises)
    (row,) = what_the_tables_mean(table_of(columns, governance.table_column), none).collect()
    assert row["meaning"] == "The thing." and row["as_of"] is None
