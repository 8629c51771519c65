"""Hot spots are those of outside programs; islands and flat maps are said, not missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.false_discovery import benjamini_hochberg
from lakehouse.methods.hot_spot import (
    ALIKE,
    ISLAND,
    getis_ord_star,
    local_moran,
)
from tests.shared_data import shared

RING = pd.DataFrame({"i": [1, 2, 2, 3, 3, 4, 4, 1], "j": [2, 1, 3, 2, 4, 3, 1, 4]})


@pytest.fixture(scope="module")
def columbus() -> tuple[pd.DataFrame, pd.DataFrame]:
    folder = shared("reference", "traffic")
    told = pd.read_csv(folder / "columbus_local_stats_expected.csv").set_index("id")
    return told, pd.read_csv(folder / "columbus_edges_queen.csv")


def test_gi_star_is_that_of_an_outside_program(
    columbus: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    told, edges = columbus
    made = getis_ord_star(told["CRIME"], edges)
    np.testing.assert_allclose(made["z"], told["Gstar_binary_z"], atol=1e-12)
    np.testing.assert_allclose(made["p"], told["Gstar_p"], atol=1e-12)
    hot = (made["q"] < 0.05) & (made["z"] > 0)
    assert hot.astype(int).tolist() == told["Gstar_bh_hot95"].tolist()


def test_local_moran_is_that_of_an_outside_program(
    columbus: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    told, edges = columbus
    made = local_moran(told["CRIME"], edges)
    names = {"moran": "Ii", "expected": "E", "variance": "Var", "z": "Z", "p": "p"}
    for ours, theirs in names.items():
        np.testing.assert_allclose(made[ours], told[f"localmoran_{theirs}"], atol=1e-12)


def test_an_island_is_said_and_has_numbers() -> None:
    values = pd.Series([1.0, 5.0, 2.0, 0.0, 9.0], index=[1, 2, 3, 4, 5])
    made = local_moran(values, RING)
    assert made.loc[5, "note"] == ISLAND and (made["note"].drop(5) == "").all()
    assert made.loc[5, ["moran", "z"]].tolist() == [0, 0] and made.loc[5, "p"] == 1
    assert np.isfinite(made.drop(columns="note").to_numpy(dtype=float)).all()
    alone = getis_ord_star(values, RING)
    assert alone.loc[5, "z"] == pytest.approx((9 - values.mean()) / values.std(ddof=0))


@pytest.mark.parametrize("method", [getis_ord_star, local_moran])
def test_a_flat_map_has_no_hot_spot(method: object) -> None:
    assert callable(method)
    made = method(pd.Series(0.0, index=[1, 2, 3, 4]), RING)
    assert (made["z"] == 0).all() and (made["q"] == 1).all() and (made["note"] == ALIKE).all()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (pd.Series([1.0, 2.0], index=[1, 2]), "3 or more"),
        (pd.Series([1.0, 2.0, np.nan, 1.0], index=[1, 2, 3, 4]), "3 or more"),
        (pd.Series([1.0, 2.0, 3.0, 1.0], index=[1, 1, 3, 4]), "3 or more"),
        (pd.Series([1.0, 2.0, 3.0], index=[1, 2, 3]), "unknown place"),
    ],
)
def test_what_is_no_map_is_refused(values: pd.Series, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        getis_ord_star(values, RING)


def test_rates_of_false_discovery_by_hand() -> None:
    made = benjamini_hochberg([0.04, 0.01, 0.03, 0.5])
    np.testing.assert_allclose(made, [0.16 / 3, 0.04, 0.16 / 3, 0.5])
    assert len(benjamini_hochberg([])) == 0
