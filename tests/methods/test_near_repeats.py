"""Knox's counts are those of R surveillance; hit rates, PAI and PEI those of the given grid."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.hit_rate import hit_rate
from lakehouse.methods.knox import knox
from tests.shared_data import shared


def test_counts_and_chances_are_those_of_r() -> None:
    folder = shared("reference", "safety")
    events = pd.read_csv(folder / "imdepi_events.csv")
    for row in pd.read_csv(folder / "imdepi_knox_expected.csv").itertuples():
        made = knox(events["time"].to_numpy(), events[["x", "y"]].to_numpy(), row.eps_t, row.eps_s)
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
    with pytest.raises(ValueError, match="a cell to choose"):
        hit_rate(np.ones(4), np.ones(4), 0.1)
