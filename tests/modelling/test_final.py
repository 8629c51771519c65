"""The final model is the winner fitted anew, can be kept, and explains itself in words."""

from __future__ import annotations

from datetime import date

import cloudpickle
import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.final import FinalModel, final_model

Played = tuple[pd.DataFrame, Contest]
MEANINGS = {"heat": "heat of burglaries nearby", "past_critical": "earlier critical violations"}
COLUMNS = [
    *("score", "probability", "probability_low", "probability_high"),
    *("reason_1", "reason_2", "reason_3"),
]


@pytest.fixture(scope="module")
def model(planted: Played) -> FinalModel:
    return final_model(planted[1], planted[0], MEANINGS)


def test_predictions_are_ordered_bounded_and_indexed_like_the_rows(
    planted: Played, model: FinalModel
) -> None:
    rows = planted[0].sample(200, random_state=1)
    found = model.predict(rows)
    assert list(found.columns) == COLUMNS and found.index.equals(rows.index)
    assert (found["probability_low"] <= found["probability"]).all()
    assert (found["probability"] <= found["probability_high"]).all()
    by_score = found.sort_values("score")["probability"]
    assert by_score.is_monotonic_increasing
    assert found["probability"].mean() == pytest.approx(planted[0]["outcome"].mean(), abs=0.04)


def test_it_is_kept_by_cloudpickle_bit_by_bit(planted: Played, model: FinalModel) -> None:
    rows = planted[0].head(50)
    kept = cloudpickle.loads(cloudpickle.dumps(model))
    pd.testing.assert_frame_equal(kept.predict(rows), model.predict(rows))


def test_reasons_name_what_pushes_up(planted: Played, model: FinalModel) -> None:
    row = planted[0].head(1).assign(heat=2.5, past_critical=4, visits=4, tobacco=False, age=5.0)
    words = model.predict(row).iloc[0]
    reasons = words[["reason_1", "reason_2", "reason_3"]].tolist()
    assert any(r.startswith("heat of burglaries nearby: 2.5 (typical") for r in reasons[:2])
    assert any(r.startswith("earlier critical violations: 4 (typical 0)") for r in reasons)
    cold = model.predict(row.assign(heat=-2.5))[["reason_1", "reason_2", "reason_3"]]
    assert not cold.iloc[0].str.startswith("heat").any()


def test_the_plain_winner_has_one_kind_of_reason(noise: Played) -> None:
    model = final_model(noise[1], noise[0], MEANINGS)
    assert model.name == noise[1].best_plain
    found = model.predict(noise[0].head(100))
    assert (found["reason_3"] == "nothing else stands out").all()
    assert set(model.features) <= {"past_critical", "visits"}


def test_later_windows_are_left_out_when_asked(planted: Played, model: FinalModel) -> None:
    matrix, played = planted
    until = played.folds[2].test.end
    early = final_model(played, matrix, MEANINGS, completed_by=until)
    assert early.completed_by == until and model.completed_by == played.windows[-1].end
    later = matrix["as_of"] >= pd.Timestamp(until)
    other = matrix.assign(outcome=np.where(later, 0, matrix["outcome"]))
    again = final_model(played, other, MEANINGS, completed_by=until)
    rows = matrix.head(20)
    pd.testing.assert_frame_equal(early.predict(rows), again.predict(rows))
    with pytest.raises(PlanError, match="nothing to calibrate with"):
        final_model(played, matrix, MEANINGS, completed_by=date(2000, 1, 1))


def test_no_rows_give_an_empty_table_and_an_absent_feature_is_named(
    planted: Played, model: FinalModel
) -> None:
    assert list(model.predict(planted[0].head(0)).columns) == COLUMNS
    with pytest.raises(PlanError, match="no column"):
        model.predict(planted[0].drop(columns=list(model.features)))
