"""Joins over neighbours give the Gi* that the method gives on a table in memory."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from pyspark.sql import DataFrame

from lakehouse.methods.hot_spot import getis_ord_star
from lakehouse.transform.hot_spot import with_gi_star

TableOf = Callable[..., DataFrame]
EDGES = """
    i int | j int
    1     | 2
    2     | 1
    2     | 3
    3     | 2
    3     | 4
    4     | 3
    4     | 4
"""


@pytest.mark.parametrize("values", [(1.0, 5.0, 2.0, 0.0, 9.0), (2.0, 2.0, 2.0, 2.0, 2.0)])
def test_it_is_the_method_s(table_of: TableOf, values: tuple[float, ...]) -> None:
    drawn = "place int | value double\n" + "\n".join(f"{i} | {v}" for i, v in enumerate(values, 1))
    edges = table_of(EDGES)
    told = {r["place"]: r["gi_star"] for r in with_gi_star(table_of(drawn), edges).collect()}
    pairs = pd.DataFrame([tuple(r) for r in edges.collect()], columns=["i", "j"])
    wanted = getis_ord_star(pd.Series(values, index=range(1, 6)), pairs)["z"]
    assert told == pytest.approx(wanted.to_dict(), abs=1e-12)
