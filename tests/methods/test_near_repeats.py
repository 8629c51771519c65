"""Knox's counts are those of R surveillance; hit rates, PAI and PEI those of the given grid."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.hit_rate import hit_rate
from lakehouse.methods.knox import knox
from tests.shared_data import shared


def test_counts_and_chances_are_those_of_r() -> None:
    folder = shared("reference", "safety")
    events = pd.read_csv(folder / "imdepi_events.csv")
    events.index = events.index[::-1]  # whatever the index says, rows are events
    for row in pd.read_csv(folder / "imdepi_knox_expected.csv").itertuples():
        made = knox(events["time"], events[["x", "y"]], row.eps_t, row.eps_s)
        assert made.observed == row.observed
        assert made.expected == pytest.approx(row.expected, rel=1e-12)
        assert made.p_poisson == pytest.approx(row.p_poisson, rel=1e-9)


def test_shuffled_times_tell_a_link_from_chance() -> None:
    rng = np.random.default_rng(4)
    times, places = rng.uniform(0, 100, 80), rng.uniform(0, 100, (80, 2))
    apart = knox(times, places, 5, 5, shuffles=99)
    linked = knox(
        np.concatenate([times, times + 1]), np.concatenate([places, places + 1]), 5, 5, 99
    )
    assert linked.p_shuffled == 0.01 and apart.p_shuffled is not None and apart.p_shuffled > 0.05
    with pytest.raises(ValueError, match="two events"):
        knox(times[:1], places[:1], 5, 5)


@pytest.mark.parametrize("unit", [0.1, 1.0])
def test_all_pairs_are_judged_by_one_difference(unit: float) -> None:
    """On a grid of tenths a sum and a difference do not round alike."""
    rng = np.random.default_rng(0)
    times, places = rng.integers(0, 30, 300) * unit, rng.integers(0, 10, (300, 2))
    soon = np.abs(times[:, None] - times) <= 3 * unit
    near = np.hypot(*(places[:, None] - places).transpose(2, 0, 1)) <= 2
    once = np.triu_indices(300, 1)
    made = knox(times.tolist(), places.tolist(), 3 * unit, 2)
    assert made.observed == (soon & near)[once].sum()
    assert made.expected == soon[once].sum() * near[once].sum() / len(once[0])


def test_crowded_places_are_not_held_as_pairs() -> None:
    """4.5 million pairs at one place would be 72 megabytes as pairs of integers."""
    days = np.arange(3000) % 700
    tracemalloc.start()
    made = knox(days, np.zeros((3000, 2)), 14, 200, shuffles=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made.observed == made.expected and peak < 30e6


def test_unlinked_times_are_not_shuffled_for_ever() -> None:
    rng = np.random.default_rng(4)
    times, places = rng.uniform(0, 100, 80), rng.uniform(0, 100, (80, 2))
    assert knox(times, places, 5, 5, 10**9).p_shuffled == knox(times, places, 5, 5, 199).p_shuffled


@pytest.mark.parametrize(
    ("times", "places", "says"),
    [
        (pd.Series(pd.date_range("2024-01-01", periods=3)), np.zeros((3, 2)), "have to be numbers"),
        ([date(2024, 1, 1)] * 3, np.zeros((3, 2)), "have to be numbers"),
        ([1, 2, np.nan], np.zeros((3, 2)), "1 of the times are missing"),
        ([1, 2, 3], [[0, 0], [1, None], [1, 1]], "1 of the places are missing"),
        ([1, 2, 3], np.zeros((2, 2)), "not of the same events"),
        ([1, 2, 3], np.zeros((2, 3)), "the shape"),
    ],
)
def test_what_are_no_times_and_places_is_refused(times: Any, places: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        knox(times, places, 5, 5)


def test_pai_and_pei_are_those_of_the_grid() -> None:
    folder = shared("reference", "safety")
    risk = pd.read_csv(folder / "pai_grid_risk.csv", header=None).to_numpy()
    events = pd.read_csv(folder / "pai_grid_test_counts.csv", header=None).to_numpy()
    for row in json.loads((folder / "pai_pei_expected.json").read_text("utf-8")):
        made = hit_rate(risk, events, row["coverage_pct"] / 100)
        assert (made.cells, made.hits, made.most) == (row["cells"], row["hits"], row["max_hits"])
        assert made.rate == pytest.approx(row["open_cp_hit_rate"])
        assert (made.pai, made.pei) == (pytest.approx(row["PAI"]), pytest.approx(row["PEI"]))


def test_equal_cells_share_their_events_and_nothing_is_refused() -> None:
    assert hit_rate(np.zeros(4), np.array([4, 0, 0, 0]), 0.5).hits == 2
    with pytest.raises(ValueError, match="an event to hit"):
        hit_rate(np.ones(4), np.zeros(4), 0.5)
    for risk, wrong, says in (
        ([1, np.nan], [1, 1], "a cell without a risk"),
        ([1, 2], [1, np.nan], "missing or below zero"),
        ([1, 2], [1, 1, 1], "2 cells have a risk and 3"),
    ):
        with pytest.raises(ValueError, match=says):
            hit_rate(risk, wrong, 0.5)
    masked = hit_rate([[3, np.nan], [1, 2]], [[2, 0], [1, 1]], 0.34)
    assert masked == hit_rate([3, 1, 2], [2, 1, 1], 0.34) and masked.pai == 1.5
    for share in (0.1, 2, np.nan):
        with pytest.raises(ValueError, match="a cell to choose"):
            hit_rate(np.ones(4), np.ones(4), share)
