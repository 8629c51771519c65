"""The places by which the rows of a list are sorted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.portal.decision import Decision
from lakehouse.portal.listed import Listed, listed
from lakehouse.portal.sorting import sort_keys


def of(values: list[float], names: list[object]) -> Listed:
    rows = pd.DataFrame({"rank": range(1, len(values) + 1), "spot": "x", "name": names,
                         "probability": values})  # fmt: skip
    return listed(Decision("spots", "list", "other", rows))


def test_places_by_name_and_value_are_whole_numbers_and_equal_ones_share_theirs() -> None:
    found = of([0.9, 0.5, 0.5, 0.1], ["beta", "Alpha", "gamma", "alpha"])
    assert sort_keys(found, found.ranked) == ["1,2,3", "2,1,2", "3,3,2", "4,1,1"]


def test_what_is_missing_has_no_place_and_tells_nothing() -> None:
    found = of([0.9, np.nan, 0.2], ["a", None, " "])
    assert sort_keys(found, found.ranked) == ["1,1,2", "2,,", "3,,1"]
