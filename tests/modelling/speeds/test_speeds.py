"""Planted rush hours are forecast better than by the last value, and bands hold what they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError, TooEarly
from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.modelling.speeds.backtest import backtest
from lakehouse.modelling.speeds.bands import bands
from lakehouse.modelling.speeds.boosted import BoostedSpeeds, between
from lakehouse.modelling.speeds.candidates import LAST, best_one, candidates, plainer_one, usual_one
from lakehouse.modelling.speeds.contest import speed_contest
from lakehouse.modelling.speeds.features import features
from lakehouse.modelling.speeds.held_back import HeldBack
from lakehouse.modelling.speeds.measures import LOSS
from lakehouse.modelling.speeds.next_steps import UNJUDGED, fit_next_steps
from lakehouse.modelling.speeds.pace import HOURS
from lakehouse.modelling.speeds.panel import filled, usual

PLAINER, BEST, USUAL = plainer_one(HOURS), best_one(HOURS), usual_one(HOURS)
SMALL = BoostedSpeeds(ahead=(1, 3), period=48, trees=40, depth=4, least_rows=20)


def rush(seed: int = 1, steps: int = 48 * 20, detectors: int = 6) -> np.ndarray:
    """Two slow spells a day, a disturbance that fades, and noise."""
    draw = np.random.default_rng(seed)
    point = np.arange(steps)[:, None] % 48
    slow = 15 * np.exp(-((point - 16) ** 2) / 8) + 20 * np.exp(-((point - 35) ** 2) / 8)
    noise, shock = draw.normal(0, 1.5, (steps, detectors)), np.zeros((steps, detectors))
    for t in range(1, steps):
        shock[t] = 0.8 * shock[t - 1] + draw.normal(0, 1.5, detectors)
    return np.asarray(np.maximum(60 - slow + noise + shock, 3.0))


def test_gaps_are_filled_from_before_and_named() -> None:
    speeds = [[50.0, np.nan], [0.0, 40.0], [-1.0, 41.0], [52.0, np.nan]]
    values, imputed = filled(speeds)
    assert values.tolist() == [[50, 40], [50, 40], [50, 41], [52, 41]]
    assert imputed.tolist() == [[False, True], [True, False], [True, False], [False, True]]
    with pytest.raises(PlanError, match="1 of 2 detectors"):
        filled([[50.0, 0.0], [51.0, np.nan]])


def test_the_usual_never_holds_the_period_itself_nor_what_comes_later() -> None:
    values = np.array([[10.0], [20.0], [30.0], [40.0], [90.0], [90.0]])
    none = np.zeros(values.shape, dtype=bool)
    made = usual(values, none, 4, 2, 6)
    # Of the first period the second, of that the first, of the third both; 90 is not known yet.
    assert made.ravel().tolist() == [30, 40, 10, 20, 20, 30]
    alone = usual(values, none, 2, 2, 4)
    assert alone.ravel().tolist() == [15, 15, 10, 20]


def test_features_hold_nothing_of_later_steps() -> None:
    speeds, near = rush(), np.ones((6, 6)) - np.eye(6)
    values, imputed = filled(speeds)
    at = np.array([700, 750])
    usually = usual(values, imputed, 600, 48, len(values) + 3)
    before = features(values, imputed, usually, near, 48, at, 3)
    later = values.copy()
    later[751:] = 5.0
    assert (features(later, imputed, usually, near, 48, at, 3) == before).all()
    assert before.shape[0] == 12 and np.isfinite(before).all()


def test_it_beats_the_last_value_and_its_bands_hold() -> None:
    found = backtest(rush(), np.zeros((6, 6)), SMALL)
    assert (found["rmse"] < 0.85 * found["last_rmse"]).all()
    assert (found["mae"] < found["last_mae"]).all()
    assert found["coverage"].between(0.74, 0.86).all() and (found["width"] > 0).all()


def test_what_was_not_measured_is_no_outcome() -> None:
    speeds = rush()
    speeds[900:903] = 0.0
    gapped = backtest(speeds, np.zeros((6, 6)), SMALL)
    # A speed of 0 taken for true would cost some 50 mph on three of 190 steps.
    assert gapped["rmse"][3] == pytest.approx(
        backtest(rush(), np.zeros((6, 6)), SMALL)["rmse"][3], abs=0.3
    )


def test_bands_are_quantiles_with_room_for_the_one_to_come() -> None:
    gaps = np.tile(np.arange(-49.0, 50.0), 3)[:, None] * [[1.0, 2.0]]
    restless = np.repeat([0.0, 1.0, 2.0], 99)[:, None] * [[1.0, 1.0]]
    gaps[198:] *= 3
    told = np.ones(gaps.shape, dtype=bool)
    made = bands(gaps, told, restless)
    assert made.low.tolist() == [[-40, -80], [-40, -80], [-120, -240]]
    assert (made.high == -made.low).all()
    low, high = made.ends(np.array([[60.0, 60.0]]), np.array([[0.0, 3.0]]))
    assert low.tolist() == [[20, 0]] and high.tolist() == [[100, 300]]
    # Few errors of its own: those of all stand for them; without any there is no band.
    told[10:99, 1] = False
    assert made.low[0, 0] == bands(gaps, told, restless).low[0, 0] > -49
    assert np.isnan(bands(gaps, ~told & told, restless).low).all()


def test_between_two_forecasts_the_line_is_straight() -> None:
    path = between(np.array([10.0]), {2: np.array([20.0]), 4: np.array([0.0])}, 4)
    assert path.ravel().tolist() == [15, 20, 10, 0]
    with pytest.raises(PlanError, match="5 steps"):
        between(np.array([10.0]), {4: np.array([0.0])}, 5)


def test_too_few_steps_are_said() -> None:
    values, imputed = filled(rush(steps=14))
    with pytest.raises(PlanError, match="14 steps are too few"):
        SMALL.fit(values, imputed, np.zeros((6, 6)), 14)


def next_hours(hours: pd.DataFrame) -> tuple[pd.DataFrame, OutlookContest]:
    """The coming day as the winner of the contest tells it, and the contest."""
    played = speed_contest(hours, HOURS)
    return fit_next_steps(hours, played, HOURS).predict(hours), played


def test_the_coming_day_is_told_by_whoever_was_best() -> None:
    draw = np.random.default_rng(3)
    hour = np.arange(12 * 168)
    slow = np.where((hour % 24 == 8) & (hour // 24 % 7 < 5), 25.0, 0.0)
    rows = [
        pd.DataFrame(
            {
                "detector_id": name,
                "step": hour,
                "speed": 50 - slow + draw.normal(0, 1, len(hour)),
                "x": 0.0,
                "y": 0.0,
            }
        )
        for name in ("D1", "D2")
    ]
    # One begins late; one has a hole.
    rows.append(rows[0].tail(HOURS.least - 1).assign(detector_id="D3"))
    rows[1].loc[100:120, "speed"] = np.nan
    made, played = next_hours(pd.concat(rows))
    assert len(made) == 3 * HOURS.ahead
    told = made[made["why_no_forecast"].isna()]
    assert set(told["detector_id"]) == {"D1", "D2"} and told["expected"].notna().all()
    assert "only 671 hours" in made.set_index("detector_id").loc["D3", "why_no_forecast"].iloc[0]
    # The next day is a Monday as day 0 was: at 8 it is slow, though the last hour was not.
    eight = told[told["hours_ahead"] == 9]
    assert (eight["hour"] == 8).all() and (eight["expected"] < 32).all()
    assert (eight["error"] <= eight[["error_last", "error_usual"]].min(axis=1)).all()
    assert told["coverage"].between(0.7, 0.9).all()
    assert (told["expected_low"] <= told["expected"]).all()
    # Everybody is judged, and who is chosen says so.
    assert set(played.summary["candidate"]) == set(candidates(HOURS))
    assert played.through == pd.Timestamp(int(hour[-1]) * 3600, unit="s").date()
    chosen = played.summary.loc[played.summary["chosen"], "candidate"].unique()
    assert list(chosen) == [played.winner] and f"the {played.winner} is used" in played.verdict
    assert played.per_window["window"].nunique() == 3


def dead(*silent_from: int, hours: int = 6 * 168) -> pd.DataFrame:
    """Detectors in the same traffic, each silent from an hour on."""
    draw, hour = np.random.default_rng(3), np.arange(hours)
    rows = []
    for n, end in enumerate(silent_from):
        speed = 50 - 20 * (hour % 24 == 8) + draw.normal(0, 1, hours)
        speed = np.where(hour < end, speed, np.nan)
        rows.append(pd.DataFrame({"detector_id": f"D{n}", "step": hour, "speed": speed}))
    return pd.concat(rows).assign(x=0.0, y=0.0)


def test_a_detector_that_died_has_no_forecast() -> None:
    hours = 6 * 168
    made = next_hours(dead(hours, hours - HOURS.dead, hours - 10))[0].set_index("detector_id")
    assert made.loc["D0", "expected"].notna().all() and made.loc["D2", "expected"].notna().all()
    gone = made.loc["D1"]
    # Its last hour is the one before; hour 0 is that of 1 January 1970.
    assert (gone["why_no_forecast"] == "nothing measured since 1970-02-09 23:00").all()
    assert gone[["expected", "expected_low", "error", "last_speed"]].isna().all().all()
    assert (gone["last_measured_at"] == pd.Timestamp("1970-02-09 23:00")).all()
    assert (made.loc["D2", "last_measured_at"] == pd.Timestamp("1970-02-11 13:00")).all()


def test_where_all_were_silent_nobody_can_be_judged() -> None:
    hours = 6 * 168
    both = dead(hours, hours)
    late = both["step"].between(int(0.75 * hours), hours - 6)
    made, _ = next_hours(both.assign(speed=both["speed"].mask(late)))
    unknown = made["why_no_forecast"].notna()
    assert (
        unknown.any()
        and (made.loc[unknown, "why_no_forecast"] == UNJUDGED.format(unit="hour")).all()
    )
    assert (
        made.loc[unknown, "expected"].isna().all() and made.loc[~unknown, "expected"].notna().all()
    )
    numbers = made[["expected", "expected_low", "expected_high", "error", "error_last", "coverage"]]
    assert not np.isinf(numbers.astype(float)).any().any()
    assert numbers[~unknown].notna().all().all()


def test_where_too_little_can_be_judged_a_plain_one_is_used_and_where_none_lives_it_waits() -> None:
    hours = 6 * 168
    both = dead(hours, hours)
    held = both["step"].between(int(0.8 * hours), hours - 2)
    made, played = next_hours(both.assign(speed=both["speed"].mask(held)))
    # One hour was measured, and it says nothing of who is better.
    assert played.winner == PLAINER and set(played.failed) == {BEST}
    assert "is not better than" in played.verdict
    assert (made["why_no_forecast"] == UNJUDGED.format(unit="hour")).all() and made[
        "expected"
    ].isna().all()
    with pytest.raises(TooEarly, match=r"Of 1 detector\(s\) none was measured"):
        speed_contest(dead(HOURS.least - 1, hours=HOURS.least - 1), HOURS)


def test_who_is_chosen_in_a_week_is_chosen_by_the_others() -> None:
    # The first misses by 1 in the first week and by 9 later, the second by 5 always.
    lost = np.full((3, 24, 6), 5.0)
    lost[0, :, :2], lost[0, :, 2:], lost[2] = 1.0, 9.0, 50.0
    week = np.repeat([0, 1, 2], 2)
    found = HeldBack(HOURS, lost, lost, np.ones((24, 6)), 0, week)
    assert found.best((0, 1, 2)).tolist() == [1] * 24
    # By the first and the last week both are as good: the plainer one is taken, and loses.
    assert found.chosen_elsewhere(lost, (0, 1))[0].tolist() == [5, 5, 9, 9, 9, 9]
    assert found.mean(lost[0])[0, 0] == pytest.approx(38 / 6)


def test_what_hangs_together_is_learnt_and_beats_both_plain_ones_for_sure() -> None:
    hour = np.arange(6 * 168)
    speeds = rush(steps=len(hour), detectors=3)
    parts = [
        pd.DataFrame({"detector_id": f"D{n}", "step": hour, "speed": speeds[:, n]})
        for n in range(3)
    ]
    made, played = next_hours(pd.concat(parts).assign(x=0.0, y=0.0))
    assert played.winner == BEST and played.failed == {}
    row = played.summary.set_index(["candidate", "measure"]).loc[(BEST, LOSS)]
    assert row["compared_with"] == played.best_plain != BEST
    assert row["difference_low"] < row["difference"] < row["difference_high"] < 0
    assert (made["error"] <= made[["error_last", "error_usual"]].min(axis=1) + 1e-12).all()
    worst = played.summary[played.summary["measure"] == LOSS].set_index("candidate")["value"]
    assert worst[BEST] < min(worst[LAST], worst[USUAL], worst[PLAINER])
