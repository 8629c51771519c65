"""Windows along segments, and the peak: worked examples, sums that must hold, bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError
from lakehouse.methods.empirical_bayes import empirical_bayes
from lakehouse.methods.peak_search import chance_of_cluster, coefficient_of_variation, peak_search
from lakehouse.methods.sliding_window import sliding_windows, window_excess, worst_windows
from tests.examples import examples


def segments(*ends: float, predicted: float = 4.0, dispersion: float = 0.8) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "segment": [f"s{n}" for n in range(len(ends))],
            "begins": 0.0,
            "ends": ends,
            "predicted": predicted,
            "dispersion": dispersion,
        }
    )


def crashes(**at: list[float]) -> pd.DataFrame:
    rows = [(segment, place) for segment, places in at.items() for place in places]
    return pd.DataFrame(rows, columns=["segment", "at"]).astype({"at": float})


# The manual's example of peak searching: 0.47 miles of a divided arterial, the excess of each
# window, and a limit of 0.25 (Highway Safety Manual 2010, chapter 4).
@pytest.mark.parametrize(
    ("miles", "begins", "excess", "cv"),
    [
        (0.1, [0, 0.1, 0.2, 0.3, 0.37], [5.2, 7.8, 1.1, 6.5, 7.8], [0.53, 0.36, 2.53, 0.43, 0.36]),
        (0.2, [0, 0.1, 0.2, 0.27], [6.50, 4.45, 3.80, 7.15], [0.25, 0.36, 0.42, 0.22]),
    ],
)
def test_the_manuals_example(
    miles: float, begins: list[float], excess: list[float], cv: list[float]
) -> None:
    windows = sliding_windows(segments(0.47), miles, 0.1)
    assert windows["begins"].to_numpy() == pytest.approx(begins)
    assert (windows["ends"] - windows["begins"]).to_numpy() == pytest.approx(miles)
    found = coefficient_of_variation(excess, np.var(excess, ddof=1))
    assert found == pytest.approx(cv, abs=0.006)
    assert (found.min() <= 0.25) == (miles == 0.2)


def test_counts_of_a_vendors_example() -> None:
    """Nine windows of 0.1 mile with 4 crashes, standard deviation 1.014 (AgileAssets)."""
    counts = np.array([0, 0, 3, 0, 0, 1, 0, 0, 0])
    found = coefficient_of_variation(counts, np.var(counts, ddof=1))
    assert found[[2, 5]] == pytest.approx([0.338, 1.014], abs=5e-4)
    assert np.isinf(found[[0, 1, 3, 4, 6, 7, 8]]).all()


def test_a_window_by_hand() -> None:
    """300 m, 6 predicted, k 0.5: weight 1/4; 8 of 10 crashes lie in the second hundred."""
    road = segments(300, predicted=6.0, dispersion=0.5)
    at = crashes(s0=[10, 290, 100, *[150] * 6, 199.9])
    made = window_excess(sliding_windows(road, 100, 100), road, at)
    assert made["observed"].tolist() == [1, 8, 1]
    assert made["expected"].to_numpy() == pytest.approx([1.25, 6.5, 1.25])
    assert made["variance"].to_numpy() == pytest.approx([0.9375, 4.875, 0.9375])
    assert made["excess"].to_numpy() == pytest.approx([-0.75, 4.5, -0.75])
    # Eight or more of ten in a third: (45 * 4 + 10 * 2 + 1) / 3^10, in one of three windows.
    assert chance_of_cluster(8, 10, 1 / 3, 3) == pytest.approx(3 * 201 / 3**10)
    # sqrt(4.875) / 4.5 is 0.4907.
    (peak,) = peak_search(road, at, 100).to_dict("records")
    assert peak["found"] and (peak["begins"], peak["ends"]) == (100, 200)
    assert peak["by_chance"] == pytest.approx(3 * 201 / 3**10)
    assert peak["cv"] == pytest.approx(0.49065, abs=1e-5)
    # A stricter limit is met by longer windows, or by none.
    (longer,) = peak_search(road, at, 100, limit=0.49).to_dict("records")
    assert not longer["found"] and longer["best_cv"] == pytest.approx(0.49065, abs=1e-5)


PLACES = st.lists(st.floats(0, 730), max_size=40)


@settings(max_examples=examples(60), deadline=None)
@given(PLACES, st.floats(0.1, 30), st.floats(0, 3), st.integers(1, 9))
def test_windows_side_by_side_add_up_to_their_segment(
    places: list[float], predicted: float, k: float, parts: int
) -> None:
    road = segments(730, predicted=predicted, dispersion=k)
    laid = sliding_windows(road, 730 / parts, 730 / parts)
    made = window_excess(laid, road, crashes(s0=places))
    whole = empirical_bayes([len(places)], predicted, k)
    assert len(laid) == parts and made["observed"].sum() == len(places)
    assert made["expected"].sum() == pytest.approx(whole["expected"].iloc[0])
    assert made["variance"].sum() == pytest.approx(whole["variance"].iloc[0])
    # The worst part has at least its share.
    share = (whole["expected"].iloc[0] - predicted) / parts
    assert worst_windows(made)["excess"].iloc[0] >= share - 1e-9


@settings(max_examples=examples(60), deadline=None)
@given(PLACES, st.floats(20, 900), st.floats(5, 300))
def test_windows_cover_their_segment_and_never_leave_it(
    places: list[float], length: float, step: float
) -> None:
    road = segments(730, 40, predicted=5.0)
    laid = sliding_windows(road, length, step)
    for name, end in (("s0", 730), ("s1", 40)):
        own = laid[laid["segment"] == name]
        assert own["begins"].iloc[0] == 0 and own["ends"].iloc[-1] == pytest.approx(end)
        assert (own["begins"].diff().dropna() <= step + 1e-6).all()
        assert (own["ends"] - own["begins"]).to_numpy() == pytest.approx(min(length, end))
    one = peak_search(road, crashes(s0=places), length).iloc[0]
    assert one["found"] == (one["best_cv"] <= 0.5)
    if one["found"]:
        many = sum(one["begins"] <= at <= one["ends"] for at in places)
        assert abs(many - one["observed"]) <= sum(
            min(abs(at - one["begins"]), abs(at - one["ends"])) < 1e-5 for at in places
        )


def test_a_cluster_is_found_where_it_was_planted_and_beside_others() -> None:
    draw = np.random.default_rng(8)
    road = segments(*[800.0] * 40, predicted=4.0)
    spread = {f"s{n}": draw.uniform(0, 800, 4).tolist() for n in range(40)}
    spread["s7"] += draw.uniform(480, 640, 12).tolist()
    peaks = peak_search(road, crashes(**spread), 160).set_index("segment")
    assert peaks["found"].sum() <= 3
    assert (peaks.loc["s7", "begins"], peaks.loc["s7", "ends"]) == (480, 640)
    alone = peak_search(road.iloc[[7]], crashes(s7=spread["s7"]), 160)
    assert peaks.loc["s7", "by_chance"] < 0.05 and chance_of_cluster(16, 16, 1.0, 1) == 1
    assert alone["excess"].iloc[0] == peaks.loc["s7", "excess"]


@pytest.mark.parametrize(
    ("ends", "predicted", "k", "places"),
    [
        ([0.0, np.nan, -5.0], 4.0, 0.8, [0.0]),
        ([500.0], 4.0, 0.8, []),
        ([500.0], 0.0, 0.0, []),
        ([500.0], 4.0, 0.0, [250.0] * 20),
    ],
    ids=["no length", "no crash", "nothing predicted", "all sites alike"],
)
def test_bad_input_has_no_peak_and_no_error(
    ends: list[float], predicted: float, k: float, places: list[float]
) -> None:
    made = peak_search(segments(*ends, predicted=predicted, dispersion=k), crashes(s0=places), 100)
    assert len(made) == len(ends) and not made["found"].any()
    assert made["best_cv"].isna().all() or np.isinf(made["best_cv"]).all()


def test_windows_without_a_size_are_refused() -> None:
    with pytest.raises(PlanError, match="0 m every 10 m cannot be laid"):
        sliding_windows(segments(100), 0, 10)
    assert len(peak_search(segments(), crashes(), 100)) == 0
