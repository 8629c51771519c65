"""Lists and what a city has for them, brought together: a choice and a curve for each list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.table import Table

# What taking an item brings, by the first of these that a list has: what it is ranked by, or, where
# a chance is weighed with what it may do, the harm, as in the week that is made of the list.
BENEFITS = ("expected_harm", "excess", "probability", "expected")
NAMES = ("name", "address", "names")
PERCENTS = range(10, 201, 10)
CHOSEN = (
    "result string, place int, entity_id string, name string, list_rank int, benefit double, "
    "uses string, also_by_rank boolean, as_of date, data_through date"
)
CURVE = (
    "result string, percent int, capacity string, taken int, benefit double, down_the_list double, "
    "gain double, most double, scarce string, one_more double, why string, as_of date, "
    "data_through date"
)
DAYS = ("as_of", "data_through")


def items_of(lists: Mapping[Table, DataFrame]) -> DataFrame:
    """Every ranked row of every list in the same columns; what is worth less than none counts 0."""
    return reduce(DataFrame.unionByName, (_items(t, rows) for t, rows in lists.items()))


def _items(table: Table, rows: DataFrame) -> DataFrame:
    benefit = next(name for name in BENEFITS if name in rows.columns)
    key = table.key[0]
    names = [name for name in NAMES if name in rows.columns]
    texts = sorted(c.name for c in table.columns if c.type == "string")
    return rows.where(F.col("rank").isNotNull() & F.col(benefit).isNotNull()).select(
        F.lit(table.last).alias("result"),
        F.col(key).cast("string").alias("entity_id"),
        F.coalesce(*names, F.col(key).cast("string")).alias("name"),
        F.col("rank").cast("int").alias("list_rank"),
        F.greatest(F.col(benefit).cast("double"), F.lit(0.0)).alias("benefit"),
        F.to_json(F.struct(*texts)).alias("traits"),
        *DAYS,
    )


def fitted_to(
    items: DataFrame,
    capacity: DataFrame,
    make: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame],
    columns: str,
) -> DataFrame:
    """What ``make`` says of each list that has both items and a capacity; ``columns`` as SQL."""
    names = [each.split()[0] for each in columns.split(", ")]

    def each(rows: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
        if rows.empty or limits.empty:
            return pd.DataFrame(columns=names)
        rows = rows.sort_values(["list_rank", "entity_id"], ignore_index=True)
        made = make(rows, limits)
        same = {n: rows[n].iloc[0] for n in ("result", *DAYS) if n not in made}
        return made.assign(**same)[names]

    held = items.groupBy("result").cogroup(capacity.groupBy("result"))
    return held.applyInPandas(each, columns)
