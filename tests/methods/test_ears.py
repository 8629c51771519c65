"""C1 and C2 equal R surveillance's, C3 its documentation; gaps and short series are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from lakehouse.methods.ears import ears_c1, ears_c2, ears_c3
from lakehouse.methods.judged import BELOW_ZERO, NOT_REPORTED, TOO_LITTLE, alarms

Reference = Callable[..., pd.DataFrame]


@pytest.mark.parametrize(
    ("method", "column", "alpha"),
    [
        (ears_c1, "C1", 0.001),
        (ears_c2, "C2", 0.001),
        (ears_c1, "C1_3sd", norm.sf(3)),
        (ears_c2, "C2_3sd", norm.sf(3)),
    ],
)
def test_bounds_and_alarms_of_agona_are_those_of_r(
    method: Any, column: str, alpha: float, medical: Reference, agona: pd.Series
) -> None:
    wanted = medical("agona_ears_expected")
    made = method(agona, alpha=alpha).loc[wanted.index]
    np.testing.assert_allclose(made["upper"], wanted[f"{column}_upper"], rtol=1e-12)
    assert (alarms(made) == (wanted[f"{column}_alarm"] == 1)).all()


def test_c3_of_agona_is_that_of_the_documentation(medical: Reference, agona: pd.Series) -> None:
    wanted = medical("agona_ears_c3_documented_vs_package")
    made = ears_c3(agona).loc[wanted.index]
    np.testing.assert_allclose(made["upper"], wanted["C3_doc_upper"], atol=1e-9)
    assert ((made["p"] < 0.025) == (wanted["C3_doc_alarm"] == 1)).all()


def test_nothing_is_judged_before_a_whole_baseline() -> None:
    counts = pd.Series(range(14))
    for method, first in ((ears_c1, 7), (ears_c2, 9), (ears_c3, 11)):
        made = method(counts)
        assert (made["why"][:first] == TOO_LITTLE).all() and made["upper"][:first].isna().all()
        assert made["why"][first:].isna().all() and made["upper"][first:].notna().all()


def test_a_gap_is_told_and_the_baseline_does_without_it_while_five_periods_are_left() -> None:
    counts = pd.Series([3.0, 4, 3, None, 4, 3, -2, 4, 3, None, 4])
    made = ears_c1(counts)
    assert made["why"].tolist()[6:10] == [BELOW_ZERO, None, None, NOT_REPORTED]
    assert made.loc[7, "expected"] == pytest.approx(np.mean([3, 4, 3, 4, 3]))
    assert made.loc[10, "why"] == TOO_LITTLE, "four periods are left"


def test_a_least_deviation_keeps_a_sparse_series_quiet() -> None:
    counts = pd.Series([0.0] * 9 + [1.0])
    assert alarms(ears_c2(counts)).tolist()[-1]
    assert not alarms(ears_c2(counts, min_sigma=0.5)).any()
