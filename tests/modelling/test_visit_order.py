"""Days gained are 0 for what was done, most for the perfect order, and fair to ties."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.visit_order import (
    days,
    days_earlier,
    days_earlier_by_lot,
    days_earlier_of_random_orders,
    share_found_first_half,
)

visits = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 1)), min_size=1, max_size=6
).filter(lambda rows: any(outcome for _, _, outcome in rows))
few = settings(deadline=None, max_examples=60)


def parts(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, pd.Series, np.ndarray]:
    score, day, outcome = (np.array(column) for column in zip(*rows, strict=True))
    return score, pd.Series(pd.Timestamp(2014, 1, 1) + pd.to_timedelta(day, unit="D")), outcome


def ordered(score: np.ndarray) -> list[list[int]]:
    every = (list(order) for order in permutations(range(len(score))))
    return [o for o in every if all(score[a] >= score[b] for a, b in pairwise(o))]


@few
@given(visits)
def test_days_earlier_is_the_mean_over_all_orders_of_ties(rows: list[tuple[int, int, int]]) -> None:
    score, happened_on, outcome = parts(rows)
    day = days(happened_on)
    gains = []
    for order in ordered(score):
        new = np.empty(len(day))
        new[order] = np.sort(day)
        gains.append((day - new)[outcome == 1].mean())
    assert days_earlier(score, happened_on, outcome) == pytest.approx(np.mean(gains), abs=1e-9)


@few
@given(visits)
def test_the_order_of_the_visits_gains_nothing(rows: list[tuple[int, int, int]]) -> None:
    _, happened_on, outcome = parts(rows)
    assert days_earlier(-days(happened_on), happened_on, outcome) == 0


@few
@given(visits)
def test_no_order_beats_the_perfect_one(rows: list[tuple[int, int, int]]) -> None:
    score, happened_on, outcome = parts(rows)
    perfect = days_earlier(outcome, happened_on, outcome)
    assert perfect >= -1e-9
    assert perfect >= days_earlier(score, happened_on, outcome) - 1e-9


@few
@given(visits)
def test_first_half_is_the_mean_over_ties_and_upside_down_finds_the_rest(
    rows: list[tuple[int, int, int]],
) -> None:
    score, _, outcome = parts(rows)
    half = len(score) / 2
    weight = np.clip(half - np.arange(len(score)), 0, 1)
    shares = [(outcome[order] * weight).sum() / outcome.sum() for order in ordered(score)]
    found = share_found_first_half(score, outcome)
    assert found == pytest.approx(np.mean(shares))
    assert found + share_found_first_half(-score, outcome) == pytest.approx(1)


def test_a_perfect_order_is_days_earlier_and_a_bad_one_later() -> None:
    happened_on = pd.Series(pd.to_datetime(["2014-01-01", "2014-01-11", "2014-01-21"]))
    assert days_earlier([0, 0, 1], happened_on, [0, 0, 1]) == 20
    assert days_earlier([0, 1, 1], happened_on, [1, 0, 0]) == -20
    # The only score for all: each row expects the middle of the window.
    assert days_earlier([5, 5, 5], happened_on, [0, 0, 1]) == 10


def test_random_orders_are_around_what_no_order_expects_and_repeat_with_the_seed() -> None:
    rng = np.random.default_rng(1)
    happened_on = pd.Timestamp(2014, 1, 1) + pd.to_timedelta(rng.integers(0, 60, 300), unit="D")
    outcome = rng.integers(0, 2, 300)
    lucky = days_earlier_of_random_orders(happened_on, outcome, n=400, seed=7)
    assert lucky.shape == (400,)
    nothing = days_earlier(np.zeros(300), happened_on, outcome)
    assert lucky.mean() == pytest.approx(nothing, abs=4 * lucky.std() / 20)
    again = days_earlier_of_random_orders(happened_on, outcome, n=400, seed=7)
    other = days_earlier_of_random_orders(happened_on, outcome, n=400, seed=8)
    assert np.array_equal(lucky, again) and not np.array_equal(lucky, other)


def test_visits_without_a_day_are_refused_and_no_outcome_has_no_gain() -> None:
    with pytest.raises(PlanError, match="1 visits have no day"):
        days_earlier([1, 2], pd.Series([pd.NaT, pd.Timestamp(2014, 1, 1)]), [0, 1])
    days_known = pd.Series(pd.to_datetime(["2014-01-01", "2014-01-02"]))
    assert np.isnan(days_earlier([1, 2], days_known, [0, 0]))
    assert np.isnan(share_found_first_half([1, 2], [0, 0]))


def test_orders_drawn_by_lot_scatter_around_the_order_of_the_visits() -> None:
    rng = np.random.default_rng(0)
    visits = pd.DataFrame(
        {
            "window": np.repeat(["a", "b"], 300),
            "happened_on": pd.Timestamp("2013-01-01") + pd.to_timedelta(np.arange(600), unit="D"),
            "outcome": (rng.random(600) < 0.2).astype(int),
        }
    )
    mean, low, high = days_earlier_by_lot(visits, 0.95, n=200, seed=1)
    assert low < mean < high
    # Random outcomes: no order has anything to gain.
    assert low < 0 < high
    early = visits.assign(outcome=([1] * 30 + [0] * 270) * 2)
    assert days_earlier_by_lot(early, 0.95)[2] < 0, "who was visited first can only be later"


def test_without_an_outcome_nothing_is_drawn() -> None:
    visits = pd.DataFrame({"window": ["a"], "happened_on": ["2013-01-01"], "outcome": [0]})
    assert np.isnan(days_earlier_by_lot(visits, 0.95)[0])
