"""What each candidate of the speeds was found to be worth, over all held back and by window."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.modelling.bootstrap import Weights, block_weights, interval_of
from lakehouse.modelling.speeds.candidates import (
    LAST,
    among,
    candidates,
    each_one,
    plainer_one,
    usual_one,
)
from lakehouse.modelling.speeds.held_back import HeldBack
from lakehouse.modelling.speeds.pace import Pace
from lakehouse.modelling.speeds.panel import Array
from lakehouse.modelling.summary import joined

LOSS, COVERED = "mean_absolute_error", "coverage_80_percent"
DRAWS = 500


def _sums(found: HeldBack, sums: Array) -> dict[str, Array]:
    """(steps, origins) by candidate, of ``found.lost`` or ``found.inside``."""
    own = {name: sums[at] for at, name in enumerate(each_one(found.pace))}
    # Who is best is chosen by the errors, whatever is summed up.
    chosen = among(found.pace).items()
    put = {n: found.chosen_elsewhere(sums, those) for n, those in chosen if n not in own}
    return own | put


def _measures(found: HeldBack, weights: Weights | None = None) -> dict[str, dict[str, Array]]:
    """Candidate to measure to its value in each draw."""
    lost, inside = _sums(found, found.lost), _sums(found, found.inside)
    made = {}
    for name in candidates(found.pace):
        error = found.mean(lost[name], weights)
        told = {LOSS: _over_steps(error), COVERED: _over_steps(found.mean(inside[name], weights))}
        made[name] = told | {_apart(found.pace, h): error[:, h - 1] for h in found.pace.shown}
    return made


def _apart(pace: Pace, step: int) -> str:
    return f"{LOSS}_{pace.far(step)}_{pace.column}"


def _over_steps(by_step: Array) -> Array:
    """The mean of (draws, steps) over the steps ahead that are known."""
    known = np.isfinite(by_step)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, by_step, 0.0).sum(axis=1) / known.sum(axis=1))


def summarised(found: HeldBack) -> pd.DataFrame:
    """Every measure of every candidate, beside the best plain one; nobody chosen."""
    blocks = np.arange(len(found.window)) // found.pace.block
    value, drawn = _measures(found), _measures(found, block_weights(blocks, DRAWS, seed=0))
    # Who chooses among both comes first: where that is always the same one, they are equal.
    plain_ones = plainer_one(found.pace), LAST, usual_one(found.pace)
    plain = min(plain_ones, key=lambda name: float(value[name][LOSS][0]))
    records = []
    for name, mine in value.items():
        for measure, (whole,) in mine.items():
            own = interval_of(drawn[name][measure])
            row = {"candidate": name, "measure": measure, "value": float(whole)}
            row |= {"low": own.low, "high": own.high}
            if name != plain:
                gap = interval_of(drawn[name][measure] - drawn[plain][measure])
                row |= {"compared_with": plain, "difference": whole - value[plain][measure][0]}
                row |= {"difference_low": gap.low, "difference_high": gap.high}
            records.append(row)
    return joined([pd.DataFrame(records)])


def per_window(found: HeldBack) -> pd.DataFrame:
    """candidate, window (its first day), measure, value."""
    records = []
    for one in np.unique(found.window):
        here = found.window == one
        window = found.pace.begins(found.first + int(np.flatnonzero(here)[0])).normalize()
        for name, mine in _measures(found, here[None].astype(np.int16)).items():
            records += [
                {"candidate": name, "window": window, "measure": m, "value": float(mine[m][0])}
                for m in (LOSS, COVERED)
            ]
    return pd.DataFrame(records)
