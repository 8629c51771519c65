"""The AUC and the past share on tables small enough to check by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.sample.measure import auc, past_share


@pytest.mark.parametrize(
    ("outcome", "score", "expected"),
    [
        ([0, 0, 1, 1], [1, 2, 3, 4], 1.0),
        ([1, 1, 0, 0], [1, 2, 3, 4], 0.0),
        ([0, 1, 0, 1], [1, 1, 1, 1], 0.5),
        ([0, 1, 0, 1], [1, 2, 3, 3], 0.625),
    ],
)
def test_auc_by_hand(outcome: list[int], score: list[float], expected: float) -> None:
    assert auc(np.array(outcome, dtype=bool), np.array(score, dtype=float)) == expected


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30))
def test_auc_is_unchanged_by_a_rising_transform(score: list[int]) -> None:
    outcome = np.arange(len(score)) % 2 == 0
    values = np.array(score, dtype=float)
    assert auc(outcome, values) == auc(outcome, values**3 + 1)
    assert auc(outcome, values) == pytest.approx(1 - auc(outcome, -values))


def test_auc_of_one_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="both outcomes"):
        auc(np.array([True, True]), np.array([1.0, 2.0]))


def visit_table(found: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "premises": [1, 2, 1, 1, 2],
            "visited_on": pd.to_datetime(
                ["2022-01-03", "2022-02-01", "2022-08-01", "2023-09-01", "2023-10-02"]
            ),
            "found": found,
        }
    )


def test_past_share_by_hand() -> None:
    # Nothing earlier: the mean of the visits before the last year, (2 + 0 + 4) / 3.
    assert past_share(visit_table([2, 0, 4, 9, 9]), "found").tolist() == [2, 2, 2, 3, 0]


def test_past_share_does_not_see_the_visit_itself() -> None:
    before = past_share(visit_table([2, 0, 4, 9, 9]), "found")
    after = past_share(visit_table([2, 0, 4, 1, 1]), "found")
    assert before.tolist() == after.tolist()
