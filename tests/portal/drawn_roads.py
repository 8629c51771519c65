"""A city's roads as drawn tables: what is stuck, what is unreliable, what measures did."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.tables import published
from tests.portal.drawn_city import HEALTH, speeds


def bottlenecks(many: int = 2) -> pd.DataFrame:
    """``many`` stretches of congested hours, the first on weekday evenings in Main Street."""
    rows = [
        {
            "rank": n + 1,
            "detector_id": f"D{n:02}",
            "street": "Main Street" if n == 0 else None,
            "days_of_week": "weekends" if n % 2 else "weekdays",
            "from_hour": 16 - n % 9,
            "to_hour": 19 - n % 9,
            "share_congested": 0.93 - n / 100,
            "minutes_lost": 2.44,
            "vehicle_hours_lost": 1234.0 - n,
        }
        for n in range(many)
    ]
    made = pd.DataFrame(rows).reindex(columns=published.bottlenecks.column_names)
    return made.assign(data_through=HEALTH, as_of=HEALTH)


def corridors(unsure: int = 2) -> pd.DataFrame:
    """Four places and parts of the day, ``unsure`` of them unreliable, one that nobody judged."""
    made = pd.DataFrame(
        {
            "detector_id": ["D01", "D02", "D03", "D04", "D05"],
            "street": ["Oak Street", "Elm Street", None, "Main Street", "Main Street"],
            "part_of_day": "weekdays 16 to 20",
            "planning_time_index": [1.9, 3.2, 1.2, 1.1, np.nan],
            "buffer_index": [0.25, 0.6, 0.1, 0.1, np.nan],
            "minutes_lost": [0.52, np.nan, 0.1, 0.1, np.nan],
            "is_reliable": [*([False] * unsure), *([True] * (4 - unsure)), None],
            "why_no_index": [*([None] * 4), "only 3 hours were measured"],
        }
    ).reindex(columns=published.unreliable_corridors.column_names)
    return made.assign(data_through=HEALTH, as_of=HEALTH)


def measures(*ratios: float) -> pd.DataFrame:
    """A kind of measure for each ratio of crashes after to those expected."""
    made = pd.DataFrame(
        {
            "kind": [f"kind_{n}" for n in range(len(ratios))],
            "sites": 30,
            "not_judged": 2,
            "why_not_judged": "no record before (2)",
            "crashes_after": 70,
            "expected": [100.25 if r == r else np.nan for r in ratios],
            "ratio": ratios,
            "ratio_low": [r - 0.1 for r in ratios],
            "ratio_high": [r + 0.1 for r in ratios],
            "verdict": ["fewer crashes" if r < 0.9 else "nothing for sure" for r in ratios],
        }
    ).reindex(columns=published.what_measures_did.column_names)
    return made.assign(data_through=HEALTH, as_of=HEALTH)


def roads(many: int = 2, unsure: int = 2) -> dict[str, pd.DataFrame]:
    """What stands on the page of the speeds to expect."""
    told = {"bottlenecks": bottlenecks(many), "unreliable_corridors": corridors(unsure)}
    return {"speeds_to_expect": speeds()} | told
