"""Clusters that are alive are those of SaTScan; without one a row says why."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.space_time_scan import FEW, NO_CLUSTER, space_time_permutation_scan
from tests.shared_data import shared

FIELDS = {"cases": "Number of cases", "expected": "Expected cases", "statistic": "Test statistic"}


@pytest.fixture(scope="module")
def folder() -> Path:
    return shared("reference", "medical")


def read(folder: Path, test: int) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Cases, places and SaTScan's own page of results."""
    name = f"satscan_test{test}"
    columns = {"cas": ["place", "number", "day"], "geo": ["place", "x", "y"]}
    made = {
        end: pd.read_csv(folder / f"{name}.{end}", sep=r"\s+", header=None, names=names)
        for end, names in columns.items()
    }
    return made["cas"], made["geo"].set_index("place"), (folder / f"{name}.txt").read_text()


@pytest.mark.parametrize("test", [pytest.param(1, marks=pytest.mark.whole), 3])
def test_clusters_are_those_of_satscan(folder: Path, test: int) -> None:
    cases, places, page = read(folder, test)
    made = space_time_permutation_scan(cases, places, first=0, last=1000)
    said = re.findall(r"included\.: (.+)", page)
    assert [", ".join(map(str, held)) for held in made["places"]] == said
    spans = re.findall(r"Time frame\.+: (\d+) to (\d+)", page)
    assert [(str(a), str(b)) for a, b in zip(made["first"], made["last"], strict=True)] == spans
    radius = [float(r) for r in re.findall(r"radius\.+: \(.+\) / ([\d.]+)", page)]
    assert made["radius"].tolist() == pytest.approx(radius, abs=0.005)
    for ours, theirs in FIELDS.items():
        told = [float(x) for x in re.findall(rf"{theirs}\.+: ([\d.]+)", page)]
        close = 5e-7 if ours == "statistic" else 0.005
        assert made[ours].tolist() == pytest.approx(told, abs=close), ours
    np.testing.assert_allclose(made["recurrence"], 1 / made["p"])


@pytest.mark.whole
def test_chances_are_near_those_of_satscan(folder: Path) -> None:
    cases, places, page = read(folder, 1)
    made = space_time_permutation_scan(cases, places, first=0, last=1000)
    told = [float(x) for x in re.findall(r"P-value\.+: ([\d.]+)", page)]
    # Theirs come from 248 shuffles, stopped early; neither would call either a cluster.
    assert made["p"].tolist() == pytest.approx(told, abs=0.12)


def quiet(seed: int, areas: int = 16, cases: int = 600, days: int = 120) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    place = rng.choice(areas, cases, p=rng.dirichlet(np.full(areas, 5.0)))
    return pd.DataFrame({"place": place, "day": rng.integers(0, days, cases)})


def grid(side: int = 4) -> pd.DataFrame:
    x, y = np.meshgrid(np.arange(side, dtype=float), np.arange(side, dtype=float))
    return pd.DataFrame({"x": x.ravel(), "y": y.ravel()})


def test_a_planted_cluster_is_found_with_its_days() -> None:
    more = pd.DataFrame({"place": [5, 6] * 8, "day": np.repeat([116, 117, 118, 119], 4)})
    cases = pd.concat([quiet(1), more])
    made = space_time_permutation_scan(cases, grid(), first=0, last=119, longest=14).iloc[0]
    assert {5, 6} <= set(made["places"]) and made["p"] < 0.01 and made["recurrence"] > 100
    assert 114 <= made["first"] <= 117 and made["last"] == 119


def test_a_place_that_always_has_more_is_no_cluster() -> None:
    cases = pd.concat([quiet(2), quiet(3).assign(place=5)])
    made = space_time_permutation_scan(cases, grid(), first=0, last=119, longest=14, shuffles=199)
    assert made["p"].iloc[0] > 0.05


@pytest.mark.whole
def test_without_a_cluster_small_chances_are_as_rare_as_they_say() -> None:
    p = []
    for seed in range(200):
        made = space_time_permutation_scan(
            quiet(seed, cases=200), grid(), first=0, last=119, longest=7, shuffles=19, seed=seed
        )
        p.append(made["p"].iloc[0])
    assert 0.01 <= (np.array(p) <= 0.05).mean() <= 0.1 and 0.4 < np.mean(p) < 0.65


def test_the_same_seed_gives_the_same_answer_and_numbers_count_as_rows() -> None:
    cases = quiet(4)
    one = space_time_permutation_scan(cases, grid(), first=0, last=119, shuffles=49)
    counted = cases.value_counts(["place", "day"]).rename("number").reset_index()
    two = space_time_permutation_scan(counted, grid(), first=0, last=119, shuffles=49)
    assert one.equals(space_time_permutation_scan(cases, grid(), first=0, last=119, shuffles=49))
    assert two.equals(one)


@pytest.mark.parametrize(
    ("place", "day", "says"),
    [
        ([], [], FEW),
        ([3], [7], FEW),
        ([3, 3, 3], [7, 8, 9], FEW),
        ([1, 2, 3], [9, 9, 9], FEW),
        ([1, 2, 3], [1, 2, 3], FEW),
        ([1, 2, 3, 4], [1, 9, 2, 3], NO_CLUSTER),
    ],
)
def test_too_little_has_one_row_and_a_sentence(place: list[int], day: list[int], says: str) -> None:
    cases = pd.DataFrame({"place": place, "day": day}, dtype=int)
    made = space_time_permutation_scan(cases, grid(), first=0, last=9, longest=2, shuffles=9)
    assert made["says"].tolist() == [says] and made["p"].tolist() == [1.0]
    assert made["last"].tolist() == [9] and not made.isna().any(axis=None)


@pytest.mark.parametrize(("place", "day"), [(99, 5), (1, 10), (1, -1)])
def test_a_case_outside_is_refused(place: int, day: int) -> None:
    cases = pd.DataFrame({"place": [1, place], "day": [1, day]})
    with pytest.raises(PlanError, match="unknown place or outside of days 0 to 9"):
        space_time_permutation_scan(cases, grid(), first=0, last=9)
