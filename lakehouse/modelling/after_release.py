"""After release: whether what is asked is still what was learnt, and what came of earlier lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.methods.drift import DRIFTED, drift
from lakehouse.modelling.bootstrap import Weights, block_weights, interval_of, slices
from lakehouse.modelling.corrected import TIMES
from lakehouse.modelling.measure_words import DECISIVE, named
from lakehouse.modelling.measures import auc
from lakehouse.modelling.tally import places_of, top_name
from lakehouse.modelling.ties import Array, found_in_first, ratio, tie_groups
from lakehouse.modelling.windows import months_later

LEVEL = 0.99
DRAWS = 400
# Counted per expected: within these nobody would do anything else.
NEAR = (0.8, 1.25)
FITS, WORSE, OFF, WAITS = "as promised", "worse than promised", "chances off", "too few to tell"


def drift_rows(
    training: pd.DataFrame, today: pd.DataFrame, features: Sequence[str]
) -> list[dict[str, Any]]:
    """PSI and KS of each feature between the cases learnt from and those asked about today.

    A category counts as its rank among the training's, the commonest first; one that was never
    seen comes last. Features of which nothing was known in training are left out.
    """
    rows = []
    for name in features:
        first, second, ordered = _numbers(training[name], today[name])
        if not np.isfinite(first).any() or not len(second):
            continue
        found = drift(first, second)
        rows.append(
            {
                "feature": name,
                "psi": found.psi,
                "psi_by_luck": found.luck,
                "ks": found.ks if ordered else None,
                "p": found.p if ordered else None,
                "training_rows": len(first),
                "today_rows": len(second),
                "says": found.says,
                "alert": _moved(name, found.psi) if found.says == DRIFTED else None,
            }
        )
    return rows


def _moved(name: str, psi: float) -> str:
    return (
        f"{name} is no longer what the model learnt from (PSI {psi:.2f}). Proposed: train again "
        "and compare; the champion stays until a contest is won."
    )


def _numbers(first: pd.Series, second: pd.Series) -> tuple[np.ndarray, np.ndarray, bool]:
    if pd.api.types.is_numeric_dtype(first) or pd.api.types.is_bool_dtype(first):
        both = [pd.to_numeric(s, errors="coerce").to_numpy(dtype=float) for s in (first, second)]
        return both[0], both[1], True
    counted = first.dropna().astype(str).value_counts()
    order = {v: i for i, v in enumerate(sorted(counted.index, key=lambda v: (-counted[v], v)))}
    codes = [
        s.map(lambda v: np.nan if pd.isna(v) else order.get(str(v), len(order))).to_numpy(float)
        for s in (first, second)
    ]
    return codes[0], codes[1], False


def list_ends(day: date, list_days: int | None, months: int) -> date:
    """The first day that a list of ``day`` no longer serves."""
    return months_later(day, months) if list_days is None else day + timedelta(days=list_days)


def outcome_row(
    listed: pd.DataFrame, promised: float | None, share: float | None = None
) -> dict[str, Any]:
    """What came of one list, of which some cases are known by now.

    ``listed``: one row per case with ``given`` (chance or expected number) and ``outcome``, and
    ``stands_for`` where the list is corrected for what nobody reports. Chances are judged by their
    AUC with its interval (Hanley and McNeil 1982), which is missing where only one of both outcomes
    came; counts by what the first ``share`` found of all, with places drawn again. ``promised``:
    the low end of that when the model was judged. A list is worse than promised, or its chances
    off, only where that is sure at 99 %.
    """
    given = listed["given"].to_numpy(dtype=float)
    outcome = listed["outcome"].to_numpy(dtype=float)
    hit = (outcome > 0).astype(int)
    times = listed[TIMES].to_numpy(dtype=float) if TIMES in listed.columns else 1.0
    found = None if share is None else _capture(given * times, outcome * times, share)
    value, low, high = found or _auc(given, hit)
    measure = "auc" if share is None else f"capture_{top_name(share)}"
    expected, came = float(given.sum()), float(outcome.sum())
    spread = np.sqrt((given * np.maximum(1 - given, 0)).sum() if share is None else expected)
    ratio = came / expected if expected > 0 else float("nan")
    sure = abs(came - expected) > norm.ppf((1 + LEVEL) / 2) * spread
    says = WAITS if np.isnan(value) else FITS
    if sure and not NEAR[0] <= ratio <= NEAR[1]:
        says = OFF
    if promised is not None and high < promised:
        says = WORSE
    return {
        "cases": len(listed),
        "came": came,
        "expected": expected,
        "measure": measure,
        "value": value,
        "low": low,
        "high": high,
        "promised": promised,
        "says": says,
        "alert": _alert(says, (measure, value, promised), came, expected),
    }


def _auc(given: np.ndarray, hit: np.ndarray) -> tuple[float, float, float]:
    ones, noughts = int(hit.sum()), int(len(hit) - hit.sum())
    if not ones or not noughts:
        return (float("nan"),) * 3
    a = auc(given, hit)
    above, twice = a / (2 - a), 2 * a * a / (1 + a)
    variance = a * (1 - a) + (ones - 1) * (above - a * a) + (noughts - 1) * (twice - a * a)
    half = norm.ppf((1 + LEVEL) / 2) * np.sqrt(max(variance, 0) / (ones * noughts))
    return a, max(0.0, a - half), min(1.0, a + half)


def _capture(given: np.ndarray, counts: np.ndarray, share: float) -> tuple[float, float, float]:
    if not counts.sum() or len(counts) < 2:
        return (float("nan"),) * 3
    times = block_weights(np.arange(len(given)), DRAWS, seed=0)
    parts = [times[part] for part in slices(DRAWS, len(given))]
    whole, *drawn = (_found(given, counts, share, each) for each in (None, *parts))
    held = interval_of(np.concatenate(drawn), LEVEL)
    return float(whole[0]), held.low, held.high


def _found(given: np.ndarray, counts: np.ndarray, share: float, times: Weights | None) -> Array:
    groups = tie_groups(given, counts, times, counts=True)
    places = places_of(groups.rows.sum(axis=1), share)
    return ratio(found_in_first(groups, places), groups.found.sum(axis=1))


def _alert(
    says: str, judged: tuple[str, float, float | None], came: float, expected: float
) -> str | None:
    measure, value, promised = judged
    if says == WORSE:
        words = DECISIVE.get(measure) or named(measure).lower()
        told = f"It ranked worse than promised: {words} {value:.2f}, at least {promised:.2f} was."
    elif says == OFF:
        told = f"{came:.0f} came where {expected:.0f} were expected."
    else:
        return None
    return f"{told} Proposed: train again and compare; the champion stays until a contest is won."
