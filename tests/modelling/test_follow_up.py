"""What was done with a list is counted, and its first places are held beside the lot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.follow_up import FEW, FINDS_LESS, FINDS_MORE, SAME, follow_up


def listed(n: int, lot: set[int], unscored: int = 0) -> pd.DataFrame:
    ids = [f"p{k}" for k in range(1, n + unscored + 1)]
    rank = [*map(float, range(1, n + 1)), *[np.nan] * unscored]
    drawn = [k in lot for k in range(1, n + 1)] + [None] * unscored
    return pd.DataFrame({"entity_id": ids, "rank": rank, "random_share": drawn})


def done(**found: bool | None) -> pd.DataFrame:
    return pd.DataFrame(
        {"entity_id": list(found), "found": pd.Series(list(found.values()), dtype=object)}
    )


def test_what_was_done_is_counted_against_as_many_first_places() -> None:
    rows = done(p1=True, p2=False, p9=True, p12=False, elsewhere=True)
    made = follow_up(listed(10, {9}, unscored=2), rows)
    assert (made["listed"], made["done"], made["not_listed"], made["first"]) == (10, 3, 2, 3)
    assert made["share_of_first"] == pytest.approx(2 / 3)
    assert (made["first_done"], made["first_rate"]) == (2, 0.5)
    assert (made["random_done"], made["random_rate"]) == (1, 1.0)
    assert made["difference"] == -0.5 and made["says"] == SAME


def test_what_was_drawn_by_lot_does_not_count_for_the_first_places() -> None:
    made = follow_up(listed(10, {1}), done(p1=True, p2=False))
    assert (made["first_done"], made["first_rate"]) == (1, 0.0)
    assert (made["random_done"], made["random_rate"]) == (1, 1.0)


def test_an_unsaid_finding_is_done_and_is_no_rate() -> None:
    made = follow_up(listed(10, {5}), done(p1=None, p5=True))
    assert made["done"] == 2 and made["first_done"] == 0 and made["first_rate"] is None
    assert made["difference"] is None and made["says"] == FEW


def test_newcombes_interval_is_that_of_his_paper() -> None:
    # 56 of 70 against 48 of 80: 0.20, 0.0524 to 0.3339 (Newcombe 1998, table II, method 10).
    first = {f"p{k}": k <= 56 for k in range(1, 71)}
    lot = {f"p{k}": k <= 248 for k in range(201, 281)}
    found = follow_up(listed(300, set(range(201, 281))), done(**first, **lot))
    assert found["first_done"] == 70 and found["random_done"] == 80
    assert found["difference"] == pytest.approx(0.20)
    assert found["difference_low"] == pytest.approx(0.0524, abs=5e-4)
    assert found["difference_high"] == pytest.approx(0.3339, abs=5e-4)
    assert found["says"] == FINDS_MORE


def test_an_order_that_is_worse_than_the_lot_is_said_so() -> None:
    first = {f"p{k}": k <= 5 for k in range(1, 61)}
    lot = {f"p{k}": k <= 240 for k in range(201, 251)}
    assert follow_up(listed(300, set(range(201, 251))), done(**first, **lot))["says"] == FINDS_LESS


def test_nothing_done_says_nothing() -> None:
    made = follow_up(listed(3, {1}), done())
    assert made["done"] == 0 and made["share_of_first"] is None and made["says"] == FEW
