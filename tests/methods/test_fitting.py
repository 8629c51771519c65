"""What fits: the best choice within crews and hours, shares for groups, and a curve."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.allocation import allocated, down_the_list
from lakehouse.methods.fitting import chosen, curve, fitted, limits_of

COLUMNS = ["resource", "value", "available", "cost", "by", "floor_by", "floor_share"]


def items(benefits: list[float], kinds: str, areas: str) -> pd.DataFrame:
    """Items by benefit from the highest, with a kind and an area of a letter each."""
    traits = [
        json.dumps({"kind": k} | ({"area": a} if a != "-" else {}))
        for k, a in zip(kinds, areas, strict=True)
    ]
    rank = range(1, len(benefits) + 1)
    ids = [f"i{n}" for n in rank]
    return pd.DataFrame(
        {"entity_id": ids, "list_rank": rank, "benefit": benefits, "traits": traits}
    )


def capacity(
    hours: float, by: str | None = "kind", share: float = 0.0, crews: float | None = None
) -> pd.DataFrame:
    """Hours: 1 an item, 3 for kind b; and, if asked, crews of which each takes one."""
    floor = ("area" if share else None, share)
    rows = [("hours", "", hours, 1.0, by, *floor)]
    rows += [("hours", "b", hours, 3.0, by, *floor)] if by else []
    rows += [("crews", "", crews, 1.0, None, *floor)] if crews is not None else []
    return pd.DataFrame(rows, columns=COLUMNS)


LIST = items([9, 5, 4.5, 4, 1], "baaab", "xxxyy")


def test_what_an_item_costs_depends_on_its_kind_where_that_is_said() -> None:
    limits = limits_of(LIST, capacity(3))
    assert limits.cost["hours"].tolist() == [3, 1, 1, 1, 3]
    assert limits_of(LIST, capacity(3, by=None)).cost["hours"].tolist() == [1] * 5
    assert limits.words == "3 hours" and limits.at(50).words == "1.5 hours"
    assert limits_of(LIST, capacity(1200.5, crews=2)).words == "2 crews, 1,200.5 hours"


def test_three_cheap_ones_bring_more_than_the_first() -> None:
    made = chosen(LIST, capacity(3))
    assert made["entity_id"].tolist() == ["i2", "i3", "i4"]
    assert made["place"].tolist() == [1, 2, 3] and not made["also_by_rank"].any()
    assert made["uses"].unique().tolist() == ["1 hours"]


def test_every_resource_counts() -> None:
    assert chosen(LIST, capacity(3, crews=1))["entity_id"].tolist() == ["i1"]


def test_the_choice_is_the_best_of_all_choices() -> None:
    draw = np.random.default_rng(3)
    for _ in range(20):
        some = items(sorted(draw.random(9).round(1), reverse=True), "ab" * 4 + "a", "xyxyxyxyx")
        limits = limits_of(some, capacity(float(draw.integers(2, 9)), crews=4))
        cost, worth = limits.cost.to_numpy(), some["benefit"].to_numpy()
        held = np.array([limits.available[name] for name in limits.cost])
        best = max(
            worth[list(each)].sum()
            for k in range(10)
            for each in combinations(range(9), k)
            if (cost[list(each)].sum(axis=0) <= held).all()
        )
        assert fitted(some["benefit"], limits).benefit == pytest.approx(best)


def test_a_share_is_of_the_places_that_its_size_would_give_a_group() -> None:
    some = items([9, 8, 7, 6, 2, 1], "aaaaaa", "xxxyy-")
    whole = fitted(some["benefit"], limits_of(some, capacity(3)))
    assert whole.taken.tolist() == [True] * 3 + [False] * 3
    # Two of six are in y: of three places its size would give it one.
    shared = fitted(some["benefit"], limits_of(some, capacity(3, share=1.0)))
    assert shared.taken.tolist() == [True, True, False, True, False, False]
    assert shared.gain == pytest.approx(-1.0)
    assert fitted(some["benefit"], limits_of(some, capacity(3, share=0.9))).taken.sum() == 3


def test_the_curve_has_a_row_for_each_part_and_grows() -> None:
    made = curve(LIST, capacity(4, crews=9), range(50, 201, 50)).set_index("percent")
    assert made["capacity"].tolist()[1] == "9 crews, 4 hours"
    assert made["benefit"].tolist() == [9.5, 14.0, 22.5, 22.5]
    assert made["taken"].tolist() == [2, 2, 4, 4]
    assert (made["gain"] >= 0).all() and (made["most"] >= made["benefit"] - 1e-9).all()
    assert made["scarce"].tolist() == ["hours"] * 4
    assert made.loc[100, "one_more"] > 0 and made["why"].isna().all()


def test_nothing_at_all_is_said_so() -> None:
    made = curve(LIST.iloc[:0], capacity(4), range(100, 101))
    assert made["taken"].tolist() == [0] and "no candidate" in made["why"][0]


def test_those_who_are_passed_over_at_once_change_nothing() -> None:
    draw = np.random.default_rng(8)
    worth = pd.Series(draw.random(400).round(2))
    cost = pd.DataFrame({"hours": draw.integers(1, 4, 400), "euro": draw.integers(0, 2, 400)})
    held = {"hours": 9.0, "euro": 3.0}
    made = allocated(worth, cost, held)
    assert (cost[made.taken].sum() <= pd.Series(held)).all()
    assert made.benefit >= worth[down_the_list(worth, cost, held)].sum()
    assert made.benefit == pytest.approx(made.most, abs=1.0) and made.most >= made.benefit - 1e-9
    slow = allocated(worth, cost.assign(own=np.arange(400) * 1e-9), held | {"own": 1.0})
    assert made.benefit == pytest.approx(slow.benefit) and made.price["hours"] == pytest.approx(
        slow.price["hours"], abs=1e-6
    )
