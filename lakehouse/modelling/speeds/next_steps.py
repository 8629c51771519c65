"""The coming speeds at a city's detectors: whoever was best before tells each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.modelling.speeds.bands import bands, restlessness
from lakehouse.modelling.speeds.boosted import FittedSpeeds
from lakehouse.modelling.speeds.candidates import LAST, TREES, among, each_one, usual_one
from lakehouse.modelling.speeds.measured import Measured, measured
from lakehouse.modelling.speeds.pace import Pace
from lakehouse.modelling.speeds.paths import fitted, gaps, paths

UNJUDGED = "nothing was measured in the {unit}s that a forecast would be judged by"
BANDED = ["expected", "expected_low", "expected_high"]
NUMBERS = [*BANDED, "error", "error_last", "error_usual", "coverage"]
COLUMNS = [
    *("detector_id", "day", "hour", "told_for", *BANDED, "last_speed", "usual_speed"),
    *("candidate", *NUMBERS[3:], "last_measured_at", "why_no_forecast"),
]
NEWEST = 0.8  # of the steps are behind the stretch that the bands come from


@dataclass(frozen=True)
class NextSteps:
    """What tells the coming steps: who tells each one ahead, and the trees where they do.

    ``errors`` are those of the stretch held back: index candidate and steps_ahead, columns error
    and coverage. The usual and the bands come anew from the steps it is asked with.
    """

    pace: Pace
    tellers: tuple[str, ...]
    errors: pd.DataFrame
    trees: FittedSpeeds | None = None

    def predict(self, read: pd.DataFrame) -> pd.DataFrame:
        """A row per detector and step ahead, after the last one known to any of them.

        ``read`` as ``measured`` takes it. Errors and coverage of 80 % bands are those of the
        stretch held back. A silent detector has rows without numbers that say why, and so has a
        step ahead that nobody could be judged by.
        """
        pace, of = self.pace, measured(read, self.pace)
        parts = [*self._told(of)] if of.names else []
        parts += [_silent(name, why, pace) for name, why in of.silent.items()]
        rows = pd.concat(parts, ignore_index=True)
        unknown = rows["why_no_forecast"].isna() & ~_finite(rows, ["error", *BANDED]).all(axis=1)
        rows[NUMBERS] = rows[NUMBERS].astype(float).where(_finite(rows, NUMBERS))
        rows.loc[unknown, NUMBERS] = np.nan
        rows.loc[unknown, "candidate"] = None
        rows.loc[unknown, "why_no_forecast"] = UNJUDGED.format(unit=pace.unit)
        at = pd.to_datetime((of.last + rows["steps_ahead"]) * pace.minutes * 60, unit="s")
        ends = rows["detector_id"].map(of.read).astype(float) * pace.minutes
        rows[pace.column] = pace.far(rows["steps_ahead"])
        made = rows.assign(
            day=at.dt.normalize(),
            hour=at.dt.hour,
            told_for=at,
            last_measured_at=pd.to_datetime(ends, unit="m"),
        ).sort_values(["detector_id", "steps_ahead"], ignore_index=True)
        return made[[*COLUMNS, pace.column]]

    def _told(self, of: Measured) -> Iterator[pd.DataFrame]:
        """The rows of each step ahead; bands from the last fifth of the steps."""
        n = len(of.values)
        since = int(NEWEST * n)
        at = np.arange(since, n)
        said, restless = paths(of, since, at, self.trees), restlessness(of.values, at)
        wrong = {name: gaps(of, said[name], since) for name in sorted({*self.tellers})}
        for ahead, name in enumerate(self.tellers, start=1):
            gap, told = (each[ahead - 1] for each in wrong[name])
            around = bands(gap, told, restless[: -self.pace.ahead])
            middle = said[name][ahead - 1][-1:]
            (low,), (high,) = around.ends(middle, restless[-1:])
            numbers = {
                "detector_id": of.names,
                "steps_ahead": ahead,
                "expected": middle[0],
                "expected_low": low,
                "expected_high": high,
                "last_speed": of.values[-1],
                "usual_speed": said[usual_one(self.pace)][ahead - 1][-1],
                "candidate": name,
                "error": self.errors["error"][name, ahead],
                "error_last": self.errors["error"][LAST, ahead],
                "error_usual": self.errors["error"][usual_one(self.pace), ahead],
                "coverage": self.errors["coverage"][name, ahead],
                "why_no_forecast": None,
            }
            yield pd.DataFrame(numbers)


def fit_next_steps(read: pd.DataFrame, played: OutlookContest, pace: Pace) -> NextSteps:
    """Who tells each step ahead by the contest over these; trees learn from four fifths."""
    errors = played.judged.set_index(["candidate", "steps_ahead"])
    those = [each_one(pace)[at] for at in among(pace)[played.winner]]
    by_step = errors["error"].unstack("candidate")[those].fillna(np.inf)
    tellers = tuple(by_step.idxmin(axis=1))
    of = measured(read, pace)
    trees = fitted(of, int(NEWEST * len(of.values))) if TREES in tellers else None
    return NextSteps(pace, tellers, errors, trees)


def _finite(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(np.isfinite(rows[names].astype(float)))


def _silent(name: str, why: str, pace: Pace) -> pd.DataFrame:
    rows = {"detector_id": name, "steps_ahead": range(1, pace.ahead + 1), "why_no_forecast": why}
    return pd.DataFrame(rows).reindex(columns=["steps_ahead", *COLUMNS])
