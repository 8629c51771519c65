"""Hot spots are those of outside programs; islands and flat maps are said, not missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.false_discovery import benjamini_hochberg
from lakehouse.methods.global_association import (
    NO_EDGE,
    Association,
    geary_c,
    general_g,
    global_moran,
)
from lakehouse.methods.hot_spot import (
    ALIKE,
    ISLAND,
    getis_ord,
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


def test_gi_is_that_of_two_outside_programs(columbus: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    told, edges = columbus
    folder = shared("reference", "traffic")
    other = pd.read_csv(folder / "columbus_esda_expected.csv").set_index("id")
    made = getis_ord(told["CRIME"], edges)
    np.testing.assert_allclose(made["z"], told["G_binary_z"], atol=1e-12)
    np.testing.assert_allclose(made["z"], other["esda_G_z"], atol=1e-12)
    star = getis_ord_star(told["CRIME"], edges)
    np.testing.assert_allclose(star["z"], other["esda_Gstar_z"], atol=1e-12)
    moran = local_moran(told["CRIME"], edges)["moran"] * (len(told) - 1) / len(told)
    np.testing.assert_allclose(moran, other["esda_Ii"], atol=1e-12)


def test_the_whole_map_is_as_clumped_as_an_outside_program_says(
    columbus: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    crime, edges = columbus[0]["CRIME"], columbus[1]
    folder = shared("reference", "traffic")
    said = json.loads((folder / "columbus_esda_global_expected.json").read_text("utf-8"))
    moran, g = global_moran(crime, edges), general_g(crime, edges)
    wanted = [said["moran"][name] for name in ("I", "EI", "z_norm", "z_rand", "p_norm")]
    made = [moran.value, moran.expected, moran.z_norm, moran.z_rand, moran.p_norm]
    np.testing.assert_allclose(made, wanted, atol=1e-12)
    assert geary_c(crime, edges).value == pytest.approx(said["geary_C"], abs=1e-12)
    wanted = [said["globalG"][name] for name in ("G", "EG", "z")]
    np.testing.assert_allclose([g.value, g.expected, g.z_rand], wanted, atol=1e-12)


@pytest.mark.parametrize("method", [global_moran, geary_c, general_g])
def test_expected_and_variance_are_those_of_all_ways_to_lay_the_values_out(
    method: Callable[..., Association],
) -> None:
    values = pd.Series([1.0, 5.0, 2.0, 0.0, 9.0, 3.0], index=[1, 2, 3, 4, 5, 6])
    edges = pd.concat([RING, pd.DataFrame({"i": [5, 2], "j": [2, 5]})])
    ways = [method(pd.Series(way, values.index), edges).value for way in permutations(values)]
    made = method(values, edges)
    assert made.expected == pytest.approx(np.mean(ways), abs=1e-12)
    assert made.z_rand == pytest.approx((made.value - np.mean(ways)) / np.std(ways), abs=1e-9)


@pytest.mark.parametrize("method", [global_moran, geary_c, general_g])
def test_a_flat_map_and_one_without_neighbours_are_said(
    method: Callable[..., Association],
) -> None:
    flat = method(pd.Series(2.0, index=[1, 2, 3, 4]), RING)
    apart = method(pd.Series([1.0, 2.0, 3.0, 4.0], index=[1, 2, 3, 4]), RING[:0])
    assert (flat.says, flat.z_rand, flat.p_rand, flat.value) == (ALIKE, 0, 1, flat.expected)
    assert (apart.says, apart.z_rand, apart.p_rand) == (NO_EDGE, 0, 1)
    with pytest.raises(PlanError, match="too few"):
        method(pd.Series([1.0, 2.0, 3.0], index=[1, 2, 3]), RING[:0])


def test_the_general_g_takes_nothing_below_zero() -> None:
    with pytest.raises(PlanError, match="below zero"):
        general_g(pd.Series([1.0, -2.0, 3.0, 4.0], index=[1, 2, 3, 4]), RING)


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
    alone, around = getis_ord_star(values, RING), getis_ord(values, RING)
    assert alone.loc[5, "note"] == ISLAND and (alone["note"].drop(5) == "").all()
    assert around.loc[5, ["z", "p", "note"]].tolist() == [0, 1, ISLAND]
    assert alone.loc[5, "z"] == pytest.approx((9 - values.mean()) / values.std(ddof=0))


@pytest.mark.parametrize("method", [getis_ord, getis_ord_star, local_moran])
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


def grid(side: int) -> pd.DataFrame:
    """Edges of a grid of squares that touch at sides and corners."""
    at = np.arange(side * side)
    east, north = at % side, at // side
    found = []
    for x, y in ((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y):
        there = (east + x >= 0) & (east + x < side) & (north + y >= 0) & (north + y < side)
        found.append(pd.DataFrame({"i": at[there], "j": (at + x + side * y)[there]}))
    return pd.concat(found, ignore_index=True)


@pytest.mark.parametrize("clumped", [False, True], ids=["rare", "clumped"])
def test_on_random_maps_of_rare_counts_hardly_any_has_a_hot_spot(clumped: bool) -> None:
    """3,600 squares of 0.2 crashes; as clumped as crashes are, where a Poisson law fails too."""
    edges, wrong = grid(60), {"star": 0, "moran": 0, "normal": 0}
    for seed in range(20):
        draw = np.random.default_rng(seed)
        mean = draw.gamma(0.3, 3.0, 3600) if clumped else 0.2
        values = pd.Series(draw.poisson(mean, 3600).astype(float))
        star, moran = (m(values, edges, counts=True) for m in (getis_ord_star, local_moran))
        wrong["star"] += int(((star["q"] <= 0.05) & (star["z"] > 0)).any())
        wrong["moran"] += int((moran["q"] <= 0.05).any())
        normal = getis_ord_star(values, edges)
        wrong["normal"] += int(((normal["q"] <= 0.05) & (normal["z"] > 0)).any())
    assert wrong["star"] <= 2 and wrong["moran"] <= 2 and wrong["normal"] >= 15


def test_counts_that_lie_together_are_still_hot() -> None:
    draw, edges = np.random.default_rng(5), grid(40)
    mean = np.full((40, 40), 0.2)
    mean[10:14, 20:24] = 2.5
    values = pd.Series(draw.poisson(mean).ravel().astype(float))
    star = getis_ord_star(values, edges, counts=True)
    hot = ((star["q"] <= 0.05) & (star["z"] > 0)).to_numpy().reshape(40, 40)
    assert hot[11:13, 21:23].all() and hot[10:14, 20:24].sum() >= 8
    beside = hot.copy()
    beside[8:16, 18:26] = False
    assert beside.sum() <= 1
    moran = local_moran(values, edges, counts=True)
    assert moran["p"].to_numpy().reshape(40, 40)[11:13, 21:23].max() < 1e-4
    assert (getis_ord(values, edges, counts=True)["p"] == moran["p"]).all()
    # Conditional permutation by drawing: the p are those that it approaches.
    others = values.drop(455).to_numpy()
    lags = [draw.choice(others, 8, replace=False).sum() for _ in range(20_000)]
    seen = values[edges.loc[edges["i"] == 455, "j"]].sum()
    tails = (np.mean(np.array(lags) >= seen), np.mean(np.array(lags) <= seen))
    assert moran.loc[455, "p"] == pytest.approx(min(1, 2 * min(tails)), abs=0.01)
