"""Each delivery beside those before it: whether it is as large and as right as usual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from lakehouse.declare.feed import Feed
from lakehouse.methods.delivery_drift import usual_counts, usual_shares
from lakehouse.run.quality.scores import day_of, delivered


def drifts_of(feed: Feed, balance: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Rows of ``governance.quality_drift``, in the order of delivery."""
    whole = sorted(delivered(balance), key=lambda b: int(b["sequence"]))
    rows = np.array([int(b["delivered"]) for b in whole], dtype=float)
    broken = np.array([int(b["quarantined"]) for b in whole], dtype=float)
    weekdays = [day_of(b).weekday() for b in whole]
    shares = broken / np.maximum(rows, 1.0)
    of_rows, of_shares = usual_counts(rows, weekdays), usual_shares(broken, rows, weekdays)
    return [
        (
            *(feed.name, str(b["delivery"]), feed.fills, int(b["sequence"]), str(b["file"])),
            *(day_of(b), int(rows[i]), *map(_known, (of_rows.low[i], of_rows.high[i]))),
            _verdict(rows[i], of_rows.low[i], of_rows.high[i], ("few", "usual", "many")),
            *(int(broken[i]), float(shares[i]), _known(of_shares.high[i])),
            _verdict(shares[i], of_shares.low[i], of_shares.high[i], ("better", "usual", "worse")),
        )
        for i, b in enumerate(whole)
    ]


def _verdict(value: float, low: float, high: float, words: tuple[str, str, str]) -> str | None:
    if np.isnan(low):
        return None
    return words[0] if value < low else words[2] if value > high else words[1]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
