"""What was done with a released list, and whether its first places found more than the lot did."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lakehouse.methods.wilson import wilson_of

FINDS_MORE, FINDS_LESS = "the first places find more", "the first places find less"
SAME, FEW = "no difference to be sure of", "too few to tell"


def follow_up(listed: pd.DataFrame, done: pd.DataFrame) -> dict[str, Any]:
    """The numbers of ``governance.list_follow_up``, from ``listed`` to ``says``.

    ``listed``: entity_id, rank (missing without a score) and random_share; ``done``: entity_id and
    found (None where unsaid), one row an item. First places are as many as were done in all, so
    that who did much is not compared with who did little. What was drawn by lot is visited
    whatever its rank and stands for the whole list, so its rate needs no model; the difference has
    the interval of Newcombe (1998, Stat Med 17, method 10) from Wilson's.
    """
    ranked = listed[listed["rank"].notna()].sort_values("rank", kind="stable")
    both = ranked.merge(done, on="entity_id", how="left", indicator="was")
    both["done"] = both.pop("was") == "both"
    by_lot = both["random_share"].map(lambda drawn: drawn is True or drawn == 1).to_numpy(bool)
    first = int(both["done"].sum())
    leading = np.arange(len(both)) < first
    known = both["done"] & both["found"].notna()
    ours, lot = (_rate(both.loc[known & which, "found"]) for which in (leading & ~by_lot, by_lot))
    apart = _difference(ours, lot)
    return {
        "listed": len(ranked),
        "done": first,
        "not_listed": int((~done["entity_id"].isin(ranked["entity_id"])).sum()),
        "first": first,
        "share_of_first": float(both.loc[leading, "done"].mean()) if first else None,
        **dict(zip(("first_done", "first_rate", "first_low", "first_high"), ours, strict=True)),
        **dict(zip(("random_done", "random_rate", "random_low", "random_high"), lot, strict=True)),
        **dict(zip(("difference", "difference_low", "difference_high"), apart, strict=True)),
        "says": _says(apart),
    }


Rate = tuple[int, float | None, float | None, float | None]
Gap = tuple[float | None, float | None, float | None]


def _rate(found: pd.Series) -> Rate:
    if found.empty:
        return 0, None, None, None
    share = float(found.astype(float).mean())
    return len(found), share, *wilson_of(share, len(found))


def _difference(ours: Rate, lot: Rate) -> Gap:
    if not ours[0] or not lot[0]:
        return None, None, None
    _, p, p_low, p_high = ours
    _, q, q_low, q_high = lot
    assert p is not None and p_low is not None and p_high is not None
    assert q is not None and q_low is not None and q_high is not None
    down = float(np.hypot(p - p_low, q_high - q))
    up = float(np.hypot(p_high - p, q - q_low))
    return p - q, p - q - down, p - q + up


def _says(apart: Gap) -> str:
    _, low, high = apart
    if low is None or high is None:
        return FEW
    return FINDS_MORE if low > 0 else FINDS_LESS if high < 0 else SAME
