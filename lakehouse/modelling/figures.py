"""Pictures for the record of a contest: calibration, capture, importance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.corrected import as_published, worth_of
from lakehouse.modelling.forecasting.contest import ForecastContest
from lakehouse.modelling.learners import Fitted
from lakehouse.modelling.lists import positions
from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.modelling.reliability import equal_mass_bins, reliability_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 20  # features in the picture of importance
SAMPLED = 2000  # rows that importance is averaged over


def pictures(played: Contest, fitted: Fitted, rows: pd.DataFrame) -> dict[str, Figure]:
    """calibration.png, capture.png and importance.png, from what the contest found out of time."""
    return {
        "calibration.png": _calibration(played),
        "capture.png": _capture(played),
        "importance.png": _bars(
            importance(fitted, rows).head(MOST), "mean size of its part of the score"
        ),
    }


def forecast_pictures(played: ForecastContest) -> dict[str, Figure]:
    """series.png: each series' loss with the winner, beside that with the plain one."""
    ours = played.summary[played.summary["candidate"] == played.winner].set_index("measure")
    ratios = {s: f"pinball_to_naive {s}" for s in played.series}
    told = {s: float(ours.loc[m, "value"]) for s, m in ratios.items() if m in ours.index}
    name = f"pinball loss of {played.winner} over that of {played.beside}"
    return {"series.png": _bars(pd.Series(told, dtype=float), name)}


def outlook_pictures(played: OutlookContest) -> dict[str, Figure]:
    """windows.png: what each candidate lost in each window; none where nobody was judged."""
    if played.per_window.empty:
        return {}
    figure, axes = _drawing()
    mine = played.per_window[played.per_window["measure"] == played.measure]
    for name, rows in mine.groupby("candidate", sort=False):
        axes.plot(rows["window"], rows["value"], "o-", label=str(name))
    axes.set(ylabel=played.measure.replace("_", " "), title="hours not learnt from")
    axes.legend()
    figure.autofmt_xdate()
    return {"windows.png": figure}


def importance(fitted: Fitted, rows: pd.DataFrame) -> pd.Series:
    """Mean absolute contribution of each feature to the score, the largest first."""
    every = max(1, len(rows) // SAMPLED)
    parts = fitted.contributions(rows.iloc[::every]).abs().mean()
    return parts.sort_values(ascending=False, kind="stable")


def capture_curve(rows: pd.DataFrame, points: int = 101) -> pd.DataFrame:
    """share of each list, share found in it: equal scores in the order of the rows.

    ``rows``: one candidate's out-of-time rows; lists are put together by their shares.
    """
    shares = np.linspace(0, 1, points)
    found = np.zeros(points)
    outcome, score = worth_of(rows), rows["score"].to_numpy()
    for at in positions(rows):
        order = at[np.argsort(-score[at], kind="stable")]
        sums = np.concatenate([[0.0], np.cumsum(outcome[order])])
        found += sums[np.floor(shares * len(order) + 1e-9).astype(int)]
    return pd.DataFrame({"share": shares, "found": found / max(outcome.sum(), 1.0)})


def expected_table(expected: pd.Series, outcome: pd.Series) -> pd.DataFrame:
    """Mean expected and mean counted of each tenth of the rows, the lowest expected first."""
    frame = pd.DataFrame({"bin": equal_mass_bins(expected), "is": outcome.to_numpy(dtype=float)})
    frame["expected"] = expected.to_numpy()
    return frame.groupby("bin")[["expected", "is"]].mean().reset_index()


def _calibration(played: Contest) -> Figure:
    rows = played.out_of_time[played.out_of_time["candidate"] == played.winner]
    name = "expected" if played.counts else "probability"
    rows = rows[rows[name].notna()]
    figure, axes = _drawing()
    if played.counts:
        table = expected_table(rows["expected"], rows["outcome"])
        axes.plot(table["expected"], table["is"], "o-")
    elif len(rows):
        table = reliability_table(rows["probability"], rows["outcome"])
        height = [table["observed"] - table["low"], table["high"] - table["observed"]]
        axes.errorbar(table["probability"], table["observed"], yerr=height, fmt="o-")
    axes.axline((0, 0), slope=1, linestyle=":", color="grey")
    axes.set(xlabel=name, ylabel="what came", title=f"{played.winner}, out of time")
    return figure


def _capture(played: Contest) -> Figure:
    figure, axes = _drawing()
    for name in dict.fromkeys((played.winner, played.best_plain)):
        rows = played.out_of_time[played.out_of_time["candidate"] == name]
        curve = capture_curve(as_published(rows, played.candidates))
        axes.plot(curve["share"], curve["found"], label=name)
    axes.axline((0, 0), slope=1, linestyle=":", color="grey")
    axes.set(xlabel="share of the list", ylabel="share found", title="out of time")
    axes.legend()
    return figure


def _bars(values: Mapping[str, float] | pd.Series, label: str) -> Figure:
    figure, axes = _drawing()
    shown = pd.Series(values, dtype=float)[::-1]
    axes.barh([str(name) for name in shown.index], shown.to_numpy())
    axes.set(xlabel=label)
    return figure


def _drawing() -> tuple[Figure, Axes]:
    # It takes a second to import, and only a contest that is recorded draws.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 5), layout="constrained")
    return figure, figure.subplots()
