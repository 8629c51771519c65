"""Blocks are drawn together, a seed repeats itself, and pairs are judged on the same rows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.bootstrap import (
    auc_draws,
    block_weights,
    by_repeating,
    interval_of,
    paired_difference,
    slices,
    week_blocks,
)
from lakehouse.modelling.measures import auc


def ranked(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    outcome = (rng.random(rows) < 0.3).astype(float)
    good = np.round(outcome + rng.normal(size=rows), 1)
    return good, rng.normal(size=rows), outcome, np.arange(rows) // 10


def test_blocks_stay_whole_and_as_many_are_drawn_as_there_are() -> None:
    blocks = np.array(["b", "a", "b", "c"])
    weights = block_weights(blocks, 50, seed=2)
    assert weights.shape == (50, 4)
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 0] + weights[:, 1] + weights[:, 3] == 3).all()
    with pytest.raises(PlanError, match="1 block"):
        block_weights([1, 1, 1], 10, seed=0)


def test_fast_auc_of_draws_is_that_of_rows_laid_out() -> None:
    good, _, outcome, blocks = ranked(200, 3)
    weights = block_weights(blocks, 25, seed=4)
    slow = by_repeating(auc)(good, outcome, weights)
    assert auc_draws(good, outcome, weights) == pytest.approx(slow)


def test_a_better_score_is_better_for_sure_and_the_same_one_is_not() -> None:
    good, bad, outcome, blocks = ranked(600, 5)
    better = paired_difference(good, bad, outcome, blocks, draws=300, seed=1)
    assert 0 < better.low < better.mean < better.high
    assert better.mean == pytest.approx(auc(good, outcome) - auc(bad, outcome), abs=0.01)
    same = paired_difference(good, good * 2 + 1, outcome, blocks, draws=50, seed=1)
    assert same.low == same.high == 0


def test_the_seed_decides_and_the_order_of_rows_does_not() -> None:
    good, bad, outcome, blocks = ranked(300, 6)
    first = paired_difference(good, bad, outcome, blocks, draws=80, seed=9)
    turn = np.random.default_rng(0).permutation(300)
    turned = paired_difference(good[turn], bad[turn], outcome[turn], blocks[turn], draws=80, seed=9)
    assert turned.low == pytest.approx(first.low) and turned.high == pytest.approx(first.high)
    assert paired_difference(good, bad, outcome, blocks, draws=80, seed=10) != first


def test_intervals_hold_their_level_when_there_is_no_difference() -> None:
    rng = np.random.default_rng(12)
    held = 0
    for turn in range(100):
        outcome = (rng.random(300) < 0.4).astype(float)
        a, b = rng.normal(size=300), rng.normal(size=300)
        gap = paired_difference(a, b, outcome, np.arange(300) // 3, draws=150, level=0.9, seed=turn)
        held += gap.low <= 0 <= gap.high
    assert 80 <= held <= 98


def test_draws_without_a_value_are_left_out_unless_they_are_most() -> None:
    some = interval_of(np.array([np.nan, 1.0, 2.0, 3.0]), 0.5)
    assert (some.mean, some.low, some.high) == (2.0, 1.5, 2.5)
    assert np.isnan(interval_of(np.array([np.nan, np.nan, 1.0])).low)
    with pytest.raises(PlanError, match="level of 95"):
        interval_of(np.array([1.0]), 95)


def test_weeks_are_those_of_iso_and_slices_cover_every_draw() -> None:
    found = week_blocks(pd.Series([date(2012, 12, 31), date(2013, 1, 6), date(2013, 1, 7)]))
    assert list(found) == [201301, 201301, 201302]
    covered = np.concatenate([np.arange(500)[part] for part in slices(500, 15_000)])
    assert np.array_equal(covered, np.arange(500))
