"""Every measure of every forecasting candidate, over all origins with its interval and by month."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lakehouse.modelling.bootstrap import Weights, block_weights, interval_of
from lakehouse.modelling.forecasting.candidates import Candidate
from lakehouse.modelling.forecasting.measures import BANDS
from lakehouse.modelling.ties import Array
from lakehouse.modelling.verdict import COLUMNS

# Errors a week ahead hang together for a week or two: origins are drawn by the fortnight.
BLOCK_DAYS = 14
POOLED = ("scaled_loss", "scaled_crps", "scaled_error", *BANDS)
NAMES = {"scaled_loss": "scaled_pinball", "scaled_error": "mase"}
DECISIVE = NAMES["scaled_loss"]
# A month of which fewer days were judged says little, and would count like a whole one.
DAYS_OF_A_MONTH = 14


def summarised(
    judged: pd.DataFrame,
    candidates: Mapping[str, Candidate],
    beside: str,
    draws: int,
    level: float,
    seed: int,
) -> pd.DataFrame:
    """One row per candidate and measure with its interval and that of its paired difference.

    Over all series: scaled_pinball and scaled_crps (divided by the series' weekly change), mase and
    the coverages. Per series: pinball, crps, pinball_to_naive (its ratio to the candidate
    ``beside``) and coverage_90_percent. Compared with the plain candidate whose scaled_pinball is
    lowest.
    """
    rows = {name: judged[judged["candidate"] == name] for name in candidates}
    days = (rows[beside]["origin"] - pd.Timestamp(0)).dt.days.to_numpy() // BLOCK_DAYS
    if len(np.unique(days)) < 2:
        days = np.arange(len(days))
    weights = block_weights(days, draws, seed)
    drawn = {n: _measures(rows[n], rows[beside], weights) for n in candidates}
    plain = [name for name, candidate in candidates.items() if candidate.plain]
    best = min(plain, key=lambda name: drawn[name]["scaled_pinball"][0])
    records = [
        {"candidate": n, "plain": candidates[n].plain, **_row(measure, drawn, n, best, level)}
        for n in candidates
        for measure in drawn[n]
    ]
    summary = pd.DataFrame(records).reindex(columns=COLUMNS)
    summary["compared_with"] = summary["compared_with"].where(summary["candidate"] != best, None)
    return summary


def _row(
    measure: str,
    drawn: Mapping[str, Mapping[str, tuple[float, Array]]],
    name: str,
    best: str,
    level: float,
) -> dict[str, object]:
    value, draws = drawn[name][measure]
    bar, theirs = drawn[best][measure]
    own, gap = interval_of(draws, level), interval_of(draws - theirs, level)
    row: dict[str, object] = {"measure": measure, "value": value, "low": own.low, "high": own.high}
    if name == best:
        return row
    row |= {"compared_with": best, "difference": value - bar}
    return row | {"difference_low": gap.low, "difference_high": gap.high}


def _measures(
    rows: pd.DataFrame, beside: pd.DataFrame, weights: Weights
) -> dict[str, tuple[float, Array]]:
    """Measure to its value and that of each draw."""
    every = np.ones(len(rows), dtype=bool)
    found = {NAMES.get(c, c): _mean(rows, c, every, weights) for c in POOLED if c in rows.columns}
    series = rows["series"].to_numpy()
    for name in dict.fromkeys(series):
        mine = series == name
        own, bar = (_mean(each, "loss", mine, weights) for each in (rows, beside))
        found[f"pinball {name}"] = own
        found[f"crps {name}"] = _mean(rows, "crps", mine, weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = float(np.divide(own[0], bar[0])), own[1] / bar[1]
        found[f"pinball_to_naive {name}"] = ratio
        if "coverage_90_percent" in rows.columns:
            covered = _mean(rows, "coverage_90_percent", mine, weights)
            found[f"coverage_90_percent {name}"] = covered
    return found


def _mean(rows: pd.DataFrame, column: str, mine: Array, weights: Weights) -> tuple[float, Array]:
    values, weight = rows[column].to_numpy(dtype=float)[mine], weights[:, mine].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(values.mean()), weight @ values / weight.sum(axis=1)


def per_window(judged: pd.DataFrame) -> pd.DataFrame:
    """Tidy frame candidate, window (first day of the origins' month), measure, value."""
    columns = ["candidate", "window", "measure", "value"]
    if judged.empty:
        return pd.DataFrame(columns=columns)
    month = judged["origin"].dt.to_period("M").dt.start_time
    held = [c for c in POOLED if c in judged.columns]
    means = judged.assign(window=month).groupby(["candidate", "window"])[held].mean()
    means["origins"] = (
        judged.assign(window=month).groupby(["candidate", "window"])["origin"].nunique()
    )
    tidy = means.rename(columns=NAMES).rename_axis(columns="measure").stack().rename("value")
    return tidy.reset_index()[columns]


def losses(each: pd.DataFrame) -> pd.DataFrame:
    """The scaled pinball loss by month (rows) and candidate (columns).

    ``each`` as of ``per_window``. Months of few days are left out, unless there is no other.
    """
    table = each.pivot(index=["candidate", "window"], columns="measure", values="value")
    long_enough = table["origins"] >= DAYS_OF_A_MONTH
    kept = table[long_enough] if long_enough.any() else table
    return kept[DECISIVE].unstack("candidate")


def gains(each: pd.DataFrame) -> pd.DataFrame:
    """The same as rows candidate, window, measure, value: the larger the better, for regret."""
    rows = (-losses(each)).stack().rename("value").reset_index()
    return rows.assign(measure=DECISIVE)
