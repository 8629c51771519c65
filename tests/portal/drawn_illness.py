"""Who is ill and where they lie, drawn: germs, clusters, deaths of the weather, beds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lakehouse.tables import published
from tests.portal.drawn_places import HEALTH, stamped


def infections() -> pd.DataFrame:
    """A germ with all numbers, one that is not passed on, and one of which few are known."""
    rows = [
        {"disease": "covid_19", "reported": 21, "expected": 34.0, "low": 28.0, "high": 41.0,
         "usual": 20.0, "reproduction": 1.4, "reproduction_low": 1.1, "reproduction_high": 1.8,
         "coverage": 0.941, "bias": 0.4, "trust": "as promised"},
        {"disease": "salmonella", "reported": 6, "expected": 9.0, "low": 6.0, "high": 13.0,
         "usual": 8.0, "why_no_reproduction": "hardly passed on",
         "coverage": 0.7, "bias": -4.0, "trust": "its ranges were too narrow"},
        {"disease": "influenza", "reported": 8, "expected": 8.0, "low": 8.0, "high": 12.0,
         "why_no_reproduction": "too few cases", "trust": "too short to tell"},
        {"disease": "norovirus", "why_none": "fewer than 5", "why_no_reproduction": "fewer than 5"},
    ]  # fmt: skip
    made = pd.DataFrame(rows).reindex(columns=published.infections_now.column_names)
    return made.assign(period_from=HEALTH, data_through=HEALTH, as_of=HEALTH)


def visits() -> pd.DataFrame:
    """A syndrome whose nowcasts held, one whose did not, and one of which few are known."""
    rows = [
        {"syndrome": "respiratory", "reported": 310, "expected": 345.0, "low": 335.0, "high": 360.0,
         "usual": 330.0, "coverage": 0.95, "bias": 0.8, "trust": "as promised"},
        {"syndrome": "injury", "reported": 120, "expected": 120.0, "low": 120.0, "high": 130.0,
         "usual": 118.0, "coverage": 0.8, "bias": -9.0, "trust": "its ranges were too narrow"},
        {"syndrome": "rash", "why_none": "fewer than 5"},
    ]  # fmt: skip
    made = pd.DataFrame(rows).reindex(columns=published.visits_now.column_names)
    return made.assign(period_from=HEALTH, data_through=HEALTH, as_of=HEALTH)


def clusters(rare: bool = True) -> pd.DataFrame:
    """A cluster that stands out if ``rare``, one that does not, one of few patients."""
    rows = [
        {"syndrome": "respiratory", "place": 1, "cases": 25, "areas": "Old Mill, Riverside",
         "first_day": HEALTH, "usual": 16, "p": 0.002, "recurrence": 500,
         "stands_out": rare},
        {"syndrome": "other", "place": 1, "cases": 10, "areas": "Ashton", "first_day": HEALTH,
         "usual": 9, "p": 0.7, "recurrence": 1, "stands_out": False},
        {"syndrome": "other", "place": 2, "why_none": "fewer than 5 visits are in it"},
    ]  # fmt: skip
    made = pd.DataFrame(rows).reindex(columns=published.health_clusters.column_names)
    return made.assign(data_through=HEALTH, as_of=HEALTH)


def heat() -> pd.DataFrame:
    """Deaths of heat, of cold and of both, cold's range beginning below none."""
    rows = [("all", 940.0, 610.0, 1270.0, 0.034), ("cold", 310.0, -40.0, 660.0, 0.011),
            ("heat", 630.0, 480.0, 780.0, 0.023)]  # fmt: skip
    made = pd.DataFrame(rows, columns=["cause", "deaths", "deaths_low", "deaths_high", "share"])
    made = made.assign(fewest_at=21.0, first_day=date(2011, 1, 1), data_through=HEALTH)
    return made.reindex(columns=published.deaths_of_heat_and_cold.column_names)


def hospitals(over: float = 0.7) -> pd.DataFrame:
    """Two hospitals and the city with beds; their few patients in intensive care withheld."""
    rows = [
        {"rank": 1, "hospital_id": "H02", "name": "Harbour Hospital", "probability_over": over,
         "first_day_at_risk": HEALTH + timedelta(days=3), "in_use": 17, "capacity": 17,
         "reason_1": "17 of 17 staffed beds were in use on 1 March 2022"},
        {"rank": 2, "hospital_id": "H01", "name": "City Hospital", "probability_over": 0.004,
         "in_use": 27, "capacity": 48},
        {"hospital_id": "Total", "name": "Total", "probability_over": np.nan, "in_use": 44,
         "capacity": 65, "why_no_score": "the whole city"},
    ]  # fmt: skip
    few = [{"hospital_id": h, "name": h, "resource": "icu_bed", "why_no_score": "fewer than 5"}
           for h in ("H01", "H02")]  # fmt: skip
    told = {"resource": "hospital_bed", "worst_day": HEALTH + timedelta(days=9), "low": 11,
            "expected_in_use": 19.4, "high": 27, "naive_low": 9, "naive_high": 30}  # fmt: skip
    made = pd.DataFrame([*({**told, **row} for row in rows), *few])
    made = made.reindex(columns=published.hospitals_at_risk.column_names)
    return stamped(made, HEALTH, "test_beds")


def beds(over: float | None = 0.31) -> pd.DataFrame:
    """Two resources, sixty days past and seven ahead; ``over`` None leaves the capacity out."""
    rng, rows = np.random.default_rng(5), []
    for resource, size in (("icu_beds", 420.0), ("acute_beds", 3100.0)):
        for n in range(-60, 8):
            middle = size * (1 + 0.0015 * n + 0.02 * np.cos(n * 0.9))
            row: dict[str, Any] = {"resource": resource, "stratum": "all patients",
                                   "day": HEALTH + timedelta(days=n)}  # fmt: skip
            row["ahead"] = max(n, 0)
            if n <= 0:
                rows.append(row | {"observed": round(middle + rng.normal(0, size / 90))})
                continue
            wide = size * 0.012 * np.sqrt(n)
            row |= {f"q{q:02}": middle + z * wide for q, z in
                    ((5, -1.64), (25, -0.67), (50, 0.0), (75, 0.67), (95, 1.64))}  # fmt: skip
            row |= {"naive_q05": middle - 2.2 * wide, "naive_q50": middle}
            row |= {"naive_q95": middle + 2.2 * wide}
            if over is not None:
                row |= {"capacity": size * 1.05}
                row |= {"probability_over_capacity": over * n / 7 * (resource == "icu_beds")}
            rows.append(row | {"candidate": "quantile trees"})
    columns = ["capacity", "probability_over_capacity"]
    frame = pd.DataFrame(rows)
    return stamped(frame.reindex(columns=[*frame.columns.union(columns)]), HEALTH, "test_beds")
