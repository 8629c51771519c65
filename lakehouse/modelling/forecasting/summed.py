"""The answers of one model for many series, agreed where series are parts of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lakehouse.declare.forecast import quantile_name
from lakehouse.modelling.forecasting.candidates import Candidate
from lakehouse.modelling.forecasting.coherent import (
    LEAST_DAYS,
    futures,
    over,
    over_by_then,
    past_errors,
    reconciled,
    together,
)
from lakehouse.modelling.ties import Array

EXPECTED, OVER = "expected", "probability_over_capacity"
BY_THEN = "probability_over_by_then"


def agreed(
    made: pd.DataFrame, history: pd.DataFrame, candidate: Candidate, levels: Sequence[float]
) -> pd.DataFrame:
    """``made`` with ``expected`` and the chances over capacity, sums and parts agreed.

    ``made``: rows series, days_ahead and the quantiles; ``history``: rows series, day, value,
    where known capacity and adds_to, the series that it is a part of ('' for none). A sum and its
    parts keep their own quantiles where one has none, or too few days are known of all of them.
    """
    nothing = {"capacity": np.nan, "adds_to": ""}
    history = history.assign(**{n: v for n, v in nothing.items() if n not in history})
    history["adds_to"] = history["adds_to"].fillna("")
    values = _side_by_side(history)
    part_of = history.groupby("series")["adds_to"].last()
    groups = [
        (str(name), tuple(part_of.index[part_of == name]))
        for name in part_of.index
        if part_of[name] == ""
    ]
    limit = history.sort_values("day").groupby("series")["capacity"].last()
    columns = [quantile_name(q) for q in levels]
    told = made.assign(**{EXPECTED: np.nan, OVER: np.nan, BY_THEN: np.nan}).sort_values(
        ["series", "days_ahead"]
    )
    own = {str(name): rows for name, rows in told.groupby("series")}
    for group in groups:
        possible, agree = _possible(group, values, own, candidate, levels)
        for name, ours in possible.items():
            at = own[name].index
            told.loc[at, EXPECTED] = ours.mean(axis=0)
            told.loc[at, BY_THEN] = over_by_then(ours, float(limit[name]))
            if agree:
                spread = np.quantile(ours, levels, axis=0, method="inverted_cdf").T
                told.loc[at, columns] = spread
                told.loc[at, OVER] = over(ours, float(limit[name]))
    return told.sort_index()


def _side_by_side(history: pd.DataFrame) -> dict[str, Array]:
    """The values of each series over the same unbroken days."""
    wide = history.assign(day=pd.to_datetime(history["day"])).pivot(
        index="day", columns="series", values="value"
    )
    every = wide.reindex(pd.date_range(wide.index.min(), wide.index.max(), freq="D"))
    return {str(name): every[name].to_numpy(dtype=float) for name in every}


def _possible(
    group: tuple[str, tuple[str, ...]],
    values: Mapping[str, Array],
    own: Mapping[str, pd.DataFrame],
    candidate: Candidate,
    levels: Sequence[float],
) -> tuple[dict[str, Array], bool]:
    """The futures of the sum and its parts, and whether these agree; else of each alone."""
    whole, parts = group
    names, columns = (whole, *parts), [quantile_name(q) for q in levels]
    horizons = own[whole]["days_ahead"].tolist()
    bands = {n: own[n][columns].to_numpy(dtype=float) for n in names}
    errors = {
        n: past_errors(values[n], candidate.path(values[n], horizons), horizons) for n in names
    }
    known = together(list(errors.values()))
    if len(known[0]) >= LEAST_DAYS and all(np.isfinite(b).all() for b in bands.values()):
        drawn = [futures(e, bands[n], levels) for n, e in zip(names, known, strict=True)]
        if not parts:
            return {whole: drawn[0]}, False
        doubt = [np.mean(e**2, axis=0) for e in known]
        counted = all(
            np.array_equal(v, np.rint(v), equal_nan=True) for v in (values[n] for n in parts)
        )
        total, each = reconciled(
            drawn[0], np.stack(drawn[1:]), doubt[0], np.stack(doubt[1:]), counted
        )
        return {whole: total, **dict(zip(parts, each, strict=True))}, True
    if not parts:
        return {}, False
    alone = [_possible((n, ()), values, own, candidate, levels)[0] for n in names]
    return {name: ours for one in alone for name, ours in one.items()}, False
