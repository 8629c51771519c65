"""Windows along road segments, and what each has beyond its share of the usual crashes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.empirical_bayes import (
    empirical_bayes,
    potential_for_safety_improvement,
)

METRE = 1e-6  # of a metre: what rounding may add to a length


def sliding_windows(segments: pd.DataFrame, length: float, step: float) -> pd.DataFrame:
    """``segment``, ``begins`` and ``ends`` of all windows (Highway Safety Manual 2010, chapter 4).

    ``segments`` have segment, begins and ends: the stretch that is searched, in metres. Windows of
    ``length`` metres begin every ``step`` metres; the last is flush with the stretch's end, and a
    stretch that is shorter than a window is one. Segments of a road that adjoin are handed over as
    one stretch (``road_windows``).
    A stretch without a length (missing, zero, negative) has no window. PlanError when ``length``
    or ``step`` is not above zero.
    """
    if not (length > 0 and step > 0):
        raise PlanError(
            f"Windows of {length:g} m every {step:g} m cannot be laid.",
            "Give a length and a step above zero.",
        )
    held = segments[_has_length(segments)]
    room = (held["ends"] - held["begins"]).to_numpy(dtype=float)
    wide = np.minimum(length, room)
    many = np.ceil((room - wide) / step - METRE).astype(int) + 1
    at = np.repeat(np.arange(len(held)), many)
    nth = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
    first = held["begins"].to_numpy(dtype=float)[at]
    begins = first + np.minimum(nth * step, (room - wide)[at])
    return pd.DataFrame(
        {"segment": held["segment"].to_numpy()[at], "begins": begins, "ends": begins + wide[at]}
    )


def window_excess(
    windows: pd.DataFrame, segments: pd.DataFrame, crashes: pd.DataFrame
) -> pd.DataFrame:
    """The windows with observed, predicted, expected, variance and excess crashes.

    ``segments`` (segment, begins, ends) have predicted, their crashes over the years counted, and
    dispersion, k of the whole segment; ``crashes`` have segment and at, metres as begins and ends
    count. The predicted ones lie evenly along the segment, and k grows as the piece shrinks: it is
    a number per length (Highway Safety Manual 2010, chapter 10). So every window has the weight of
    its segment, windows side by side add up to it, and one as long as the segment is the segment.
    A window holds the crashes from its beginning to before its end, the last one those at its end.
    """
    place = pd.Series(np.arange(len(segments)), index=segments["segment"].to_numpy())
    own = segments.iloc[place.loc[windows["segment"]].to_numpy()].reset_index(drop=True)
    room = (own["ends"] - own["begins"]).to_numpy(dtype=float)
    share = (windows["ends"] - windows["begins"]).to_numpy(dtype=float) / room
    made = windows.reset_index(drop=True)
    made["observed"] = _within(made, own, crashes, place)
    made["predicted"] = own["predicted"].to_numpy(dtype=float) * share
    judged = empirical_bayes(made["observed"], made["predicted"], own["dispersion"] / share)
    made[["expected", "variance"]] = judged[["expected", "variance"]]
    made["excess"] = potential_for_safety_improvement(made["expected"], made["predicted"])
    return made


def worst_windows(windows: pd.DataFrame) -> pd.DataFrame:
    """The window with the largest excess of each segment, the first among equals."""
    order = windows.sort_values(["excess", "begins"], ascending=[False, True], kind="stable")
    return order.drop_duplicates("segment").sort_values("segment", ignore_index=True)


def _has_length(segments: pd.DataFrame) -> pd.Series:
    # Comparing with a missing value is false, so that a missing length is none.
    room = segments["ends"] - segments["begins"]
    return (room > 0) & np.isfinite(room)


def _within(
    windows: pd.DataFrame, own: pd.DataFrame, crashes: pd.DataFrame, place: pd.Series
) -> np.ndarray:
    """Crashes in each window, all segments at once: their stretches are laid one after another."""
    known = crashes[crashes["segment"].isin(place.index) & np.isfinite(crashes["at"])]
    apart = 1 + max(
        [0.0, *(np.abs(side).max() for side in (own["ends"], known["at"]) if len(side))]
    )
    start = 2 * apart * place
    laid = np.sort(start.loc[known["segment"]].to_numpy() + known["at"].to_numpy(dtype=float))
    base = start.loc[windows["segment"]].to_numpy()
    # What rounding moves over an edge is put back: edges are sums of lengths.
    low = np.searchsorted(laid, base + windows["begins"].to_numpy() - METRE, side="left")
    last = np.isclose(windows["ends"], own["ends"], atol=METRE, rtol=0)
    end = base + windows["ends"].to_numpy() + np.where(last, METRE, -METRE)
    return np.asarray(np.searchsorted(laid, end, side="left") - low)
