"""The pictures show what the contest found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.figures import capture_curve, expected_table, importance, pictures
from lakehouse.modelling.learners import Logistic

Played = tuple[pd.DataFrame, Contest]


def test_a_capture_curve_rises_to_all_and_a_perfect_one_at_once() -> None:
    rows = pd.DataFrame({"window": 1, "score": [4.0, 3, 2, 1], "outcome": [1, 1, 0, 0]})
    curve = capture_curve(rows, 5)
    assert curve["found"].tolist() == [0, 0.5, 1, 1, 1]
    worst = capture_curve(rows.assign(score=-rows["score"]), 5)
    assert worst["found"].tolist() == [0, 0, 0, 0.5, 1]
    two = pd.concat([rows, rows.assign(window=2, score=-rows["score"])])
    assert capture_curve(two.reset_index(drop=True), 3)["found"].tolist() == [0, 0.5, 1]


def test_importance_is_the_mean_size_of_a_features_part(planted: Played) -> None:
    matrix, columns = planted[0], ["past_critical", "heat", "tobacco"]
    fitted = Logistic().fit(matrix[columns], matrix["outcome"].to_numpy())
    told = importance(fitted, matrix[columns])
    assert list(told.index) == ["heat", "past_critical", "tobacco"] and told.min() >= 0


def test_expected_and_counted_are_set_beside_each_other_by_tenths() -> None:
    expected = pd.Series(np.arange(100) / 10)
    table = expected_table(expected, expected.round())
    assert len(table) == 10 and table["expected"].is_monotonic_increasing
    assert (table["is"] - table["expected"]).abs().max() < 0.2


@pytest.mark.filterwarnings("ignore")
def test_a_contest_has_its_three_pictures(planted: Played) -> None:
    matrix, played = planted
    fitted = played.candidates[played.winner].fit(
        matrix[list(played.features)], matrix["outcome"].to_numpy()
    )
    made = pictures(played, fitted, matrix[list(played.features)])
    assert set(made) == {"calibration.png", "capture.png", "importance.png"}
    drawn = made["capture.png"].axes[0]
    assert {line.get_label() for line in drawn.lines} >= {played.winner, played.best_plain}
    assert made["calibration.png"].axes[0].get_xlabel() == "probability"
