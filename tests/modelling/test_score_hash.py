"""Equal hashes mean equal scores, to the last bit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.score_hash import score_hash

FRAME = pd.DataFrame(
    {"score": [0.1, np.nan, -0.0], "row": [1, 2, 3], "name": ["a", None, "b"], "won": [True] * 3}
)


def test_it_is_the_same_for_the_same_values_whatever_holds_them() -> None:
    other = FRAME.copy()
    other["score"] = pd.array([0.1, None, 0.0], dtype="Float64")
    other["row"] = other["row"].astype("float64")
    other["name"] = ["a", np.nan, "b"]
    assert score_hash([FRAME]) == score_hash([other]) and len(score_hash([FRAME])) == 32


@pytest.mark.parametrize(
    "changed",
    [
        FRAME.assign(score=[np.nextafter(0.1, 1), np.nan, 0.0]),
        FRAME.assign(name=["a", "b", None]),
        FRAME.iloc[::-1],
        FRAME.iloc[:2],
        FRAME.rename(columns={"score": "chance"}),
    ],
)
def test_any_change_is_seen(changed: pd.DataFrame) -> None:
    assert score_hash([FRAME]) != score_hash([changed])


def test_frames_count_in_their_order() -> None:
    one, two = FRAME.head(1), FRAME.tail(1)
    assert score_hash([one, two]) != score_hash([two, one])
