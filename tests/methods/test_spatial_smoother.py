"""The smoothed map is that of an outside program; islands, parts and empty maps have numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.gamma_risk import NONE, ONE, SAME
from lakehouse.methods.map_patterns import patterns_of
from lakehouse.methods.small_area import NOTHING
from lakehouse.methods.spatial_smoother import APART, smoothed_risk
from tests.shared_data import shared

NAME = "scotland_mrf_icar_reml_expected"


@pytest.fixture(scope="module")
def folder() -> Path:
    return shared("reference", "medical")


@pytest.fixture(scope="module")
def scotland(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    told = pd.read_csv(folder / f"{NAME}.csv").set_index("id")
    return told, pd.read_csv(folder / "scotland_edges.csv")


def square(side: int, start: int = 0) -> pd.DataFrame:
    """Neighbours in a square grid of areas, numbered row by row."""
    at = start + np.arange(side * side).reshape(side, side)
    one = np.append(at[:, :-1].ravel(), at[:-1].ravel())
    two = np.append(at[:, 1:].ravel(), at[1:].ravel())
    return pd.DataFrame({"i": np.append(one, two), "j": np.append(two, one)})


def hilly(side: int = 14, seed: int = 3) -> tuple[pd.Series, pd.Series, np.ndarray]:
    """Cases, expected and true risks that rise smoothly across the grid."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.linspace(0, 3, side), np.linspace(0, 3, side))
    truth = np.exp(0.5 * np.sin(2 * x) + 0.4 * np.cos(y)).ravel()
    expected = rng.uniform(2, 15, side * side)
    return pd.Series(rng.poisson(expected * truth)), pd.Series(expected), truth


def test_the_map_is_that_of_an_outside_program(
    scotland: tuple[pd.DataFrame, pd.DataFrame], folder: Path
) -> None:
    told, edges = scotland
    said = json.loads((folder / f"{NAME}.json").read_text("utf-8"))["g0"]
    made = smoothed_risk(told["cases"], told["expected"], edges)
    np.testing.assert_allclose(made["relative_risk"], told["rr_mrf"], rtol=1e-6)
    assert made.attrs["criterion"] == pytest.approx(said["reml"], abs=1e-8)
    assert made.attrs["freedom"] == pytest.approx(said["edf"], abs=1e-4)
    assert made.attrs["coefficients"] == pytest.approx([said["intercept"]], abs=1e-6)


def test_the_map_with_a_covariate_is_that_of_an_outside_program(
    scotland: tuple[pd.DataFrame, pd.DataFrame], folder: Path
) -> None:
    told, edges = scotland
    said = json.loads((folder / f"{NAME}.json").read_text("utf-8"))["g1"]
    # Its answer keeps 45 patterns of 53: that follows from its criterion and freedom.
    made = smoothed_risk(told["cases"], told["expected"], edges, told[["AFF"]], rank=45)
    np.testing.assert_allclose(made["relative_risk"], told["rr_mrf_aff"], rtol=1e-6)
    assert made.attrs["criterion"] == pytest.approx(said["reml"], abs=1e-8)
    assert made.attrs["freedom"] == pytest.approx(said["edf"], abs=1e-4)
    assert made.attrs["coefficients"] == pytest.approx(list(said["coef"].values()), abs=1e-6)
    assert made.attrs["errors"] == pytest.approx(list(said["se"].values()), abs=1e-6)


def test_what_is_kept_of_the_roughest_patterns_hardly_matters(
    scotland: tuple[pd.DataFrame, pd.DataFrame], folder: Path
) -> None:
    told, edges = scotland
    said = json.loads((folder / f"{NAME}.json").read_text("utf-8"))["g1"]
    made = smoothed_risk(told["cases"], told["expected"], edges, told[["AFF"]])
    assert made.attrs["coefficients"][1] == pytest.approx(said["coef"]["AFF"], rel=0.001)
    assert made.attrs["errors"][1] == pytest.approx(said["se"]["AFF"], rel=0.01)


def test_smoothing_is_nearer_the_truth_and_says_how_sure_it_is() -> None:
    cases, expected, truth = hilly()
    made = smoothed_risk(cases, expected, square(14))
    assert ((made["relative_risk"] - truth) ** 2).mean() < 0.3 * (
        (cases / expected - truth) ** 2
    ).mean()
    assert 0.88 < ((made["low"] < truth) & (truth < made["high"])).mean() <= 1
    assert (truth[made["above"] > 0.95] > 1).mean() > 0.95
    assert made.equals(smoothed_risk(cases, expected, square(14)))


def test_parts_and_islands_have_numbers_and_are_said() -> None:
    cases, expected, _ = hilly(6)
    more = pd.Series([60.0, 55, 50, 52, 0], index=range(36, 41))
    less = pd.Series([20.0, 20, 20, 20, 10], index=range(36, 41))
    edges = pd.concat([square(6), square(2, 36)])
    made = smoothed_risk(pd.concat([cases, more]), pd.concat([expected, less]), edges, least=0)
    assert not made.isna().any(axis=None)
    assert made.loc[40, "says"] == APART and "3 parts" in made.loc[38, "says"]
    assert (made.loc[36:39, "relative_risk"] > 2).all()
    assert 0 < made.loc[40, "relative_risk"] < 0.7


def test_a_map_of_islands_is_drawn_together() -> None:
    cases, expected, _ = hilly(6)
    made = smoothed_risk(cases, expected, pd.DataFrame({"i": [], "j": []}))
    ratio = cases / expected
    assert made["relative_risk"].var() < ratio.var() and not made.isna().any(axis=None)
    assert np.corrcoef(made["relative_risk"], ratio)[0, 1] > 0.9


def test_an_area_where_nothing_is_expected_is_like_its_neighbours() -> None:
    cases, expected, _ = hilly(6)
    expected[14] = 0
    made = smoothed_risk(cases, expected, square(6))
    around = made.loc[[8, 13, 15, 20], "relative_risk"]
    assert around.min() < made.loc[14, "relative_risk"] < around.max()
    assert made.loc[14, "says"] == NOTHING and not made.loc[14, "shown"]


@pytest.mark.parametrize(
    ("cases", "expected", "says"),
    [([0.0] * 4, [9.0] * 4, NONE), ([9.0], [9.0], ONE), ([9.0] * 4, [9.0] * 4, SAME)],
)
def test_a_poor_map_has_numbers_and_a_sentence(
    cases: list[float], expected: list[float], says: str
) -> None:
    edges = square(2) if len(cases) == 4 else pd.DataFrame({"i": [], "j": []})
    made = smoothed_risk(pd.Series(cases), pd.Series(expected), edges)
    assert (made["says"] == says).all() and not made.isna().any(axis=None)


def test_patterns_of_a_chain_by_hand() -> None:
    made = patterns_of(3, np.array([0, 1]), np.array([1, 2]))
    assert made.parts == 1 and made.price.tolist() == pytest.approx([1, 3])
    assert patterns_of(3, np.array([0, 1]), np.array([1, 2]), rank=2).price.tolist() == [
        pytest.approx(1)
    ]
    apart = patterns_of(3, np.array([0]), np.array([1]))
    assert apart.parts == 2 and apart.price.tolist() == pytest.approx([0.5, 1, 1])


def test_covariates_that_say_nothing_new_are_refused() -> None:
    cases, expected, _ = hilly(6)
    with pytest.raises(PlanError, match="says the same as others"):
        smoothed_risk(cases, expected, square(6), pd.DataFrame({"x": np.ones(36)}))
