"""Joins over neighbours tell what the methods tell on a table in memory."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.methods.false_discovery import benjamini_hochberg
from lakehouse.methods.hot_spot import ALIKE, getis_ord_star, local_moran
from lakehouse.transform.discovery import with_q
from lakehouse.transform.hot_spot import with_gi_star, with_hot_spots
from lakehouse.transform.neighbours import touching
from tests.shared_data import shared

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


# Unlike values are asked of the grid below as well, and of more places.
UNLIKE = pytest.param((1.0, 5.0, 2.0, 0.0, 9.0), marks=pytest.mark.whole)


@pytest.mark.parametrize("values", [UNLIKE, (2.0, 2.0, 2.0, 2.0, 2.0)])
def test_it_is_the_method_s(table_of: TableOf, values: tuple[float, ...]) -> None:
    drawn = "place int | value double\n" + "\n".join(f"{i} | {v}" for i, v in enumerate(values, 1))
    edges = table_of(EDGES)
    told = {r["place"]: r["gi_star"] for r in with_gi_star(table_of(drawn), edges).collect()}
    pairs = pd.DataFrame([tuple(r) for r in edges.collect()], columns=["i", "j"])
    series = pd.Series(values, index=range(1, 6))
    wanted = getis_ord_star(series, pairs)
    assert told == pytest.approx(wanted["z"].to_dict(), abs=1e-12)
    # Place 5 is an island: it has numbers, and a sentence.
    made = with_hot_spots(table_of(drawn), edges).toPandas().set_index("place").sort_index()
    _same(made, wanted, local_moran(series, pairs))
    assert made.loc[5, "note"] != "" and made.loc[5, "moran_p"] == 1
    # Where all are alike every place says so.
    assert (made["note"] == ALIKE).all() == (len(set(values)) == 1)


def _same(made: pd.DataFrame, star: pd.DataFrame, moran: pd.DataFrame) -> None:
    for name, wanted in (
        *(("gi_star", star["z"]), ("gi_p", star["p"]), ("gi_q", star["q"])),
        *(("moran", moran["moran"]), ("moran_z", moran["z"])),
        *(("moran_p", moran["p"]), ("moran_q", moran["q"])),
    ):
        assert np.allclose(made[name], wanted.reindex(made.index), atol=1e-9), name
    assert not made.isna().any().any()


@pytest.mark.whole
def test_on_a_map_that_others_computed_too(spark: SparkSession) -> None:
    folder = shared("reference", "traffic")
    answers = pd.read_csv(folder / "columbus_local_stats_expected.csv")
    edges = pd.read_csv(folder / "columbus_edges_queen.csv")
    i, j = edges.columns[:2]
    pairs = edges.rename(columns={i: "i", j: "j"})[["i", "j"]].astype(int)
    both = pd.concat([pairs, pairs.rename(columns={"i": "j", "j": "i"})]).drop_duplicates()
    crime = answers.rename(columns={answers.columns[0]: "place"})
    value = next(name for name in crime.columns if name.lower() == "crime")
    places = crime[["place", value]].rename(columns={value: "value"}).astype({"place": int})
    made = with_hot_spots(spark.createDataFrame(places), spark.createDataFrame(both)).toPandas()
    hot = made[(made["gi_q"] <= 0.05) & (made["gi_star"] > 0)]
    assert set(hot["place"]) == {16, 24, 28, 29}
    assert made["gi_star"].max() == pytest.approx(3.286071, abs=1e-6)


def test_a_grid_of_squares_touches_at_sides_and_corners(spark: SparkSession) -> None:
    draw = np.random.default_rng(2)
    names = [
        f"g500_{'E' if e >= 0 else 'W'}{abs(e)}_{'N' if n >= 0 else 'S'}{abs(n)}"
        for e in range(-2, 6)
        for n in range(-1, 6)
    ]
    values = draw.poisson(3, len(names)) + np.where(draw.random(len(names)) < 0.1, 12, 0)
    cells = pd.DataFrame({"place": names, "value": values.astype(float)})
    edges = touching(spark.createDataFrame(cells), "place")
    pairs = edges.toPandas()
    assert len(pairs) == 2 * (7 * 7 + 8 * 6 + 2 * 7 * 6)
    assert set(pairs[pairs["i"] == "g500_W2_S1"]["j"]) == {"g500_W1_S1", "g500_W2_N0", "g500_W1_N0"}
    drawn = spark.createDataFrame(cells)
    made = with_hot_spots(drawn, edges, counts=True).toPandas().set_index("place")
    series = cells.set_index("place")["value"]
    told = [one(series, pairs, counts=True) for one in (getis_ord_star, local_moran)]
    _same(made, *told)


def test_q_is_that_of_all_p_together_equal_ones_included(spark: SparkSession) -> None:
    draw = np.random.default_rng(4)
    p = np.round(np.concatenate([draw.random(300), draw.random(40) ** 8, [0.0, 1.0, 1.0]]), 3)
    rows = pd.DataFrame({"n": range(len(p)), "p": p})
    made = with_q(spark.createDataFrame(rows), "p", "q").toPandas().sort_values("n")
    assert np.allclose(made["q"], benjamini_hochberg(p), atol=1e-12)
