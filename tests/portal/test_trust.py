"""What the past says, in words, rows and pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.drawn.axis import Axis
from lakehouse.portal.drawn.calibration import Dot, calibration_words, came_true, dots
from lakehouse.portal.drawn.charts import dot_map, sparkline
from lakehouse.portal.drawn.plots import Box, Point
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.trial import trial_behind, trial_of, trials_of
from lakehouse.portal.views.trust import candidates, doubt, pairs_axis, periods, trust_title

MakeFrame = Callable[..., pd.DataFrame]
CHANCES = pd.Series([0.08, 0.35])


def test_the_doubt_stands_beside_its_baselines(make_trials: MakeFrame, voice: Voice) -> None:
    past, rival = doubt(trial_of(make_trials()), 0.95, voice)
    assert past.striptags() == (
        "In 4 past periods of 2 months this way of ordering found 61% of the critical violations "
        "in the first half of the visits (19 times in 20: 51 to 71). "
        "An order drawn by lot finds 50%."
    )
    assert rival.striptags() == "The best plain rule, past violations per visit, found 56%."


def test_a_plain_winner_is_named_as_one(make_trials: MakeFrame, words: Words, voice: Voice) -> None:
    trial = trial_of(make_trials(plain_won=True))
    assert trial is not None
    assert (trial.plain, trial.rival) == (True, "logistic regression")
    assert "plain rule made it, past violations per visit" in doubt(trial, 0.95, voice)[1]
    assert trust_title(trial, words).startswith("No model was better for sure")


def test_untested_lists_say_so(make_trials: MakeFrame, words: Words, voice: Voice) -> None:
    assert trial_of(make_trials().iloc[:0]) is None
    assert trial_of(make_trials().assign(chosen=False)) is None
    assert doubt(None, 0.95, voice) == [words("doubt.untested")]
    assert trust_title(None, words) == words("trust.untested")
    assert calibration_words(None, [], 0.9, voice) == (words("calibration.untested"), [])


def test_irregular_windows_have_no_length(make_trials: MakeFrame, voice: Voice) -> None:
    frame = make_trials(windows=3)
    frame["window"] = frame["window"].replace("2019-05-01", "2019-08-15")
    trial = trial_of(frame)
    assert trial is not None and trial.months == 0
    assert doubt(trial, 0.95, voice)[0].startswith("In 3 past periods this way")


def test_the_better_periods_are_counted(make_trials: MakeFrame, words: Words) -> None:
    frame = make_trials()
    worse = frame["candidate"].eq("logistic regression") & frame["window"].eq("2019-03-01")
    frame.loc[worse & frame["measure"].eq("auc"), "value"] = 0.4
    assert trust_title(trial_of(frame), words).endswith("in 3 of 4 past periods")


def test_rows_of_the_past(make_trials: MakeFrame, words: Words) -> None:
    trial = trial_of(make_trials())
    assert trial is not None
    first = periods(trial, words)[0]
    assert (first.day, first.visits, first.share) == ("1\u00a0Jan 2019", "1,000", "14")
    assert (first.ours, first.theirs) == ("59", "54")
    ours, theirs = candidates(trial, words)
    assert (ours.chosen, ours.plain, ours.pairs, ours.low, ours.high) == (
        True, False, "60", "50", "70",
    )  # fmt: skip
    assert theirs.says == "Ranks by critical visits per visits."
    assert pairs_axis(trial, pooled=False) == (0.5, 0.65)


def test_what_was_not_measured_is_left_empty(make_trials: MakeFrame, words: Words) -> None:
    frame = make_trials()
    frame = frame[frame["measure"].isin(["share_found_first_half"])]
    trial = trial_of(frame)
    assert trial is not None and trial.rival == "past violations per visit"
    assert {who.pairs for who in candidates(trial, words)} == {""}
    assert trust_title(trial, words).endswith("without a rival")


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [(0.8, 1.1, "hold: no tilt"), (0.6, 0.9, "too extreme"), (1.1, 1.4, "too timid"),
     (np.nan, np.nan, "without a range")],
)  # fmt: skip
def test_the_tilt_of_the_chances_in_words(
    low: float, high: float, says: str, make_trials: MakeFrame, voice: Voice
) -> None:
    frame = make_trials()
    slope = frame["measure"] == "calibration_slope"
    frame.loc[slope, ["low", "high"]] = (low, high)
    trial = trial_of(frame)
    title, said = calibration_words(trial, dots(trial, CHANCES, None), 0.9, voice)
    assert says in title
    assert said[0].striptags().startswith("When it said 20 in 100, about 20 in 100")
    assert "about 1 point." in said[1]
    assert "90 in 100 held what was found; 90 in 100 should" in said[2].striptags()


def test_small_errors_are_not_called_none(make_trials: MakeFrame, voice: Voice) -> None:
    frame = make_trials()
    frame.loc[frame["measure"] == "calibration_error", "value"] = 0.004
    said = calibration_words(trial_of(frame), [], 0.9, voice)[1]
    assert said[0] == voice.words("calibration.no_points")


@given(st.floats(0.01, 0.99))
def test_a_right_line_gives_back_what_was_said(stated: float) -> None:
    assert came_true(stated, 1, 0) == pytest.approx(stated)


def test_dots_come_from_groups_where_there_are_any(make_trials: MakeFrame) -> None:
    trial = trial_of(make_trials())
    assert [dot.stated for dot in dots(trial, CHANCES, None)] == [0.1, 0.2, 0.3]
    bins = pd.DataFrame({"probability": [0.1], "observed": [0.12], "low": [0.09], "high": [0.2]})
    (dot,) = dots(trial, CHANCES, bins)
    assert (dot.observed, dot.low, dot.high) == (0.12, 0.09, 0.2)
    assert dots(None, CHANCES, None) == []


def test_a_group_of_past_cases_says_its_range(make_trials: MakeFrame, voice: Voice) -> None:
    bins = pd.DataFrame({"probability": [0.1, 0.21], "observed": [0.12, 0.25]})
    bins = bins.assign(low=[0.09, 0.22], high=[0.2, 0.28])
    trial = trial_of(make_trials())
    said = calibration_words(trial, dots(trial, CHANCES, bins), 0.9, voice, 0.95)[1]
    assert "When it said 21 in 100, about 25 in 100" in said[0].striptags()
    assert "room for 22 to 28 in 100, 19 times in 20" in said[1].striptags()


def test_a_band_breaks_where_a_bound_is_missing() -> None:
    box = Box(0, 4, Axis(4, ()))
    low: list[Point] = [(0, 0), (1, 0), (2, None), (3, 0), (4, 0)]
    high: list[Point] = [(at, 2) for at in range(5)]
    assert box.band(low, high).count("M") == box.band(low, high).count("z") == 2
    assert box.band(high, high).count("M") == 1 and box.band([(0, None)], high[:1]) == ""


def test_of_rare_chances_the_middle_group_is_the_example(
    make_trials: MakeFrame, voice: Voice
) -> None:
    found = [Dot(at, at + 0.01, None, None) for at in (0.01, 0.02, 0.05)]
    said = calibration_words(trial_behind(make_trials(), "test_food_premises"), found, 0.9, voice)[
        1
    ]
    assert "<b>2 in 100</b>" in said[0]


def test_a_sparkline_breaks_where_a_value_is_missing() -> None:
    drawn = sparkline([0.5, None, 0.6, 0.7], 0.5, 0.7)
    assert drawn.line == "M0 100M667 50L1000 0"
    assert drawn.dots == "M0 100h0M667 50h0M1000 0h0"
    assert sparkline([], 0, 1).line == ""


def test_the_map_keeps_its_shape_and_needs_places(make_rows: MakeFrame) -> None:
    rows = make_rows(300)
    found = dot_map(rows, 100)
    assert found is not None
    assert max(found.width, found.height) == 200
    assert found.first.count("M") == 100
    assert 0 < found.half_km < 15
    assert dot_map(rows.assign(latitude=np.nan), 100) is None
    assert dot_map(rows, 0) is None
    stepped = dot_map(rows, 100, 120)
    assert stepped and "".join(stepped.dots.split("|")[:100]) == stepped.first
    assert len(stepped.halves.split("|")) == 120
    assert stepped.halves.split("|")[99] == f"{stepped.half_km:.0f}"
    unplaced = dot_map(rows.assign(latitude=rows["latitude"].where(rows["rank"] > 2)), 100, 120)
    assert unplaced and unplaced.dots.startswith("||M") and unplaced.halves.startswith("0|0|0|")


def test_each_question_has_its_own_trial(make_trials: MakeFrame) -> None:
    both = pd.concat([make_trials(), make_trials().assign(question="Another?", model_name="m2")])
    assert next(asked for asked, _ in trials_of(both)) == "Another?"
    found = trial_behind(both, "m2")
    assert found is not None and found.question == "Another?"
    assert trial_behind(both, "nobody") is None
    assert trial_behind(both, "") is None
    assert trials_of(both.iloc[:0]) == []
