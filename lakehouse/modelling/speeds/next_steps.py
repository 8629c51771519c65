"""The coming day's speeds at a city's detectors: whoever was best before tells each hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.modelling.speeds.bands import bands, restlessness
from lakehouse.modelling.speeds.boosted import FittedSpeeds
from lakehouse.modelling.speeds.candidates import AMONG, EACH
from lakehouse.modelling.speeds.measured import Measured, measured
from lakehouse.modelling.speeds.paths import HOURS, LAST, TREES, USUAL, fitted, gaps, paths

UNJUDGED = "nothing was measured in the hours that a forecast would be judged by"
BANDED = ["expected", "expected_low", "expected_high"]
NUMBERS = [*BANDED, "error", "error_last", "error_usual", "coverage"]
COLUMNS = [
    *("detector_id", "day", "hour", "hours_ahead", *BANDED, "last_speed", "usual_speed"),
    *("candidate", *NUMBERS[3:], "last_measured_at", "why_no_forecast"),
]
NEWEST = 0.8  # of the hours are behind the stretch that the bands come from


@dataclass(frozen=True)
class NextHours:
    """What tells the coming day: who tells each hour ahead, and the trees where they do.

    ``errors`` are those of the stretch held back: index candidate and hours_ahead, columns error
    and coverage. The usual and the bands come anew from the hours it is asked with.
    """

    tellers: tuple[str, ...]
    errors: pd.DataFrame
    trees: FittedSpeeds | None = None

    def predict(self, hours: pd.DataFrame) -> pd.DataFrame:
        """A row per detector and hour of the day after the last hour known to any of them.

        ``hours`` as ``measured`` takes them. Errors and coverage of 80 % bands are those of the
        stretch held back. A silent detector has rows without numbers that say why, and so has an
        hour ahead that nobody could be judged by.
        """
        of = measured(hours)
        parts = [*self._told(of)] if of.names else []
        parts += [_silent(name, of.last, why) for name, why in of.silent.items()]
        rows = pd.concat(parts, ignore_index=True)
        unknown = rows["why_no_forecast"].isna() & ~_finite(rows, ["error", *BANDED]).all(axis=1)
        rows[NUMBERS] = rows[NUMBERS].astype(float).where(_finite(rows, NUMBERS))
        rows.loc[unknown, NUMBERS] = np.nan
        rows.loc[unknown, "candidate"] = None
        rows.loc[unknown, "why_no_forecast"] = UNJUDGED
        at = pd.to_datetime(rows["hour_number"] * 3600, unit="s")
        read = pd.to_datetime(rows["detector_id"].map(of.read).astype(float), unit="h")
        made = rows.assign(day=at.dt.normalize(), hour=at.dt.hour, last_measured_at=read)
        return made.sort_values(["detector_id", "hours_ahead"], ignore_index=True)[COLUMNS]

    def _told(self, of: Measured) -> Iterator[pd.DataFrame]:
        """The rows of each hour ahead; bands from the last fifth of the hours."""
        n = len(of.values)
        since = int(NEWEST * n)
        at = np.arange(since, n)
        said, restless = paths(of, since, at, self.trees), restlessness(of.values, at)
        wrong = {name: gaps(of, said[name], since) for name in sorted({*self.tellers})}
        for ahead, name in enumerate(self.tellers, start=1):
            gap, told = (each[ahead - 1] for each in wrong[name])
            around = bands(gap, told, restless[:-HOURS])
            middle = said[name][ahead - 1][-1:]
            (low,), (high,) = around.ends(middle, restless[-1:])
            numbers = {
                "detector_id": of.names,
                "hour_number": of.last + ahead,
                "hours_ahead": ahead,
                "expected": middle[0],
                "expected_low": low,
                "expected_high": high,
                "last_speed": of.values[-1],
                "usual_speed": said[USUAL][ahead - 1][-1],
                "candidate": name,
                "error": self.errors["error"][name, ahead],
                "error_last": self.errors["error"][LAST, ahead],
                "error_usual": self.errors["error"][USUAL, ahead],
                "coverage": self.errors["coverage"][name, ahead],
                "why_no_forecast": None,
            }
            yield pd.DataFrame(numbers)


def fit_next_hours(hours: pd.DataFrame, played: OutlookContest) -> NextHours:
    """Who tells each hour ahead by the contest over these hours; trees learn from four fifths."""
    errors = played.judged.set_index(["candidate", "hours_ahead"])
    among = [EACH[at] for at in AMONG[played.winner]]
    by_hour = errors["error"].unstack("candidate")[among].fillna(np.inf)
    tellers = tuple(by_hour.idxmin(axis=1))
    of = measured(hours)
    trees = fitted(of, int(NEWEST * len(of.values))) if TREES in tellers else None
    return NextHours(tellers, errors, trees)


def _finite(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(np.isfinite(rows[names].astype(float)))


def _silent(name: str, last: int, why: str) -> pd.DataFrame:
    rows = {"detector_id": name, "hours_ahead": range(1, HOURS + 1), "why_no_forecast": why}
    made = pd.DataFrame(rows).assign(hour_number=lambda r: last + r["hours_ahead"])
    return made.reindex(columns=["hour_number", *COLUMNS])
