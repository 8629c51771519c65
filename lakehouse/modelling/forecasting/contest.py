"""Let candidates forecast every past day as if it were the last, and choose among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.forecasting.candidates import Candidate
from lakehouse.modelling.forecasting.measures import judged_rows
from lakehouse.modelling.forecasting.panel import Panel, rolling
from lakehouse.modelling.forecasting.scorecard import (
    DECISIVE,
    gains,
    losses,
    per_window,
    summarised,
)
from lakehouse.modelling.forecasting.verdict import decide
from lakehouse.modelling.gates.gate import Gate
from lakehouse.modelling.regret import regrets
from lakehouse.modelling.summary import joined, mark


@dataclass(frozen=True)
class ForecastContest:
    """What was tried, how it went, and who won.

    ``summary``: candidate, plain, chosen, measure, value, low, high at ``level``, and the paired
    difference to compared_with, the best plain candidate. ``per_window``: candidate, window (first
    day of a month of origins), measure, value. ``judged``: one row per candidate, series and
    origin with its losses. ``gates`` is what every learner passed through.
    """

    candidates: Mapping[str, Candidate]
    beside: str
    horizon: int
    quantiles: tuple[float, ...]
    series: tuple[str, ...]
    judged: pd.DataFrame
    summary: pd.DataFrame
    per_window: pd.DataFrame
    winner: str
    best_plain: str
    failed: Mapping[str, str]
    verdict: str
    level: float
    seed: int
    gates: tuple[Gate, ...] = ()


def forecast_contest(
    panel: Panel,
    candidates: Mapping[str, Candidate],
    *,
    beside: str,
    horizon: int,
    quantiles: Sequence[float],
    tolerance: float,
    warm_up: int = 35,
    draws: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> ForecastContest:
    """Judge the candidates ``horizon`` days ahead and choose the winner (see ``verdict.decide``).

    Every day but the first ``warm_up`` of a series is an origin, known or fitted up to that day
    alone; only days on which all candidates have a forecast and whose outcome is known are
    judged. PlanError when no candidate is plain; the ``judged`` rows are empty where too little
    has passed, and then nothing else may be used.
    """
    if not any(candidate.plain for candidate in candidates.values()):
        raise PlanError(
            "A contest without a plain candidate has no bar to pass.",
            "Add one that needs no learning, such as WeekdayNaive.",
        )
    judged = _judged(panel, candidates, horizon, quantiles, warm_up)
    each = per_window(judged)
    if judged.empty:
        summary, found = pd.DataFrame(), None
    else:
        summary = summarised(judged, candidates, beside, draws, level, seed)
        summary = joined([summary, regrets(gains(each), DECISIVE)])
        rows = judged["origin"].nunique(), len(judged) // len(candidates)
        found = decide(candidates, summary, losses(each), tolerance, rows, horizon)
        mark(summary, candidates, found.winner)
    return ForecastContest(
        candidates=dict(candidates),
        beside=beside,
        horizon=horizon,
        quantiles=tuple(quantiles),
        series=tuple(panel.values.columns),
        judged=judged,
        summary=summary,
        per_window=each,
        winner=found.winner if found else "",
        best_plain=found.best_plain if found else "",
        failed=found.failed if found else {},
        verdict=found.sentence if found else "",
        level=level,
        seed=seed,
        gates=found.gates if found else (),
    )


def _judged(
    panel: Panel,
    candidates: Mapping[str, Candidate],
    horizon: int,
    quantiles: Sequence[float],
    warm_up: int,
) -> pd.DataFrame:
    parts = []
    for series in panel.values.columns:
        values = panel.of(series)
        first = pd.Series(values).first_valid_index()
        tried = []
        for name, candidate in candidates.items():
            made = rolling(panel, series, candidate, (horizon,), quantiles)[:, 0]
            rows = judged_rows(values, made, horizon, quantiles, panel.days)
            tried.append(rows.assign(candidate=name, series=series))
        whole = pd.concat([rows["loss"] for rows in tried], axis=1).notna().all(axis=1)
        start = len(values) if first is None else int(first) + warm_up
        whole[:start] = False
        parts += [rows[whole] for rows in tried]
    rows = pd.concat(parts, ignore_index=True)
    # The same order of rows for every candidate makes differences paired.
    return rows.sort_values(["candidate", "series", "origin"]).reset_index(drop=True)
