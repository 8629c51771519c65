"""The choice of method by length of history: each period by the best one that it allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.cusum import cusum_rossi
from lakehouse.methods.ears import ears_c1, ears_c2, ears_c3
from lakehouse.methods.ewma import essence_ewma
from lakehouse.methods.farrington import farrington
from lakehouse.methods.farrington_daily import farrington_daily
from lakehouse.methods.farrington_flexible import farrington_flexible
from lakehouse.methods.judged import COLUMNS, NO_FIT, ONLY_ZEROS, TOO_LITTLE, counts_of, judged
from lakehouse.methods.recent_counts import recent_counts
from lakehouse.methods.regression import essence_regression, essence_switch

METHODS: dict[str, Callable[..., pd.DataFrame]] = {
    "ears_c1": ears_c1,
    "ears_c2": ears_c2,
    "ears_c3": ears_c3,
    "essence_ewma": essence_ewma,
    "essence_regression": essence_regression,
    "essence_switch": essence_switch,
    "farrington": farrington,
    "farrington_flexible": farrington_flexible,
    "farrington_daily": farrington_daily,
    "cusum_rossi": cusum_rossi,
    "recent_counts": recent_counts,
}
# These fit a model per period, so they are asked for no more periods than wanted.
FITS = ("farrington", "farrington_flexible", "farrington_daily")


class Rung(Protocol):
    """A method by name with its settings, for periods with ``at_least`` periods before them."""

    @property
    def method(self) -> str: ...
    @property
    def at_least(self) -> int: ...
    @property
    def using(self) -> Mapping[str, Any]: ...


def judge(
    series: pd.Series, ladder: Sequence[Rung], alpha: float, last: int | None = None
) -> pd.DataFrame:
    """Judge the ``last`` periods (None: all) of a regular series, each by its highest rung.

    One row per period: the columns of :func:`lakehouse.methods.judged.judged` and ``algorithm``
    (None where no rung was reached). ``alpha`` is the chance of a false alarm per period that
    every bound is made for. A period without a count keeps its row.
    """
    length = len(series)
    start = 0 if last is None else max(0, length - last)
    nothing = np.full(length, np.nan)
    bare = judged(series, expected=nothing, upper=nothing, score=nothing, p=nothing)
    made = {name: bare[name].to_numpy(copy=True) for name in COLUMNS}
    made["algorithm"] = np.full(length, None, dtype=object)
    rungs = sorted(ladder, key=lambda rung: rung.at_least)
    edges = [min(rung.at_least, length) for rung in rungs]
    for rung, begin, end in zip(rungs, edges, [*edges[1:], length], strict=True):
        begin = max(begin, start)
        if begin < end:
            part = _by(rung, series.iloc[:end], alpha, end - begin)
            for name in made:
                made[name][begin:end] = part[name].to_numpy()[begin:]
    _leave_zeros(made, series)
    return pd.DataFrame(made, index=series.index).iloc[start:]


def judge_since(
    series: pd.Series,
    changed: Sequence[Any],
    ladder: Sequence[Rung],
    alpha: float,
    last: int | None = None,
) -> pd.DataFrame:
    """As :func:`judge`, but what was counted before a day of ``changed`` teaches nothing after it.

    For series whose definition changed: the old counts are other counts.
    """
    days = sorted(day for day in changed if len(series) and series.index[0] < day)
    if not days:
        return judge(series, ladder, alpha, last)
    parts = []
    for i, day in enumerate([None, *days]):
        mine = np.ones(len(series), dtype=bool) if day is None else series.index >= day
        if i < len(days):
            mine = mine & (series.index < days[i])
        part = judge(series[mine], ladder, alpha)
        if day is not None:
            short = part["why"] == TOO_LITTLE
            said = f"{TOO_LITTLE} since the definition changed on {str(day)[:10]}"
            part["why"] = part["why"].where(~short, said)
        parts.append(part)
    whole = {name: np.concatenate([part[name].to_numpy() for part in parts]) for name in parts[0]}
    made = pd.DataFrame(whole, index=series.index)
    return made if last is None else made.iloc[-last:]


def _by(rung: Rung, series: pd.Series, alpha: float, last: int) -> pd.DataFrame:
    """The judgement of one method with its name; no bound, and of what kind its error was, where
    it fails on this series: the others are judged nevertheless. PlanError is one of the settings.
    """
    limited = {"last": last} if rung.method in FITS else {}
    method = METHODS[rung.method]
    try:
        part = method(series, **({"alpha": alpha} | dict(rung.using) | limited))
    except PlanError:
        raise
    except Exception as error:
        nothing = np.full(len(series), np.nan)
        why = f"{NO_FIT} ({type(error).__name__})"
        part = judged(series, expected=nothing, upper=nothing, score=nothing, p=nothing, why=why)
    return part if "algorithm" in part else part.assign(algorithm=rung.method)


def _leave_zeros(made: dict[str, Any], series: pd.Series) -> None:
    """Nothing is judged before the first case: a bound made of zeros alone says nothing."""
    counts = np.nan_to_num(counts_of(series))
    before = (np.cumsum(counts) == 0) & (made["why"] == None)  # noqa: E711
    for name in ("expected", "upper", "score", "p"):
        made[name][before] = np.nan
    made["why"][before] = ONLY_ZEROS
