"""The coming week by area and hour: crashes expected, on record, the range, and why."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import gamma

from lakehouse.modelling.crash_hours.boosted import boosted, every_cell, features, unseen
from lakehouse.modelling.crash_hours.columns import COLUMNS
from lakehouse.modelling.crash_hours.contest import BOOSTED, HISTORICAL, judged
from lakehouse.modelling.crash_hours.rates import Rates, rates_of
from lakehouse.modelling.crash_hours.record import Array, Whole, record_of

YEAR = 364
LATELY = 1.3  # so many times the usual is worth a word
DARK = 0.6


def coming_week(
    crashes: pd.DataFrame, weather: pd.DataFrame, first: date, after: date, begins: date
) -> pd.DataFrame:
    """A row per area, day and hour of the seven days from ``begins`` on.

    ``crashes`` and ``weather`` as :func:`record_of` takes them, from ``first`` to before
    ``after``, the first day of which nothing is known; ``begins`` is that or later. The range
    holds the true rate 9 times in 10 (gamma-Poisson). No number is missing but
    ``expected_if_wet``, where the weather is not on record or the chosen rate knows none. Empty
    where there is no crash.
    """
    record = record_of(crashes, weather, first, after)
    if not record.areas or record.days < 7 * 8:
        return pd.DataFrame(columns=COLUMNS, dtype=object)
    verdict = judged(record)
    known = record.days
    rates = rates_of(record, np.arange(known - 7))
    late = (begins - after).days
    cells = every_cell(record, known + late, 7)
    slot = cells.of_week(record)
    usual = rates.smoothed[slot, cells.area]
    expected, wet = usual, np.full(len(usual), np.nan)
    if verdict.chosen == HISTORICAL:
        expected = rates.counted[slot, cells.area]
    elif verdict.chosen == BOOSTED:
        expected, wet, _ = unseen(boosted(record, known), record, cells)
    low, high = _range(expected, rates, slot, cells.area)
    lately = record.counts[max(known - YEAR, 0) :]
    weekday, _ = record.calendar(np.arange(max(known - YEAR, 0), known))
    by_slot = np.stack([lately[weekday == one].sum(axis=0) for one in range(7)])
    told = features(record, rates, cells, known, np.zeros(len(usual))).astype(float)
    seen = rates.seen[slot, cells.area].astype(int)
    made = pd.DataFrame(
        {
            "area": np.array(record.areas, dtype=object)[cells.area],
            "day_number": cells.day - known - late,
            "hour": cells.hour,
            "expected": expected,
            "expected_low": low,
            "expected_high": high,
            "expected_if_wet": wet,
            "usual": usual,
            "observed": by_slot.reshape(168, -1)[slot, cells.area],
            "why": _why(seen, told, verdict.chosen == BOOSTED),
            "candidate": verdict.chosen,
            "judged": verdict.says,
        }
    )
    return made.astype(object).where(made.notna(), None)[COLUMNS]


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
