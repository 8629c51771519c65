"""Visits and admissions of a made-up city, some days late, and a series too small to be told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from lakehouse.tables import published

DAY = date(2022, 3, 2)
FEW = "fewer than 5 came on one of the last 14 days"


def arrivals(few: tuple[str, ...] = ("covid",)) -> pd.DataFrame:
    """Visits whose reports take a week, admissions two; of the ``few`` strata no forecast."""
    rows: list[dict[str, Any]] = []
    for resource, stratum, size, late in (
        ("emergency_visit", "all", 84.0, 8),
        ("admission", "all", 14.0, 15),
        ("admission", "covid", 6.0, 2),
    ):
        through = DAY - timedelta(days=late)
        about = {"resource": resource, "stratum": stratum, "data_through": through, "as_of": DAY,
                 "model_name": f"test_{resource}_{stratum}", "model_version": "1"}  # fmt: skip
        rows += [
            about | {"day": through - timedelta(days=n), "observed": round(size + n % 7)}
            for n in range(60)
        ]
        for n in range(1, late + 14):
            row = about | {"day": through + timedelta(days=n), "days_ahead": n}
            if stratum in few:
                rows.append(row | {"why_no_forecast": FEW})
                continue
            row |= {f"q{q:02}": size * (0.8 + q / 250) for q in (5, 25, 50, 75, 95)}
            row |= {"naive_q05": size * 0.7, "naive_q50": size, "naive_q95": size * 1.3}
            rows.append(row | {"candidate": "return to the usual level"})
    return pd.DataFrame(rows).reindex(columns=published.arrivals_to_expect.column_names)
