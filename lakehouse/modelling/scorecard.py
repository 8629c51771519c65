"""Every measure of every candidate, window by window and over all windows with its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from lakehouse.modelling.bootstrap import Weights, block_weights, judged_weeks, slices
from lakehouse.modelling.calibration import realised_coverage
from lakehouse.modelling.lists import kept, positions
from lakehouse.modelling.refit import refit_spread
from lakehouse.modelling.reliability import calibration_error, calibration_line, equal_mass_bins
from lakehouse.modelling.tally import Tally, Top, Whole, tally
from lakehouse.modelling.ties import Array, ratio

# Measures of one candidate in one window: as sums and divisors, and those that do not add up.
Tallied = Callable[[pd.DataFrame, Sequence[Top], Whole | None], Tally]
Trusted = Callable[[pd.DataFrame], dict[str, float]]


@dataclass(frozen=True)
class Pooled:
    """A measure over all windows: its value and that of each bootstrap draw, shape (draws,)."""

    value: float
    draws: Array


def per_window(
    out_of_time: pd.DataFrame,
    tops: Sequence[Top],
    tallied: Tallied = tally,
    trusted: Trusted | None = None,
) -> pd.DataFrame:
    """Tidy frame candidate, window, measure, value; measures of probabilities where there are any.

    ``rows`` and ``base_rate`` (the share with outcome 1) come with every window. Where several
    lists were made in a window, rows are ranked against those of their own list.
    """
    parts = []
    for (candidate, window), rows in out_of_time.groupby(["candidate", "window"], sort=False):
        lists = _added([tallied(rows.iloc[at], tops, None) for at in positions(rows)])
        values = {name: float(ratio(*pair)[0]) for name, pair in kept(out_of_time, lists).items()}
        values |= {"rows": float(len(rows)), "base_rate": float(rows["outcome"].mean())}
        values |= (trusted or _trust)(rows)
        frame = pd.DataFrame({"measure": list(values), "value": list(values.values())})
        parts.append(frame.assign(candidate=candidate, window=window))
    columns = ["candidate", "window", "measure", "value"]
    return pd.concat(parts, ignore_index=True)[columns]


def pooled(
    rows: pd.DataFrame,
    tops: Sequence[Top],
    draws: int,
    seed: int,
    tallied: Tallied = tally,
    blocks: npt.ArrayLike | None = None,
) -> dict[str, Pooled]:
    """Each measure of one candidate over all its windows, with draws of ``blocks`` (ISO weeks).

    The rows of each candidate must come in the same order: then the same seed draws the same
    blocks for all, and the difference of two candidates' draws is a paired one. TooEarly where
    all rows lie in one week.
    """
    together = judged_weeks(rows["happened_on"]) if blocks is None else blocks
    weights = block_weights(together, draws, seed)
    where = positions(rows)
    whole = kept(rows, _added([tallied(rows.iloc[at], tops, None) for at in where]))
    redrawn = _added([_tally_draws(tallied, rows.iloc[at], tops, weights[:, at]) for at in where])
    return {name: Pooled(float(ratio(*whole[name])[0]), ratio(*redrawn[name])) for name in whole}


def of_probabilities(
    rows: pd.DataFrame,
    level: float = 0.95,
    draws: int = 500,
    seed: int = 0,
    log_odds: bool = False,
) -> dict[str, tuple[float, float, float]]:
    """Value, low and high of how well one candidate's probabilities hold, over all windows.

    ``rows`` are all its out-of-time rows, those without a probability too. The intervals of
    calibration_slope and calibration_intercept allow for the calibrators' own luck (see
    ``refit_spread``); calibration_error and interval_coverage have none. Empty without
    probabilities.
    """
    none = float("nan")
    found = {name: (value, none, none) for name, value in _trust(rows).items()}
    if found:
        spreads = refit_spread(rows, draws, seed, log_odds)
        z = float(norm.ppf((1 + level) / 2))
        for name, spread in zip(("intercept", "slope"), spreads, strict=True):
            value = found[f"calibration_{name}"][0]
            found[f"calibration_{name}"] = (value, value - z * spread, value + z * spread)
    return found


def _trust(rows: pd.DataFrame) -> dict[str, float]:
    rows = rows[rows["probability"].notna()]
    if rows.empty:
        return {}
    chance, outcome = rows["probability"], rows["outcome"]
    line = calibration_line(chance, outcome)
    tenth = rows.groupby("window")["score"].transform(equal_mass_bins)
    groups = rows["window"].astype(str) + "/" + tenth.astype(str)
    return {
        "calibration_slope": line.slope,
        "calibration_intercept": line.intercept,
        "calibration_error": calibration_error(chance, outcome),
        "interval_coverage": realised_coverage(
            rows["probability_low"], rows["probability_high"], outcome, groups
        ),
    }


def _tally_draws(
    tallied: Tallied, rows: pd.DataFrame, tops: Sequence[Top], weights: Weights
) -> Tally:
    parts = [tallied(rows, tops, weights[part]) for part in slices(len(weights), len(rows))]
    return {
        name: (
            np.concatenate([part[name][0] for part in parts]),
            np.concatenate([part[name][1] for part in parts]),
        )
        for name in parts[0]
    }


def _added(tallies: Sequence[Tally]) -> Tally:
    names = dict.fromkeys(name for each in tallies for name in each)
    return {
        name: (
            np.sum([each[name][0] for each in tallies if name in each], axis=0),
            np.sum([each[name][1] for each in tallies if name in each], axis=0),
        )
        for name in names
    }
