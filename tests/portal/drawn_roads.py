"""A city's roads, drawn: hours to watch, speeds, what is stuck or unreliable, what measures did."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from lakehouse.tables import published
from tests.portal.drawn_places import AREAS, HEALTH, stamped


def hours(n: int = 200) -> pd.DataFrame:
    """Hours of areas by the crashes expected in them, the first of them worse on wet days."""
    day = HEALTH
    made = pd.DataFrame({
        "place": range(1, n + 1), "community_area": [AREAS[i * 5 % 13 % 12] for i in range(n)],
        "day": [day + timedelta(days=i % 7) for i in range(n)],
        "hour": [7 + i // 7 % 12 for i in range(n)],
        "expected": 0.03 / (1 + np.arange(n)) ** 0.2, "usual": 0.02, "observed": 2,
    })  # fmt: skip
    made["expected_low"], made["expected_high"] = 0.9 * made["expected"], 1.2 * made["expected"]
    made["expected_if_wet"] = np.where(made["place"] < 9, 0.04, np.nan)
    said = {"why": "9 on record there", "candidate": "smoothed rate", "judged": "It is no worse."}
    return stamped(made.assign(**said), day, "test_crash_hour")


def speeds(slow: int = 2, detectors: int = 14) -> pd.DataFrame:
    """A day at detectors, the first ``slow`` of them slow in the evening, the last untold."""
    rows = []
    for n in range(detectors):
        for hour in range(24):
            speed = 30.0 + n / 10 - (20 if n < slow and 16 <= hour < 19 else 0)
            told = n < detectors - 1
            rows.append({
                "detector_id": f"D{n:02}", "street": f"Street {n}" if n else None,
                "day": HEALTH, "hour": hour, "hours_ahead": hour + 1,
                "expected": speed if told else np.nan, "last_speed": 31.0 if told else np.nan,
                "usual_speed": 29.0 if n != 1 else np.nan, "candidate": "usual",
                "error": 0.8, "error_last": 1.6, "error_usual": 0.9, "coverage": 0.79,
                "why_no_forecast": None if told else "it has measured too little",
                "last_measured_at": pd.Timestamp(HEALTH),
            })  # fmt: skip
    made = pd.DataFrame(rows)
    made["expected_low"], made["expected_high"] = made["expected"] - 2, made["expected"] + 2
    # An hour without a range is left out.
    made.loc[5, "expected_low"] = np.nan
    return stamped(made, HEALTH, "test_speed_ahead")


def within(detectors: int = 3, judged: bool = True) -> pd.DataFrame:
    """The hour after a reading at 7:45, at detectors each less slowed than the one before.

    One more is not told of; without ``judged`` nobody knows how far off it is.
    """
    rows = []
    for n in range(detectors + 1):
        for minutes in (15, 30, 45, 60):
            told = n < detectors
            speed = 20.0 + n - minutes / 15 if told else np.nan
            rows.append({
                "detector_id": f"D{n:02}", "street": f"Street {n}" if n else None,
                "told_for": pd.Timestamp(HEALTH) + pd.Timedelta(minutes=465 + minutes),
                "minutes_ahead": minutes, "expected": speed, "expected_low": speed - 2,
                "expected_high": speed + 3, "last_speed": 21.0 + n, "usual_speed": 30.0,
                "candidate": "usual", "error": 0.5 + minutes / 100 if judged else np.nan,
                "error_last": 1.0 + minutes / 50, "error_usual": 2.0, "coverage": 0.79,
                "last_measured_at": pd.Timestamp(HEALTH) + pd.Timedelta(minutes=465),
                "why_no_forecast": None if told else "nothing measured since 6:00",
            })  # fmt: skip
    return stamped(pd.DataFrame(rows), HEALTH, "test_speed_within_the_hour")


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
