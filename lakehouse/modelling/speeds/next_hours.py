"""The coming day's speeds at a city's detectors: whoever was best before tells each hour."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.modelling.speeds.bands import bands, restlessness
from lakehouse.modelling.speeds.boosted import BoostedSpeeds, between
from lakehouse.modelling.speeds.columns import COLUMNS
from lakehouse.modelling.speeds.panel import Array, Flags, filled, usual

WEEK, HOURS = 168, 24
LEAST_HOURS = 4 * WEEK  # measured, before anything is learnt of a detector
DEAD = 48  # hours without a value: what was measured before says nothing of the coming ones
NEAR = 2500.0  # metres between detectors that tell of each other
HOW = BoostedSpeeds(ahead=(1, 2, 3, 4, 6, 9, 12, 18, 24), period=WEEK, trees=60, depth=5)
UNJUDGED = "nothing was measured in the hours that a forecast would be judged by"
NUMBERS = [
    "expected",
    "expected_low",
    "expected_high",
    "error",
    "error_last",
    "error_usual",
    "coverage",
]
CANDIDATES = ("last value", "usual for the hour of the week", "boosted trees")


def next_hours(hours: pd.DataFrame) -> pd.DataFrame:
    """A row per detector and hour of the day after the last hour known to any of them.

    ``hours`` has detector_id, hour_number (since 1970 began, local time), speed (missing where
    it cannot be used), x and y (metres, missing where unknown); it may lack hours. On the first
    three fifths all is learnt, on the next the bands, and the last fifth, seen by neither, decides
    for each hour ahead who tells it: the candidate of the smallest mean absolute error there, the
    plainest among equals. Errors and coverage of 80 % bands are those of that last fifth. A
    detector that was measured for less than four weeks, or in none of the last 48 hours, has rows
    without numbers that say so, and so has an hour ahead that nobody could be judged by.
    """
    if hours.empty:
        return pd.DataFrame(columns=COLUMNS, dtype=object)
    table = hours.pivot_table(index="hour_number", columns="detector_id", values="speed")
    every = range(int(hours["hour_number"].min()), int(hours["hour_number"].max()) + 1)
    table = table.reindex(every).where(lambda speed: speed > 0)
    many = table.reindex(columns=sorted(hours["detector_id"].unique())).notna().sum()
    read = table.reindex(columns=many.index).apply(pd.Series.last_valid_index)
    why = {name: _why_silent(int(many[name]), read[name], every[-1]) for name in many.index}
    told = [name for name in many.index if not why[name]]
    silent = [_silent(name, every[-1], why[name]) for name in many.index if why[name]]
    made = [_told(table[told], _near(hours, told))] if told else []
    rows = pd.concat([*made, *silent], ignore_index=True)
    at = pd.to_datetime(rows["detector_id"].map(read).astype(float), unit="h")
    return rows.assign(last_measured_at=at)[COLUMNS]


def _told(table: pd.DataFrame, near: Array) -> pd.DataFrame:
    values, imputed = filled(table.to_numpy(dtype=float))
    n = len(values)
    judged_at, banded_at = int(0.8 * n), int(0.6 * n)
    past_at = np.arange(banded_at, n - HOURS)
    past, restless = (
        _paths(values, imputed, near, banded_at, past_at),
        restlessness(values, past_at),
    )
    split = judged_at - banded_at
    before = slice(0, split - HOURS)  # what was over before the judged stretch begins
    errors: dict[str, list[float]] = {}
    coverage: dict[str, list[float]] = {}
    for name, path in past.items():
        errors[name], coverage[name] = [], []
        for ahead, (gap, told) in enumerate(
            zip(*_gaps(values, imputed, path, banded_at), strict=True)
        ):
            around = bands(gap[before], told[before], restless[before])
            low, high = around.ends(path[ahead, split:], restless[split:])
            came = path[ahead, split:] + gap[split:]
            errors[name].append(_mean(np.abs(gap[split:]), told[split:]))
            coverage[name].append(_mean(((low <= came) & (came <= high)) * 1.0, told[split:]))
    # What is published is learnt from four fifths, its bands from the last one.
    recent_at = np.arange(judged_at, n)
    recent = _paths(values, imputed, near, judged_at, recent_at)
    restless = restlessness(values, recent_at)
    rows = []
    for ahead in range(1, HOURS + 1):
        name = min(CANDIDATES, key=lambda one: errors[one][ahead - 1])
        gaps, told = _gaps(values, imputed, recent[name], judged_at)
        around = bands(gaps[ahead - 1], told[ahead - 1], restless[:-HOURS])
        middle = recent[name][ahead - 1][-1:]
        (low,), (high,) = around.ends(middle, restless[-1:])
        rows.append(
            pd.DataFrame(
                {
                    "detector_id": table.columns,
                    "hour_number": int(table.index[-1]) + ahead,
                    "hours_ahead": ahead,
                    "expected": middle[0],
                    "expected_low": low,
                    "expected_high": high,
                    "last_speed": values[-1],
                    "usual_speed": recent[CANDIDATES[1]][ahead - 1][-1],
                    "candidate": name,
                    "error": errors[name][ahead - 1],
                    "error_last": errors[CANDIDATES[0]][ahead - 1],
                    "error_usual": errors[CANDIDATES[1]][ahead - 1],
                    "coverage": coverage[name][ahead - 1],
                    "why_no_forecast": None,
                }
            )
        )
    made = pd.concat(rows, ignore_index=True)
    # Where nothing was measured in the stretch held back there is no error, and no band.
    unknown = ~np.isfinite(made[["error", "expected_low", "expected_high"]]).all(axis=1)
    made[NUMBERS] = made[NUMBERS].where(np.isfinite(made[NUMBERS].astype(float)))
    made.loc[unknown, [*NUMBERS, "candidate"]] = None
    made.loc[unknown, "why_no_forecast"] = UNJUDGED
    return made


def _paths(
    values: Array, imputed: Flags, near: Array, known: int, at: np.ndarray
) -> dict[str, Array]:
    """What each candidate that knew the first hours says: (hours ahead, len(at), detectors)."""
    usually = usual(values, imputed, known, WEEK, len(values) + HOURS)
    ahead = np.arange(1, HOURS + 1)
    habit = usually[at[None, :] + ahead[:, None]]
    middle = HOW.fit(values, imputed, near, known).middle(values, imputed, at)
    # What lies between two hours that were forecast differs from the usual as they do.
    apart = {step: speed - usually[at + step] for step, speed in middle.items()}
    boosted = habit + between(values[at] - usually[at], apart, HOURS)
    last = np.broadcast_to(values[at], habit.shape)
    return dict(zip(CANDIDATES, (last, habit, np.maximum(boosted, 0.0)), strict=True))


def _gaps(values: Array, imputed: Flags, path: Array, first: int) -> tuple[Array, Flags]:
    """What came less what was said, of the hours that came, and whether they were measured."""
    many = len(values) - HOURS - first
    gaps = [values[first + h : first + h + many] - path[h - 1][:many] for h in range(1, HOURS + 1)]
    told = [~imputed[first + h : first + h + many] for h in range(1, HOURS + 1)]
    return np.stack(gaps), np.stack(told)


def _mean(numbers: Array, told: Flags) -> float:
    return float(numbers[told].mean()) if told.any() else float("inf")


def _near(hours: pd.DataFrame, names: list[str]) -> Array:
    """1 for detectors near each other, 0 for itself and where a place is unknown."""
    places = hours.groupby("detector_id")[["x", "y"]].first().reindex(names).to_numpy(dtype=float)
    apart = np.hypot(*(places[:, None, axis] - places[None, :, axis] for axis in (0, 1)))
    near = (apart <= NEAR).astype(float)
    np.fill_diagonal(near, 0.0)
    return np.asarray(near)


def _why_silent(measured: int, read: float | None, last: int) -> str:
    if measured < LEAST_HOURS or read is None:
        return f"only {measured} hours were measured, and four weeks are needed"
    if last - read < DEAD:
        return ""
    return f"nothing measured since {pd.Timestamp(int(read) * 3600, unit='s'):%Y-%m-%d %H:%M}"


def _silent(name: str, last: int, why: str) -> pd.DataFrame:
    rows = {"detector_id": name, "hours_ahead": range(1, HOURS + 1), "why_no_forecast": why}
    made = pd.DataFrame(rows).assign(hour_number=lambda r: last + r["hours_ahead"])
    return made.reindex(columns=COLUMNS)
