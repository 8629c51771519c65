"""A kind of measure that cannot be judged is a row that says why."""

from __future__ import annotations

import pandas as pd
import pytest

from lakehouse.transform.measure_effect import measure_effect


@pytest.mark.parametrize(
    ("groups", "word"),
    [
        ([("treated", 4, 1, 3), ("compared", 2, 50, 90)], "all alike before"),
        ([("treated", 4, 1, 3), ("other", 2, 50, 90)], "no place got nothing"),
    ],
)
def test_a_kind_without_places_to_compare_it_with_says_so(
    groups: list[tuple[str, int, int, int]], word: str
) -> None:
    record = pd.DataFrame(groups, columns=["group", "before", "sites", "after"])
    (row,) = measure_effect(record.assign(measure="m", kind="raised", share=0.5)).to_dict("records")
    assert row["verdict"].startswith("cannot be judged: ") and word in row["verdict"]
    assert row["sites"] == 1 and row["placebo_ratio"] is None
