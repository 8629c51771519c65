"""Windows that run on over the contiguous segments of one road, and what each has too much of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.methods.sliding_window import METRE, sliding_windows, window_excess

SUMMED = ["observed", "predicted", "expected", "variance", "excess"]


def road_windows(
    segments: pd.DataFrame, crashes: pd.DataFrame, length: float, step: float
) -> pd.DataFrame:
    """The windows of each segment with what they have, as ``window_excess`` names it.

    ``segments`` and ``crashes`` as there, and of each segment ``road`` and ``turn``: segments of
    one road adjoin in the order of their turns, and all of them, and their crashes, are measured
    in its direction. Windows are laid along the whole road, the last flush with its end, and a
    road shorter than a window is one (Highway Safety Manual 2010, chapter 4: sliding windows bridge
    contiguous segments). A window over several segments is the sum of its parts, each judged
    with the weight of its own segment: expected crashes add, and so do their variances, for the
    segments' true means are taken as independent.

    A window belongs to the segment that holds most of it, the first among equals; a segment that
    holds the most of none has all that touch it. ``begins`` and ``ends`` are metres along the
    road; a window begins ``first_at`` metres into segment ``first`` and ends ``last_at`` into
    ``last``. A segment without a length has no window, and parts the road.
    """
    laid = end_to_end(segments)
    roads = laid.groupby("road", sort=False).agg(begins=("starts", "min"), ends=("stops", "max"))
    windows = sliding_windows(roads.rename_axis("segment").reset_index(), length, step)
    parts = _parts(windows, laid)
    judged = window_excess(parts[["segment", "begins", "ends"]], segments, crashes)
    parts[SUMMED] = judged[SUMMED]
    by_window = parts.groupby("window", sort=True)
    whole = by_window[SUMMED].sum()
    first, last = by_window.nth(0).set_index("window"), by_window.nth(-1).set_index("window")
    whole = whole.assign(
        begins=windows["begins"],
        ends=windows["ends"],
        first=first["segment"],
        first_at=first["begins"],
        last=last["segment"],
        last_at=last["ends"],
    )
    held = _held(parts).join(whole, on="window")
    return held.drop(columns="window").reset_index(drop=True)


def end_to_end(segments: pd.DataFrame) -> pd.DataFrame:
    """The segments that have a length with ``starts`` and ``stops``, metres along their road.

    Roads are numbered anew: one without a length in between is two.
    """
    ordered = segments.sort_values(["road", "turn"], kind="stable")
    room = (ordered["ends"] - ordered["begins"]).to_numpy(dtype=float)
    there = (room > 0) & np.isfinite(room)
    new = np.r_[True, (ordered["road"].to_numpy()[1:] != ordered["road"].to_numpy()[:-1])]
    road = np.cumsum((new | ~there | np.r_[False, ~there[:-1]])[: len(ordered)])
    made = ordered.assign(road=road, room=room)[there]
    along = made.groupby("road")["room"].cumsum()
    # The first of a road keeps its own metres, so that a segment alone is what it was.
    stops = made.groupby("road")["begins"].transform("first") + along
    return made.assign(starts=stops - made["room"], stops=stops).drop(columns="room")


def _parts(windows: pd.DataFrame, laid: pd.DataFrame) -> pd.DataFrame:
    """``window`` (its row), ``segment``, ``begins`` and ``ends`` in the segment of each part."""
    # Roads are laid one after another, so that one search finds the segments of all windows.
    apart = 1 + float(laid["stops"].max()) if len(laid) else 1.0
    base = windows["segment"].to_numpy() * apart
    starts = (laid["road"] * apart + laid["starts"]).to_numpy()
    low = np.searchsorted(starts, base + windows["begins"].to_numpy() + METRE, "right") - 1
    high = np.searchsorted(starts, base + windows["ends"].to_numpy() - METRE, "left") - 1
    many = high - low + 1
    row = np.repeat(np.arange(len(windows)), many)
    at = np.repeat(low, many) + np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    own, asked = laid.iloc[at].reset_index(drop=True), windows.iloc[row].reset_index(drop=True)
    # What rounding adds to an edge is no part of the segment.
    begins = own["begins"] + (asked["begins"] - own["starts"]).clip(lower=0)
    ends = np.minimum(own["begins"] + (asked["ends"] - own["starts"]), own["ends"])
    return pd.DataFrame({"window": row, "segment": own["segment"], "begins": begins, "ends": ends})


def _held(parts: pd.DataFrame) -> pd.DataFrame:
    """``segment`` and ``window``: those it holds most of, else those that touch it."""
    # Rounded, so that halves are equal.
    wide = parts.assign(wide=((parts["ends"] - parts["begins"]) / METRE).round())
    order = wide.sort_values(["window", "wide"], ascending=[True, False], kind="stable")
    most = order.drop_duplicates("window")
    short = parts[~parts["segment"].isin(most["segment"])]
    return pd.concat([most, short])[["segment", "window"]]
