"""Whether a stated chance came true as often as it said, in words and as dots."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.said.figures import in_100, known, times_in
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.views.trial import Number, Trial

_STATED = tuple(tenth / 10 for tenth in range(1, 10))


@dataclass(frozen=True)
class Dot:
    """Stated chance and observed share, with the range of the observed share where known."""

    stated: float
    observed: float
    low: float | None
    high: float | None


def dots(trial: Trial | None, chances: pd.Series, bins: pd.DataFrame | None) -> list[Dot]:
    """The points of the picture.

    With ``bins`` (the reliability table of the past) one dot a bin; else the calibration line of
    the trials, read at the round tenths that the list's ``chances`` reach.
    """
    if bins is not None:
        return [
            Dot(
                float(row["probability"]),
                float(row["observed"]),
                float(row["low"]) if known(row["low"]) else None,
                float(row["high"]) if known(row["high"]) else None,
            )
            for row in bins.to_dict("records")
        ]
    line = _line(trial)
    if line is None or chances.dropna().empty:
        return []
    low, high = float(chances.min()), float(chances.max())
    at = [p for p in _STATED if low <= p <= high] or [(low + high) / 2]
    return [Dot(p, came_true(p, *line), None, None) for p in at if 0 < p < 1]


def came_true(stated: float, slope: float, intercept: float) -> float:
    """The share found where ``stated`` was said, by Cox's calibration line (Cox 1958)."""
    odds = intercept + slope * math.log(stated / (1 - stated))
    return 1 / (1 + math.exp(-odds))


def calibration_words(
    trial: Trial | None, found: list[Dot], level: float, voice: Voice, past_level: float = 0.95
) -> tuple[Markup, list[Markup]]:
    """Title and sentences: do the chances hold, an example, how far off, do the ranges hold.

    ``level`` is that of the list's ranges, ``past_level`` that of what was observed.
    """
    words = voice.words
    slope = trial.at(trial.chosen, "calibration_slope") if trial else None
    if trial is None or slope is None:
        return words("calibration.untested"), []
    said = []
    if found:
        dot = _example(found)
        pair = {"stated": in_100(dot.stated), "observed": in_100(dot.observed)}
        said.append(voice("calibration.example", **pair))
        if dot.low is not None and dot.high is not None:
            times, of = times_in(past_level)
            between = {"low": in_100(dot.low), "high": in_100(dot.high)}
            said.append(words("calibration.between", times=times, of=of, **between))
    error = trial.at(trial.chosen, "calibration_error")
    if error:
        points = round(100 * error.value)
        key = "calibration.points" if points else "calibration.no_points"
        said.append(words.plural(key, points) if points else words(key))
    coverage = trial.at(trial.chosen, "interval_coverage")
    if coverage:
        held = in_100(coverage.value)
        said.append(words("calibration.ranges", held=held, level=in_100(level)))
    return words(f"calibration.{_verdict(slope)}"), said


def _example(found: list[Dot]) -> Dot:
    """The group whose chance is the question's 20 in 100, else the middle one."""
    near = min(found, key=lambda d: (abs(d.stated - 0.2), d.stated))
    middle = sorted(found, key=lambda d: d.stated)[len(found) // 2]
    return near if abs(near.stated - 0.2) <= 0.1 else middle


def _verdict(slope: Number) -> str:
    if not (math.isfinite(slope.low) and math.isfinite(slope.high)):
        return "no_range"
    if slope.high < 1:
        return "too_extreme"
    return "too_timid" if slope.low > 1 else "holds"


def _line(trial: Trial | None) -> tuple[float, float] | None:
    if trial is None:
        return None
    slope = trial.at(trial.chosen, "calibration_slope")
    intercept = trial.at(trial.chosen, "calibration_intercept")
    return (slope.value, intercept.value) if slope and intercept else None
