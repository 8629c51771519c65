"""Clusters of areas are those of an outside program; without one a row says why."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.scan_circles import chance_of, circles
from lakehouse.methods.spatial_scan import NO_CLUSTER, NONE, binomial_scan, poisson_scan
from tests.shared_data import shared


@pytest.fixture(scope="module")
def folder() -> Path:
    return shared("reference", "medical")


@pytest.fixture(scope="module")
def counties(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "pennlc_county.csv").set_index("county")


@pytest.mark.parametrize("model", ["poisson", "binomial"])
def test_the_likeliest_cluster_is_that_of_an_outside_program(
    counties: pd.DataFrame, folder: Path, model: str
) -> None:
    told = json.loads((folder / "spatial_health_expected.json").read_text("utf-8"))
    said, places = told[f"penn_{model}"], counties[["x", "y"]]
    if model == "poisson":
        made = poisson_scan(counties["cases"], counties["expected"], places, counties["population"])
    else:
        made = binomial_scan(counties["cases"], counties["population"], places)
    first = made.iloc[0]
    assert list(first["places"]) == said["counties"] and first["cases"] == said["cases"]
    assert first["expected"] == pytest.approx(said["expected"], rel=1e-10)
    assert first["ratio"] == pytest.approx(said["SMR"], rel=1e-10)
    assert first["statistic"] == pytest.approx(said["LLR"], rel=1e-9)
    assert first["p"] == said["p"]
    assert (made["p"].iloc[1:] < 0.05).sum() == said.get("n_secondary", 1)


def test_clusters_do_not_overlap_and_come_likeliest_first(counties: pd.DataFrame) -> None:
    made = poisson_scan(counties["cases"], counties["expected"], counties[["x", "y"]], draws=19)
    every = [name for held in made["places"] for name in held]
    assert len(set(every)) == len(every) and made["statistic"].is_monotonic_decreasing


def grid(side: int = 6) -> pd.DataFrame:
    x, y = np.meshgrid(np.arange(side, dtype=float), np.arange(side, dtype=float))
    return pd.DataFrame({"x": x.ravel(), "y": y.ravel()})


def test_a_planted_cluster_is_found() -> None:
    rng = np.random.default_rng(4)
    expected = pd.Series(np.full(36, 10.0))
    risk = np.where(expected.index.isin([14, 13, 15, 8, 20]), 2.5, 1.0)
    made = poisson_scan(pd.Series(rng.poisson(expected * risk)), expected, grid()).iloc[0]
    assert made["p"] == 0.001 and len({14, 13, 15, 8, 20} & set(made["places"])) >= 4


@pytest.mark.whole
def test_without_a_cluster_small_chances_are_as_rare_as_they_say() -> None:
    rng, expected, p = np.random.default_rng(5), pd.Series(np.full(36, 6.0)), []
    for seed in range(200):
        cases = pd.Series(rng.poisson(expected))
        p.append(poisson_scan(cases, expected, grid(), draws=19, seed=seed)["p"].iloc[0])
    assert 0.01 <= (np.array(p) <= 0.05).mean() <= 0.1 and 0.4 < np.mean(p) < 0.65


@pytest.mark.parametrize(
    ("cases", "expected", "says"),
    [
        ([0.0] * 4, [5.0] * 4, NONE),
        ([3.0] * 4, [0.0] * 4, NONE),
        ([3.0, 0, 0, 0], [5.0, 0, 0, 0], NONE),
        ([3.0] * 4, [6.0] * 4, NO_CLUSTER),
    ],
)
def test_a_poor_map_has_one_row_and_a_sentence(
    cases: list[float], expected: list[float], says: str
) -> None:
    made = poisson_scan(pd.Series(cases), pd.Series(expected), grid(2), draws=9)
    assert made["says"].tolist() == [says] and made["p"].tolist() == [1.0]
    assert not made.isna().any(axis=None)


def test_one_area_has_a_row_and_a_sentence() -> None:
    one = pd.Series([5.0])
    for made in (poisson_scan(one, one, grid(1)), binomial_scan(one, one * 10, grid(1))):
        assert made["says"].tolist() == [NONE]


def test_what_is_no_map_is_refused() -> None:
    cases = pd.Series([1.0, 2, 3, 4])
    with pytest.raises(PlanError, match="lacks its coordinates"):
        poisson_scan(cases, cases, grid(2).drop(index=3))
    with pytest.raises(PlanError, match="more cases than people"):
        binomial_scan(cases, cases - 1, grid(2))


def test_circles_grow_by_distance_and_stop_at_half() -> None:
    made = circles(np.array([[0.0, 0], [1, 0], [3, 0]]), np.array([1.0, 1, 2]))
    held = [tuple(np.flatnonzero(row)) for row in made.inside]
    assert held == [(0,), (0, 1), (1,), (0, 1), (2,)]
    assert made.radius.tolist() == [0, 1, 0, 1, 0]
    near = circles(np.array([[0.0, 0], [1, 0], [3, 0]]), np.ones(3), share=1, farthest=2)
    assert [len(np.flatnonzero(row)) for row in near.inside] == [1, 2, 1, 2, 3, 1, 2]


def test_a_rank_among_the_drawn_ones() -> None:
    assert chance_of(np.array([9.0, 2.5]), np.array([1.0, 2, 3])).tolist() == [0.25, 0.5]
