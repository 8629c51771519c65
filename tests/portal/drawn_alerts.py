"""Series that are watched for alarms, drawn."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from lakehouse.tables.few import WITHHELD
from tests.portal.drawn_places import HEALTH, stamped


def alerts(level: str = "alert", periods: int = 104) -> pd.DataFrame:
    """Three series: one ends in ``level``, one is as expected, one has no bound."""
    rng, rows = np.random.default_rng(4), []
    for series, size in (("covid_week", 300.0), ("death_day", 60.0), ("rare_day", 2.0)):
        for n in range(periods):
            day = HEALTH - timedelta(days=7 * (periods - n))
            expected = size * (1 + 0.3 * np.cos(n / 8.3))
            observed, upper = float(rng.poisson(expected)), expected + 2.6 * np.sqrt(expected)
            last = series == "covid_week" and n == periods - 1
            high = series == "covid_week" and n == 40
            if (last and level == "alert") or high:
                observed = round(upper * 1.3)
            bound = series != "rare_day"
            said = level if last else "alert" if high else "none" if bound else "no judgement"
            why = None if bound else "too few counts"
            if series == "death_day" and n == periods - 3:
                observed, said, why = np.nan, "no judgement", WITHHELD
            rows.append({
                "series": series, "day": day, "title": series.replace("_", " ").capitalize(),
                "observed": np.minimum(observed, upper) if said == "none" else observed,
                "expected": expected if bound else np.nan, "upper": upper if bound else np.nan,
                "score": 1.0, "p": 0.01, "q": 0.03, "algorithm": "farrington_flexible",
                "level": said, "lasting": last and level == "alert",
                "why_no_bound": why,
            })  # fmt: skip
    return stamped(pd.DataFrame(rows), HEALTH, "test_alerts")


def many_alerts(times: int = 10) -> pd.DataFrame:
    """More series than a page draws: ten in alarm, ten as expected, ten without a bound."""
    one = alerts()
    each = [
        one.assign(series=one.series + f"_{n}", title=one.title + f" {n}") for n in range(times)
    ]
    return pd.concat(each, ignore_index=True)


def withheld(rows: pd.DataFrame, **periods: int) -> pd.DataFrame:
    """The same, with the first counts of each named series withheld, so many of them."""
    held = pd.Series(False, index=rows.index)
    for series, first in periods.items():
        held[rows.index[rows["series"] == series][:first]] = True
    return rows.assign(
        observed=rows["observed"].mask(held),
        level=rows["level"].mask(held, "no judgement"),
        why_no_bound=rows["why_no_bound"].mask(held, WITHHELD),
    )
