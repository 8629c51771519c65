"""The coming week by area and hour: crashes expected, on record, the range, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xgboost
from scipy.stats import gamma

from lakehouse.modelling.crash_hours.boosted import (
    Fitted,
    boosted,
    every_cell,
    features,
    unseen,
)
from lakehouse.modelling.crash_hours.rates import Rates, rates_of
from lakehouse.modelling.crash_hours.record import Array, Whole, known_record
from lakehouse.modelling.crash_hours.weeks import BOOSTED, HISTORICAL
from lakehouse.modelling.outlook.contest import OutlookContest

YEAR = 364
LATELY = 1.3  # so many times the usual is worth a word
DARK = 0.6


@dataclass(frozen=True)
class CrashHours:
    """What tells the coming week: who won, why, and the trees where these did.

    Rates are counted anew from the rows it is asked with; the trees stay those that were learnt.
    """

    candidate: str
    judged: str
    booster: xgboost.Booster | None = None

    def predict(self, rows: pd.DataFrame) -> pd.DataFrame:
        """A row per area, day and hour of the seven days from the one decided for on.

        ``rows`` as :func:`known_record` takes them. The range holds the true rate 9 times in 10
        (gamma-Poisson). No number is missing but ``expected_if_wet``, where the weather is not on
        record or the chosen rate knows none.
        """
        record, begins = known_record(rows), pd.Timestamp(rows["begins"].iloc[0])
        known = record.days
        rates = rates_of(record, np.arange(known - 7))
        late = (begins - pd.Timestamp(record.first)).days - known
        cells = every_cell(record, known + late, 7)
        slot = cells.of_week(record)
        usual = rates.smoothed[slot, cells.area]
        expected, wet = usual, np.full(len(usual), np.nan)
        if self.booster is not None:
            expected, wet, _ = unseen(Fitted.again(self.booster, record), record, cells)
        elif self.candidate == HISTORICAL:
            expected = rates.counted[slot, cells.area]
        low, high = _range(expected, rates, slot, cells.area)
        lately = record.counts[max(known - YEAR, 0) :]
        weekday, _ = record.calendar(np.arange(max(known - YEAR, 0), known))
        by_slot = np.stack([lately[weekday == one].sum(axis=0) for one in range(7)])
        told = features(record, rates, cells, known, np.zeros(len(usual))).astype(float)
        seen = rates.seen[slot, cells.area].astype(int)
        return pd.DataFrame(
            {
                "community_area": np.array(record.areas, dtype=object)[cells.area],
                "day": begins + pd.to_timedelta(cells.day - known - late, unit="D"),
                "hour": cells.hour,
                "expected": expected,
                "expected_low": low,
                "expected_high": high,
                "expected_if_wet": wet,
                "usual": usual,
                "observed": by_slot.reshape(168, -1)[slot, cells.area],
                "why": _why(seen, told, self.booster is not None),
                "candidate": self.candidate,
                "judged": self.judged,
            }
        )


def fit_crash_hours(rows: pd.DataFrame, played: OutlookContest) -> CrashHours:
    """The winner of the contest over these rows, learnt from all of them."""
    record = known_record(rows)
    booster = boosted(record, record.days).booster if played.winner == BOOSTED else None
    return CrashHours(played.winner, played.verdict, booster)


def _range(expected: Array, rates: Rates, slot: Whole, area: Whole) -> tuple[Array, Array]:
    """What is known of an hour of the week: its own crashes, and those that its kind stands for."""
    seen = rates.seen[slot, area]
    # However alike the hours are, no more is known of one than of its area and hour of the day.
    of_area = rates.seen.sum(axis=0)[area] + 0.5
    of_hour = rates.seen.sum(axis=1).reshape(7, 24).sum(axis=0)[slot % 24] + 0.5
    most = 1 / (1 / of_area + 1 / of_hour)
    shape = np.minimum(seen + 1 / max(rates.dispersion, 1e-6), most)
    return expected * gamma.ppf(0.05, shape) / shape, expected * gamma.ppf(0.95, shape) / shape


def _why(seen: Whole, told: Array, learnt: bool) -> list[str]:
    dark, own, around = told[:, 3], np.exp(told[:, 5]), np.exp(told[:, 6])
    counted = [f"{n} on record there in this hour of the week" for n in seen]
    parts = [np.array(counted, dtype=object)]
    for here, words in (
        (dark >= DARK, "in darkness"),
        (own >= LATELY, "more than usual in this area lately"),
        (around >= LATELY, "more than usual around it lately"),
    ):
        parts.append(np.where(here & (learnt | (words == "in darkness")), f"; {words}", ""))
    return ["".join(row) for row in zip(*parts, strict=True)]
