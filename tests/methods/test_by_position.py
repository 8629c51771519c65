"""Methods take tables and lists as they come: what is a row is told by place, or by its label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.allocation import down_the_list
from lakehouse.methods.bottleneck import delay
from lakehouse.methods.cusum import cusum_rossi
from lakehouse.methods.ears import ears_c3
from lakehouse.methods.empirical_bayes import empirical_bayes, probability_of_excess
from lakehouse.methods.ewma import essence_ewma
from lakehouse.methods.farrington import farrington
from lakehouse.methods.farrington_flexible import farrington_flexible
from lakehouse.methods.hit_rate import hit_rate
from lakehouse.methods.interrupted_series import interrupted_series
from lakehouse.methods.negative_binomial import log_probability
from lakehouse.methods.nowcast import reporting_triangle
from lakehouse.methods.nowcast_accuracy import weighted_interval_score
from lakehouse.methods.outlier_treatment import log_shifted, skewness, winsorised
from lakehouse.methods.peak_search import coefficient_of_variation
from lakehouse.methods.recent_counts import recent_counts
from lakehouse.methods.regression import essence_switch
from lakehouse.methods.reproduction import cori
from lakehouse.methods.scan_circles import circles
from lakehouse.methods.sum_law import chance_of_sums
from lakehouse.methods.unknown_exposure import unknown_exposure
from lakehouse.methods.weighted_mean import weighted_mean
from lakehouse.methods.wilson import wilson

SHARES, COUNTS = np.linspace(0.1, 0.9, 9), np.array([3, 9, 1, 4, 7, 2, 5, 8, 6])
SUMS = np.array([20, 30, 10, 21, 25, 15, 24, 22, 23])
BY_PLACE: dict[str, tuple[Callable[..., Any], tuple[np.ndarray, ...]]] = {
    "wilson": (wilson, (SHARES, COUNTS)),
    "delay": (delay, (SHARES + 1, COUNTS + 9, COUNTS)),
    "empirical_bayes": (empirical_bayes, (COUNTS, SHARES, SHARES)),
    "excess": (probability_of_excess, (COUNTS, SHARES, SHARES, COUNTS)),
    "hit_rate": (lambda risk, events: vars(hit_rate(risk, events, 0.4)), (SHARES, COUNTS)),
    "log_probability": (lambda y, mean: log_probability(y, mean, 0.2), (COUNTS, SHARES)),
    "triangle": (lambda a, b: reporting_triangle(a, b, 12, 6), (COUNTS, COUNTS + 2)),
    "score": (lambda a, b: weighted_interval_score(a, b, {}), (COUNTS, SHARES)),
    "skewness": (skewness, (COUNTS,)),
    "winsorised": (winsorised, (np.append(COUNTS, 900),)),
    "log_shifted": (log_shifted, (COUNTS,)),
    "variation": (coefficient_of_variation, (COUNTS, SHARES)),
    "cori": (lambda a: cori(a, [0, 0.5, 0.5]), (COUNTS,)),
    "sums": (chance_of_sums, (COUNTS, COUNTS * 0 + 4, SUMS)),
    "exposure": (unknown_exposure, (COUNTS, SHARES, SHARES)),
    "mean": (lambda a, b: weighted_mean("harmonic", a, b), (COUNTS, SHARES)),
    "circles": (lambda a, b, w: circles(np.column_stack([a, b]), w).inside, (SHARES, SUMS, COUNTS)),
}
SERIES = {
    "ears": ears_c3,
    "ewma": essence_ewma,
    "switch": essence_switch,
    "cusum": cusum_rossi,
    "farrington": farrington,
    "flexible": farrington_flexible,
    "recent": recent_counts,
}


def numbers(made: Any) -> np.ndarray:
    return np.ravel(np.asarray(list(made.values()) if isinstance(made, dict) else made, float))


@pytest.mark.parametrize("name", BY_PLACE)
def test_numbers_belong_together_by_their_place(name: str) -> None:
    method, given = BY_PLACE[name]
    plain = numbers(method(*given))
    drawn = np.random.default_rng(1)
    mixed = [pd.Series(one, index=drawn.permutation(len(one))) for one in given]
    for other in (mixed, [one.tolist() for one in given]):
        np.testing.assert_allclose(numbers(method(*other)), plain)


@pytest.mark.parametrize("name", SERIES)
def test_counts_may_come_as_a_list(name: str) -> None:
    counts = np.random.default_rng(1).poisson(5, 330)
    wanted = SERIES[name](pd.Series(counts.astype(float)))
    for other in (counts, counts.tolist()):
        pd.testing.assert_frame_equal(SERIES[name](other), wanted)


def test_costs_belong_to_the_places_they_name() -> None:
    score = pd.Series([3.0, 2.0, 1.0], index=["a", "b", "c"])
    cost = pd.DataFrame({"hours": [1.0, 1.0, 9.0]}, index=["c", "b", "a"])
    assert down_the_list(score, cost, {"hours": 3}).tolist() == [False, True, True]


def test_exposure_belongs_to_the_months_it_names() -> None:
    months = pd.date_range("2015-01-01", periods=72, freq="MS")
    drawn = np.random.default_rng(2)
    driven = pd.DataFrame({"km": drawn.uniform(1, 9, 72)}, index=months)
    counts = pd.Series(drawn.poisson(20 * driven["km"].to_numpy()), index=months)
    day = pd.Timestamp("2020-01-01")
    made = interrupted_series(counts, day, driven)
    assert interrupted_series(counts, day, driven[::-1]) == made
    assert interrupted_series(counts[::-1], day, driven) == made
