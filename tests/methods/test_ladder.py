"""Each period is judged by the best method that its history allows, and every one has a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.judged import BELOW_ZERO, NO_FIT, NOT_REPORTED, ONLY_ZEROS, TOO_LITTLE
from lakehouse.methods.ladder import FITS, METHODS, judge, judge_since


@dataclass(frozen=True)
class Step:
    method: str
    at_least: int
    using: dict[str, Any] = field(default_factory=dict)


LADDER = (Step("farrington_daily", 745), Step("essence_ewma", 9), Step("essence_switch", 31))


def counts(days: int, mean: float = 9, seed: int = 7) -> pd.Series:
    drawn = np.random.default_rng(seed).poisson(mean, days).astype(float)
    return pd.Series(drawn, index=pd.date_range("2020-01-01", None, days))


def test_the_method_follows_the_length_of_history() -> None:
    made = judge(counts(800), LADDER, 0.01)
    assert made["algorithm"].iloc[:9].isna().all() and (made["why"].iloc[:9] == TOO_LITTLE).all()
    assert (made["algorithm"].iloc[9:31] == "essence_ewma").all()
    assert set(made["algorithm"].iloc[31:745]) <= {"essence_ewma", "essence_regression"}
    assert (made["algorithm"].iloc[745:] == "farrington_daily").all()
    assert made["why"].iloc[9:].isna().all()


def test_a_day_is_judged_as_it_was_when_it_was_the_last() -> None:
    series = counts(800)
    whole = judge(series, LADDER, 0.01)
    for day in (8, 20, 200, 744, 790):
        then = judge(series.iloc[: day + 1], LADDER, 0.01, last=1)
        pd.testing.assert_frame_equal(then, whole.iloc[[day]], check_dtype=False)
    pd.testing.assert_frame_equal(judge(series, LADDER, 0.01, last=60), whole[-60:])


@pytest.mark.parametrize("days", [0, 1, 7])
def test_a_week_of_history_gets_rows_with_the_reason(days: int) -> None:
    made = judge(counts(days), LADDER, 0.01)
    assert len(made) == days and (made["why"] == TOO_LITTLE).all()


def test_zeros_only_are_told_until_the_first_case() -> None:
    series = counts(60) * 0
    series.iloc[50] = 4
    made = judge(series, LADDER, 0.01)
    assert (made["why"].iloc[9:50] == ONLY_ZEROS).all() and made["upper"].iloc[:50].isna().all()
    assert made["why"].iloc[50] is None and made["p"].iloc[50] < 0.01


def test_gaps_and_corrections_keep_their_row_with_the_reason() -> None:
    series = counts(60)
    series.iloc[40], series.iloc[45] = np.nan, -3
    made = judge(series, LADDER, 0.01)
    assert made["why"].iloc[40] == NOT_REPORTED and made["why"].iloc[45] == BELOW_ZERO
    assert made["observed"].iloc[45] == -3 and np.isnan(made["p"].iloc[45])
    assert made["why"].drop(made.index[[40, 45]]).iloc[9:].isna().all()


@pytest.mark.parametrize("error", [np.linalg.LinAlgError, FloatingPointError, IndexError])
def test_a_fit_that_breaks_leaves_a_row_with_the_reason(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(series: pd.Series, alpha: float) -> pd.DataFrame:
        raise error("of whatever kind")

    monkeypatch.setitem(METHODS, "essence_switch", broken)
    made = judge(counts(40), LADDER, 0.01)
    assert (made["why"].iloc[31:] == f"{NO_FIT} ({error.__name__})").all()
    assert made["why"].iloc[9:31].isna().all()


def test_a_mistake_in_the_settings_is_not_taken_for_one_of_the_series(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refusing(series: pd.Series, alpha: float) -> pd.DataFrame:
        raise PlanError("This setting is wrong.", "Mend it.")

    monkeypatch.setitem(METHODS, "refusing", refusing)
    with pytest.raises(KeyError):
        judge(counts(40), (Step("no such method", 9),), 0.01)
    with pytest.raises(PlanError):
        judge(counts(40), (Step("refusing", 9),), 0.01)


def test_after_a_change_of_definition_history_begins_again() -> None:
    series = counts(100)
    series.iloc[60:] += 50
    day = pd.Timestamp("2020-03-01")
    made = judge_since(series, [day], LADDER, 0.01)
    assert (
        made["why"].iloc[60:69] == f"{TOO_LITTLE} since the definition changed on 2020-03-01"
    ).all()
    assert (made["p"].iloc[69:] > 0.001).all(), "the new level is not unusual"
    assert (judge(series, LADDER, 0.01)["p"].iloc[60:63] < 0.001).all()
    pd.testing.assert_frame_equal(made[:60], judge(series[:60], LADDER, 0.01))
    pd.testing.assert_frame_equal(judge_since(series, [day], LADDER, 0.01, last=5), made[-5:])
    pd.testing.assert_frame_equal(
        judge_since(series, [], LADDER, 0.01), judge(series, LADDER, 0.01)
    )


def hard(days: int) -> dict[str, np.ndarray]:
    """Counts at which a deviation, a mean or a chance is at its end."""
    rng = np.random.default_rng(0)
    rare, usual = rng.poisson(0.03, days), rng.poisson(3.0, days).astype(float)
    half = days // 2
    return {
        "rare": rare,
        "one": np.eye(1, days, half // 2)[0],
        "ceased": np.where(np.arange(days) < half, usual, 0),
        "jump": np.where(np.arange(days) < days - 15, 3.0, 3e6),
        "gaps": np.where(rng.random(days) < 0.3, np.nan, usual),
        "corrected": np.where(rng.random(days) < 0.1, -2, usual),
        "weekdays": np.where(np.arange(days) % 7 > 4, 0, rng.poisson(20, days)),
    }


@pytest.mark.parametrize("method", METHODS)
def test_every_number_of_a_judged_period_is_one(method: str) -> None:
    weekly = method in ("farrington", "farrington_flexible")
    days, every = (330, "W-MON") if weekly else (800, "D")
    numbers = ["observed", "expected", "upper", "score"]
    # A sum over time has no p.
    numbers += [] if method == "cusum_rossi" else ["p"]
    for name, values in hard(days).items():
        series = pd.Series(values, pd.date_range("2016-01-04", None, days, freq=every))
        limited = {"last": 30} if method in FITS else {}
        told = METHODS[method](series, **limited)
        judged = told[told["why"].isna()]
        wrong = judged[~np.isfinite(judged[numbers].astype(float)).all(axis=1)]
        assert wrong.empty, f"{name}: {wrong.iloc[:1].to_dict('records')}"
