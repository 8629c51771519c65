"""A rank is called firm only when nearly all fair ways to make it again agree."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError
from lakehouse.methods.composite import Frame, Part, Recipe, composite
from lakehouse.methods.rank_uncertainty import how_sure, redrawn_scores, within_intervals
from tests.examples import examples

PAIR = Frame((Part("x", "all"), Part("y", "all"), Part("all", None)))


def table(*rows: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["x", "y"], index=list("abcdef")[: len(rows)], dtype=float)


def test_far_apart_is_firm_and_near_is_not() -> None:
    value = table((90, 80), (50, 50), (49, 50), (10, 5))
    inputs = within_intervals(value, value - 4, value + 4)
    drawn = redrawn_scores(inputs, PAIR, [Recipe(means=("geometric",))], draws=200)
    score = composite(value, PAIR, Recipe(means=("geometric",)))["all"]
    made = how_sure(score, drawn, top=2)
    assert made["rank"].tolist() == [1, 2, 3, 4]
    assert made.loc["a", ["rank_p05", "rank_p95"]].tolist() == [1, 1]
    assert made["firm"].tolist() == [True, False, False, False]
    assert made.loc["b", "rank_p95"] == 3 and 0.3 < made.loc["b", "chance"] < 0.8


@pytest.mark.whole
def test_draws_hold_their_intervals_and_seeds_repeat() -> None:
    value = table((50, 50), (20, 80))
    draw = within_intervals(value, value - 10, value + 30)
    rng = np.random.default_rng(1)
    seen = pd.concat([draw(rng) for _ in range(4000)], keys=range(4000))
    low, middle, high = (seen.groupby(level=1)["x"].quantile(q) for q in (0.05, 0.5, 0.95))
    np.testing.assert_allclose(low, value["x"] - 10, atol=1)
    np.testing.assert_allclose(middle, value["x"], atol=1)
    np.testing.assert_allclose(high, value["x"] + 30, atol=2)
    again = [redrawn_scores(draw, PAIR, [Recipe()], draws=3, seed=7) for _ in range(2)]
    assert again[0].equals(again[1])


def test_other_fair_choices_move_ranks_too() -> None:
    value = table((100, 20), (58, 58), (0, 90), (20, 0), (30, 100))
    recipes = [Recipe(means=(mean,)) for mean in ("arithmetic", "geometric")]
    drawn = redrawn_scores(lambda rng: value, PAIR, recipes, noise=0, draws=50)
    assert len(drawn.drop_duplicates()) == 2
    still = redrawn_scores(lambda rng: value, PAIR, recipes[:1], noise=0, draws=5)
    assert len(still.drop_duplicates()) == 1


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=1, max_size=20))
def test_the_chances_of_all_add_up_to_the_places(rows: list[list[int]]) -> None:
    drawn = pd.DataFrame(rows, columns=list("abcde"), dtype=float)
    made = how_sure(drawn.iloc[0], drawn, top=2)
    assert made["chance"].sum() == pytest.approx(2)
    assert (made["rank_p05"] <= made["rank"]).all() and (made["rank"] <= made["rank_p95"]).all()
    assert (made.loc[made["firm"], "chance"] >= 0.8).all()


def test_a_value_outside_its_interval_is_refused() -> None:
    value = table((1, 1))
    with pytest.raises(PlanError, match="outside its interval"):
        within_intervals(value, value + 1, value + 2)


@pytest.mark.whole
def test_intervals_hold_the_true_rank_nine_times_in_ten() -> None:
    rng, held = np.random.default_rng(1), []
    for seed in range(4):
        true = pd.DataFrame(np.exp(rng.normal(size=(60, 2))), columns=["x", "y"])
        seen = true * np.exp(0.3 * rng.normal(size=true.shape))
        inputs = within_intervals(seen, seen * np.exp(-0.3 * 1.645), seen * np.exp(0.3 * 1.645))
        drawn = redrawn_scores(inputs, PAIR, [Recipe()], noise=0, draws=100, seed=seed)
        made = how_sure(composite(seen, PAIR)["all"], drawn, top=10)
        rank = composite(true, PAIR)["all"].rank(ascending=False)
        held.append(rank.between(made["rank_p05"], made["rank_p95"]).mean())
    assert 0.85 <= float(np.mean(held)) <= 0.95
