"""Windows run on over the segments of one road, and nothing comes of where a road is cut."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.methods.road_windows import SUMMED, road_windows
from lakehouse.methods.sliding_window import sliding_windows, window_excess, worst_windows
from tests.examples import examples

NONE = pd.DataFrame({"segment": [], "at": []})


def road(*lengths: float, predicted: float = 6.0, k: float = 0.5, name: str = "r") -> pd.DataFrame:
    """Segments of one road whose crashes lie evenly: k is a number per length."""
    share = np.array(lengths, dtype=float) / np.nansum(lengths)
    return pd.DataFrame(
        {
            "segment": [f"{name}{n}" for n in range(len(lengths))],
            "road": name,
            "turn": range(len(lengths)),
            "begins": 0.0,
            "ends": lengths,
            "predicted": predicted * share,
            "dispersion": k / share,
        }
    )


def placed(segments: pd.DataFrame, along: list[float]) -> pd.DataFrame:
    """Crashes at metres along the road, each in its segment."""
    edges = np.r_[0.0, segments["ends"].cumsum()]
    at = np.searchsorted(edges, along, side="right") - 1
    own = segments["segment"].to_numpy()[at] if len(along) else []
    return pd.DataFrame({"segment": own, "at": np.array(along) - edges[at] if along else []})


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.integers(1, 699), min_size=1, max_size=6, unique=True),
    st.lists(st.integers(0, 700), max_size=30),
    st.floats(0.1, 30),
    st.floats(0, 3),
    st.integers(20, 800),
    st.integers(10, 300),
)
def test_a_road_cut_anywhere_has_the_windows_of_the_whole(
    cuts: list[int], along: list[int], predicted: float, k: float, length: int, step: int
) -> None:
    # A longer step than a window leaves gaps. Between whole metres no crash lies on a cut.
    step = min(step, length)
    lengths = np.diff([0.0, *(c + 0.5 for c in sorted(cuts)), 700.0])
    whole, parts = (road(*own, predicted=predicted, k=k) for own in ([700.0], lengths))
    one, many = (
        road_windows(each, placed(each, [min(a, 699.9) for a in along]), length, step)
        for each in (whole, parts)
    )
    once = many.sort_values("begins", kind="stable").drop_duplicates("begins")
    assert once["begins"].to_numpy() == pytest.approx(one["begins"].to_numpy())
    assert once["ends"].to_numpy() == pytest.approx(one["ends"].to_numpy())
    for name in SUMMED:
        assert once[name].to_numpy() == pytest.approx(one[name].to_numpy()), name
    # So the best is as good, and every segment is told by some window.
    assert worst_windows(many)["excess"].max() == pytest.approx(one["excess"].max())
    assert set(many["segment"]) == set(parts["segment"])


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.floats(0, 730), max_size=40), st.floats(0.1, 30), st.floats(20, 900))
def test_a_segment_alone_is_what_it_was(
    along: list[float], predicted: float, length: float
) -> None:
    both = pd.concat(
        [road(730, predicted=predicted, name="a"), road(300, predicted=2.0, name="b")],
        ignore_index=True,
    ).assign(begins=30.0)
    crashes = pd.DataFrame({"segment": "a0", "at": along})
    made = road_windows(both, crashes, length, length / 3)
    before = window_excess(sliding_windows(both, length, length / 3), both, crashes)
    assert made["segment"].tolist() == before["segment"].tolist()
    for name in ("begins", "ends", *SUMMED):
        assert made[name].to_numpy() == pytest.approx(before[name].to_numpy()), name


def test_a_window_over_two_segments_by_hand() -> None:
    """100 m with 2 predicted and k 0.5 beside 100 m with 6 and k 0.5: weights 1/2 and 1/4."""
    two = road(100, 100).assign(predicted=[2.0, 6.0], dispersion=0.5)
    crashes = placed(two, [90.0] * 4 + [120.0] * 8)
    made = road_windows(two, crashes, 100, 50).set_index("begins")
    over = made.loc[50.0]
    # Halves: 1/2 of 1 and 4, and 1/4 of 3 and 3/4 of 8.
    assert over["observed"] == 12 and over["predicted"] == 4
    assert over["expected"] == pytest.approx(2.5 + 6.75)
    assert over["variance"] == pytest.approx(2.5 / 2 + 6.75 * 3 / 4)
    assert over["excess"] == pytest.approx(5.25)
    # Of two that hold as much it belongs to the first.
    assert made["segment"].to_dict() == {0.0: "r0", 50.0: "r0", 100.0: "r1"}
    assert (over["first"], over["first_at"], over["last"], over["last_at"]) == ("r0", 50, "r1", 50)


def test_who_holds_most_of_none_has_the_windows_that_touch_it() -> None:
    made = road_windows(road(200, 20, 200), NONE, 150, 50)
    assert made[made["segment"] == "r1"]["begins"].tolist() == [100, 150, 200]
    assert made[made["segment"] == "r0"]["begins"].tolist() == [0, 50, 100]


def test_a_segment_without_a_length_has_no_window_and_parts_the_road() -> None:
    made = road_windows(road(200, np.nan, 200), NONE, 150, 50)
    assert made["segment"].tolist() == ["r0"] * 2 + ["r2"] * 2
    assert (made["first"] == made["last"]).all()
    assert len(road_windows(road(np.nan), NONE, 150, 50)) == 0
