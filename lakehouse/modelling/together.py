"""Whether chances of one window, told of several in a row, came true."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
from scipy.stats import chi2

from lakehouse.methods.longer_chance import chance_within
from lakehouse.modelling.windows import Window

MEASURE = "observed_per_expected_together"


def told_together(
    out_of_time: pd.DataFrame,
    entity: pd.Series,
    windows: Sequence[Window],
    number: int,
    level: float = 0.95,
) -> pd.DataFrame:
    """candidate, measure, value, low and high: entities with an outcome over those expected.

    For every window with ``number`` - 1 more right after it: an entity that was a case in all of
    them (``entity`` by the matrix's index) is expected with its chance at the first window, as if
    it stayed (``chance_within``), and counts once if anything happened to it. The interval is that
    of a Poisson count; years that overlap make it a little too narrow. Empty where no window has
    so many after it.
    """
    rows = out_of_time.assign(entity=entity.reindex(out_of_time["row"]).to_numpy())
    starts = [pd.Timestamp(w.start) for w in windows]
    follows = [a.end == b.start for a, b in pairwise(windows)]
    runs = [
        starts[i : i + number]
        for i in range(len(starts) - number + 1)
        if all(follows[i : i + number - 1])
    ]
    made = []
    for name, own in rows.groupby("candidate", sort=False):
        by = own.groupby(["entity", "window"]).agg({"probability": "first", "outcome": "max"})
        chance, outcome = by["probability"].unstack(), by["outcome"].unstack()
        seen = told = 0.0
        for run in (run for run in runs if set(run) <= set(chance.columns)):
            whole = chance[run[0]].notna() & outcome[run].notna().all(axis=1)
            told += float(chance_within(chance.loc[whole, run[0]], number).sum())
            seen += float(outcome.loc[whole, run].max(axis=1).sum())
        if told:
            ends = (1 - level) / 2, (1 + level) / 2
            low = chi2.ppf(ends[0], 2 * seen) / 2 if seen else 0.0
            high = chi2.ppf(ends[1], 2 * (seen + 1)) / 2
            made.append((name, MEASURE, seen / told, low / told, high / told))
    return pd.DataFrame(made, columns=["candidate", "measure", "value", "low", "high"])
