"""Sums over what lies near are those of comparing every pair, however much is held at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.methods import near_sums as made
from lakehouse.methods.near_sums import BILLION, Events, Summed, near_sums

DEGREES = 0.125  # a binary fraction: distances of the drawn corners are exact
seeds = st.integers(0, 10_000)


def drawn(seed: int, points: int, events: int) -> tuple[Any, Any, Events]:
    rng = np.random.default_rng(seed)
    here, there = (rng.integers(-4, 5, (n, 2)) * DEGREES / 2 for n in (points, events))
    there = there + np.where(rng.random((events, 2)) < 0.5, rng.normal(0, 0.05, (events, 2)), 0)
    happened = rng.integers(-20, 60, events)
    seen = happened + 1 + rng.choice([0, 0, 5, 40], events)
    return here, rng.integers(-10, 80, points), Events(there, happened, seen)


def by_hand(here: Any, asked: Any, events: Events, s: Summed, bandwidth: float | None) -> list[int]:
    sums = []
    for place, day in zip(here, asked, strict=True):
        total = 0
        for there, happened, seen, value in zip(
            events.places, events.happened, events.seen, s.values, strict=True
        ):
            off = there - place
            if max(abs(off)) > DEGREES or seen > day or not day - s.days <= happened < day:
                continue
            weight = 1.0 if bandwidth is None else np.exp(-(off @ off) / (2 * bandwidth**2))
            total += int(value) * (int(np.floor(weight * BILLION + 0.5)) if s.weighted else 1)
        sums.append(total)
    return sums


@settings(max_examples=25, deadline=None)
@given(seed=seeds, at_once=st.sampled_from([1, 7, 10_000]), bandwidth=st.sampled_from([None, 0.05]))
def test_every_sum_is_that_of_all_pairs(seed: int, at_once: int, bandwidth: float | None) -> None:
    here, asked, events = drawn(seed, 12, 80)
    values = np.random.default_rng(seed).integers(0, 9, 80)
    wanted = [Summed(values, 30, True), Summed(values, 7, True), Summed(values, 30, False)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "AT_ONCE", at_once)
        sums = near_sums(here, asked, events, wanted, DEGREES, bandwidth)
    hand = [by_hand(here, asked, events, s, bandwidth) for s in wanted]
    # exp() of a whole array may differ in its last bit from that of one number.
    assert np.abs(sums - np.array(hand).T).max() <= 9 * 80
    assert (sums[:, 2] == hand[2]).all() and (sums[:, 2] > 0).any()


@given(seed=seeds)
def test_order_of_events_and_company_of_points_are_nothing(seed: int) -> None:
    here, asked, events = drawn(seed, 10, 60)
    values = np.ones(60, dtype=np.int64)
    whole = near_sums(here, asked, events, [Summed(values, 30, True)], DEGREES, 0.05)
    turn = np.random.default_rng(seed).permutation(60)
    mixed = Events(events.places[turn], events.happened[turn], events.seen[turn])
    part = near_sums(here[:3], asked[:3], mixed, [Summed(values, 30, True)], DEGREES, 0.05)
    assert (part == whole[:3]).all()


@pytest.mark.parametrize(("points", "events"), [(0, 5), (5, 0), (0, 0)])
def test_without_points_or_events_there_is_nothing(points: int, events: int) -> None:
    here, asked, seen = drawn(1, points, events)
    sums = near_sums(here, asked, seen, [Summed(seen.happened, 30, False)], DEGREES, None)
    assert sums.shape == (points, 1) and not sums.any()
