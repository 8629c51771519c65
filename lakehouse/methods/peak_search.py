"""The shortest window of a road segment whose excess of crashes is known well enough."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binom

from lakehouse.methods.sliding_window import sliding_windows, window_excess, worst_windows

LIMIT = 0.5  # where to begin, says the Highway Safety Manual 2010, chapter 4


def coefficient_of_variation(
    measure: npt.ArrayLike, variance: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Standard deviation to value, infinite where the value is not above zero.

    ``variance`` is that of each window, or one for all: the Highway Safety Manual's example takes
    the variance between the windows of a segment, which a single window does not have.
    """
    values = np.asarray(measure, dtype=float)
    spread = np.sqrt(np.broadcast_to(np.asarray(variance, dtype=float), values.shape))
    above = values > 0
    return np.where(above, spread / np.where(above, values, 1.0), np.inf)


def chance_of_cluster(
    observed: npt.ArrayLike, total: npt.ArrayLike, share: npt.ArrayLike, windows: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Chance, at most, that some window holds so many of a segment's crashes that lie evenly.

    ``share`` of the segment is a window, of which ``windows`` were looked at: the binomial tail of
    one times their number (Bonferroni). Near 1 a peak tells nothing of where to work.
    """
    one = binom.sf(np.asarray(observed) - 1, np.asarray(total), np.minimum(share, 1.0))
    return np.asarray(np.minimum(1.0, one * np.asarray(windows)))


def peak_search(
    segments: pd.DataFrame, crashes: pd.DataFrame, length: float, limit: float = LIMIT
) -> pd.DataFrame:
    """One row per segment: its peak, and how long the window had to be for it.

    Windows of ``length`` metres lie side by side, the last flush with the segment's end. Of those
    whose coefficient of variation is within ``limit`` the one with the largest excess is the peak;
    where none is, they grow by ``length`` and move on by ``length``, up to the whole segment
    (Highway Safety Manual 2010, chapter 4, peak searching). Inputs as in ``window_excess``; the
    variance is that of the expected crashes (empirical Bayes), for the predicted ones are given.

    Columns segment, begins, ends, observed, excess, cv and by_chance (of the peak; missing where
    there is none; see ``chance_of_cluster``), ``best_cv`` (the smallest met with, infinite where
    nothing lies above the usual) and ``found``.
    A segment without a length has no window: not found, and no ``best_cv``.
    """
    found, best = [], pd.Series(np.nan, index=segments["segment"].to_numpy())
    open_ones, times = segments, 0
    while len(open_ones):
        times += 1
        windows = sliding_windows(open_ones, times * length, length)
        judged = window_excess(windows, open_ones, crashes)
        judged["cv"] = coefficient_of_variation(judged["excess"], judged["variance"])
        judged["by_chance"] = _by_chance(judged, open_ones, crashes)
        least = judged.groupby("segment")["cv"].min()
        best.loc[least.index] = np.fmin(best.loc[least.index], least)
        found.append(worst_windows(judged[judged["cv"] <= limit]))
        longer = (open_ones["ends"] - open_ones["begins"]) > times * length
        open_ones = open_ones[longer & ~open_ones["segment"].isin(found[-1]["segment"])]
    names = ["segment", "begins", "ends", "observed", "excess", "cv", "by_chance"]
    every = pd.concat([one[names] for one in found]) if found else pd.DataFrame(columns=names)
    peaks = every.set_index("segment").reindex(segments["segment"]).reset_index()
    peaks["best_cv"] = best.to_numpy()
    return peaks.assign(found=peaks["cv"].notna())


def _by_chance(
    judged: pd.DataFrame, segments: pd.DataFrame, crashes: pd.DataFrame
) -> npt.NDArray[np.float64]:
    own = judged["segment"]
    many = own.map(crashes.groupby("segment").size()).fillna(0)
    room = own.map((segments["ends"] - segments["begins"]).set_axis(segments["segment"]))
    share = (judged["ends"] - judged["begins"]) / room
    return chance_of_cluster(judged["observed"], many, share, own.map(own.value_counts()))
