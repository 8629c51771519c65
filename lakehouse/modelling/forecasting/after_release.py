"""After release: what came of an earlier forecast, and whether its series move as they did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from lakehouse.declare.forecast import quantile_name
from lakehouse.methods.fairness import FAIL
from lakehouse.methods.wilson import wilson_of
from lakehouse.modelling.after_release import FITS, LEVEL, OFF, WAITS, WORSE, drift_rows
from lakehouse.modelling.bootstrap import block_weights, interval_of
from lakehouse.modelling.forecasting.measures import covered, pinball
from lakehouse.modelling.forecasting.paths import WEEK
from lakehouse.modelling.forecasting.verdict import BAND
from lakehouse.modelling.gates.gate import within
from lakehouse.modelling.ties import Array, ratio

MEASURE = "pinball_to_naive"
# A forecast is published because it loses no more than the naive one.
PROMISED = 1.0
DRAWS = 400
# Days of which the growth is held against all days before.
RECENT = 28


def outcome_row(rows: pd.DataFrame, levels: Sequence[float]) -> dict[str, Any]:
    """What came of one forecast, of which the values of some days are known by now.

    ``rows``: one per series and day with series, day, value and the quantiles of ``levels``, its
    own and the naive one's. The pinball loss over the naive one's is the mean of the series'; whole
    days are drawn again for its interval and for that of the 90 % band's coverage. A forecast is
    worse than promised, or its band off, only where that is sure at 99 %, after a week at least.
    """
    names = [quantile_name(level) for level in levels]
    value = rows["value"].to_numpy(dtype=float)
    own, naive = (
        pinball(value, rows[columns].to_numpy(dtype=float), levels)
        for columns in (names, [f"naive_{name}" for name in names])
    )
    inside = covered(value, rows[names].to_numpy(dtype=float), levels).get("coverage_90_percent")
    says, low, high = WAITS, float("nan"), float("nan")
    series, days = rows["series"].to_numpy(), rows["day"].nunique()
    whole = float(_ratio(own, naive, series, np.ones((1, len(rows))))[0])
    if days >= WEEK:
        times = block_weights(rows["day"], DRAWS, seed=0).astype(float)
        held = interval_of(_ratio(own, naive, series, times), LEVEL)
        says, low, high = FITS, held.low, held.high
        if inside is not None:
            says = OFF if _surely_off(inside, times) else FITS
        says = WORSE if low > PROMISED else says
    came = None if inside is None else float(inside.sum())
    return {
        "cases": len(rows),
        "came": came,
        "measure": MEASURE,
        "value": whole,
        "expected": None if inside is None else 0.9 * len(rows),
        "low": low,
        "high": high,
        "promised": PROMISED,
        "says": says,
        "alert": _alert(says, whole, came, len(rows)),
    }


def _surely_off(inside: Array, times: Array) -> bool:
    """Whether the band holds too little or too much, by drawn days and by Wilson's interval.

    Where all or none lay in it drawn days are all alike, and Wilson's alone knows of luck.
    """
    share = float(inside.mean())
    drawn = interval_of(times @ inside / times.sum(axis=1), LEVEL)
    low, high = wilson_of(share, len(inside))
    return within(min(low, drawn.low), max(high, drawn.high), share, BAND) == FAIL


def _ratio(own: Array, naive: Array, series: Any, times: Array) -> Array:
    """The mean over series of the loss over the naive one's, for each draw."""
    each = [
        ratio(times[:, mine] @ own[mine], times[:, mine] @ naive[mine])
        for mine in (series == name for name in dict.fromkeys(series))
    ]
    return np.asarray(np.mean(each, axis=0))


def _alert(says: str, value: float, came: float | None, of: int) -> str | None:
    if says == WORSE:
        told = f"It lost {value:.2f} times what the naive forecast did."
    elif says == OFF:
        told = f"Its 90 % band held {came:.0f} of {of} values."
    else:
        return None
    return f"{told} Proposed: train again and compare; the champion stays until a contest is won."


def series_drift(values: pd.DataFrame) -> list[dict[str, Any]]:
    """PSI and KS of each series' weekly growth: the last ``RECENT`` days beside all before.

    ``values``: a row per day in order, a column per series. Levels come and go with every wave; a
    forecast learns how they grow, log((value + 1) / (value a week before + 1)).
    """
    logs = np.log1p(values.astype(float))
    growth = (logs - logs.shift(WEEK)).iloc[WEEK:].add_prefix("weekly growth of ")
    return drift_rows(growth.iloc[:-RECENT], growth.iloc[-RECENT:], list(growth.columns))
