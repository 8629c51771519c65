"""Which places had more cases lately than their own past and the other places would lead to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.scan_circles import (
    apart,
    chance_of,
    circles,
    members,
    worth_telling,
)
from lakehouse.methods.scan_windows import LikelihoodRatio, Windows, counts_in, shuffled

FEW = "Fewer than 2 cases, or all at one place or on one day: nothing can be compared."
NO_CLUSTER = "Nowhere were there more cases than expected."


def space_time_permutation_scan(
    cases: pd.DataFrame,
    places: pd.DataFrame,
    *,
    first: int,
    last: int,
    longest: int | None = None,
    share: float = 0.5,
    farthest: float = np.inf,
    shuffles: int = 999,
    seed: int = 1,
) -> pd.DataFrame:
    """Clusters that are alive on the ``last`` day, likeliest first (Kulldorff et al. 2005).

    ``cases``: place and day (whole numbers), a row each or with a ``number``; ``places``: x and y
    in a plane, the index names the place. Cylinders are circles (see
    :func:`lakehouse.methods.scan_circles.circles`, of cases) times the last 1 to ``longest`` days
    (half of the study). Expected are the circle's cases times the window's over all, the
    statistic c log(c / E) + (C - c) log((C - c) / (C - E)) where c > E and c is 2 or more; p from
    shuffling the days over the cases. Columns: places, centre, radius, first, last, cases,
    expected, ratio, statistic, p, recurrence (1 / p: runs, one a day, between two such by chance)
    and says. Never empty: without a cluster one row has p 1 and says so. PlanError when a day is
    outside the study, or a case at an unknown place.
    """
    seen = _laid_out(cases, places, first, last, longest or max((last - first + 1) // 2, 1))
    if min(seen.place.size, *(len(set(x.tolist())) for x in (seen.place, seen.window))) < 2:
        return nothing(FEW, last)
    held = np.bincount(seen.place, minlength=len(places)).astype(float)
    xy = places[["x", "y"]].to_numpy(dtype=float)
    found = circles(xy, held, share, farthest)
    if not len(found.inside):
        return nothing(NO_CLUSTER, last)
    recent = seen.window >= 0
    observed = counts_in(found, seen.place[recent][None], seen.window[recent])
    ratio = LikelihoodRatio.of(seen, found, held)
    each = ratio.at(observed)[:, 0]
    best = each.argmax(axis=1)
    top = each[np.arange(len(each)), best]
    told = apart(found, top)
    if not len(told):
        return nothing(NO_CLUSTER, last)
    p = chance_of(top[told], shuffled(seen, found, ratio, shuffles, seed))
    keep = worth_telling(p)
    told, p = told[keep], p[keep]
    at = best[told]
    made = pd.DataFrame(
        {
            "places": [members(places.index, xy, found, k) for k in told],
            "centre": places.index[found.centre[told]],
            "radius": found.radius[told],
            "first": seen.since[at],
            "last": last,
            "cases": observed[told, 0, at],
            "expected": ratio.expected[told, 0, at],
        }
    )
    made["ratio"] = made["cases"] / made["expected"]
    return made.assign(statistic=top[told], p=p, recurrence=1 / p, says="")


def nothing(says: str, last: int) -> pd.DataFrame:
    """The row that tells that, and why, there is no cluster."""
    row = {"places": (), "centre": "", "radius": 0.0, "first": last, "last": last, "cases": 0}
    rest = {"expected": 0.0, "ratio": 1.0, "statistic": 0.0, "p": 1.0, "recurrence": 1.0}
    return pd.DataFrame([{**row, **rest, "says": says}])


def _laid_out(
    cases: pd.DataFrame, places: pd.DataFrame, first: int, last: int, longest: int
) -> Windows:
    number = cases["number"].to_numpy(dtype=int) if "number" in cases else np.ones(len(cases), int)
    at = places.index.get_indexer(cases["place"])
    day = cases["day"].to_numpy(dtype=np.int64)
    if (number < 0).any() or (at < 0).any() or ((day < first) | (day > last)).any():
        raise PlanError(
            f"Some cases are at an unknown place or outside of days {first} to {last}.",
            "Leave them out, or give their places and a longer study.",
        )
    # Only days with cases start a window: a longer one without more cases says less.
    since = np.unique(day[(day > last - longest) & (number > 0)])[::-1]
    window = np.where(day > last - longest, np.searchsorted(-since, -day), -1)
    # Sorted, so that a seed gives the same answer whatever the order of the rows.
    each = np.repeat(np.column_stack([at, window]), number, axis=0)
    each = each[np.lexsort(each.T)].astype(np.int64)
    return Windows(each[:, 0], each[:, 1], since)
