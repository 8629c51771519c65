"""What one kind of measure against crashes changed, or why that cannot be said."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lakehouse.methods.before_after import (
    Effect,
    before_after,
    passed_over,
    spread_between_sites,
)

EFFECT = (
    "kind string, sites int, crashes_before double, crashes_after int, expected double, "
    "ratio double, ratio_low double, ratio_high double, naive_ratio double, placebo_ratio double, "
    "placebo_low double, placebo_high double, verdict string"
)
NOBODY_LEFT = "cannot be judged: no place got nothing"
ALL_ALIKE = "cannot be judged: too few places that got nothing, or all alike before"


def measure_effect(record: pd.DataFrame) -> pd.DataFrame:
    """One row: the effect of a kind beside a placebo, with a verdict in words.

    ``record`` as ``lakehouse.methods.before_after`` takes it, with ``kind``. What cannot be told
    is None, and the verdict says why.
    """
    kind = record["kind"].iloc[0]
    if "compared" not in set(record["group"]):
        sites = int(record.loc[record["group"] == "treated", "sites"].sum())
        return _row(kind=kind, sites=sites, verdict=NOBODY_LEFT)
    spread = spread_between_sites(record)
    found = before_after(record, spread)
    numbers = {
        "sites": found.sites,
        "crashes_before": found.before,
        "crashes_after": int(found.after),
        "expected": found.expected,
        "ratio": found.ratio,
        "ratio_low": found.low,
        "ratio_high": found.high,
        "naive_ratio": found.naive,
    }
    nothing_done = passed_over(record)
    if "compared" not in set(nothing_done["group"]):
        return _row(kind=kind, verdict=ALL_ALIKE, **numbers)
    # Measures of one time look at the same places that got nothing.
    placebo = before_after(nothing_done, spread, repeated=record["measure"].nunique())
    return _row(
        kind=kind,
        verdict=_verdict(found, placebo),
        placebo_ratio=placebo.ratio,
        placebo_low=placebo.low,
        placebo_high=placebo.high,
        **numbers,
    )


def _row(**cells: Any) -> pd.DataFrame:
    columns = [one.split()[0] for one in EFFECT.split(", ")]
    made = pd.DataFrame([cells]).reindex(columns=columns).astype(object)
    return made.where(made.notna(), None)


def _verdict(found: Effect, placebo: Effect) -> str:
    if not found.ratio >= 0:
        return "cannot be judged: no crash was expected there"
    if not placebo.low <= 1 <= placebo.high:
        return "cannot be judged: places that got nothing changed too"
    if found.high < 1:
        return "fewer crashes"
    return "more crashes" if found.low > 1 else "no change shown"
