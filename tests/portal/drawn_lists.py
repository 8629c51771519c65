"""Lists of places by their risk, and what the city has to work them off, drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.tables import published
from tests.portal.drawn_places import AREAS, CRASHES, HEALTH, NAMES, WATER, stamped


def ranking(
    key: str, names: list[str], values: np.ndarray, value: str, codes: tuple[str, ...] = AREAS
) -> pd.DataFrame:
    """A ranking-shaped result, the last row without a score."""
    n = len(names)
    scored = np.arange(n) < n - 1
    frame = pd.DataFrame({
        "rank": np.where(scored, np.arange(1.0, n + 1), np.nan),
        key: names,
        value: np.where(scored, values, np.nan),
        f"{value}_low": np.where(scored, values * 0.6, np.nan),
        f"{value}_high": np.where(scored, np.minimum(values * 1.5, 1e9), np.nan),
        "latitude": 52 + 0.001 * np.arange(n),
        "longitude": 4.3 + 0.002 * (np.arange(n) * 7 % 13),
        "reason_1": "traffic of the last three years: 9 (typical 1)",
        "reason_2": None,
        "reason_3": None,
        "why_no_score": np.where(scored, None, "too few samples"),
        "candidate": "counts of three years",
        "community_area": [codes[i * 5 % len(codes)] for i in range(n)],
    })  # fmt: skip
    if value == "probability":
        frame["probability_high"] = frame["probability_high"].clip(upper=1)
    return frame


def intersections(n: int = 240, codes: tuple[str, ...] = AREAS) -> pd.DataFrame:
    """Intersections by expected crashes, falling as such counts do."""
    names = [f"{1000 + i}" for i in range(n)]
    made = ranking("intersection_id", names, 4.2 / (1 + np.arange(n)) ** 0.6, "expected", codes)
    made["name"] = [f"{i} N First St & W Second Ave" for i in range(n)]
    made["last_three_years"] = np.arange(n)[::-1]
    made["all_years"] = np.arange(n)[::-1] * 3
    return stamped(made, CRASHES, "test_intersections")


def beaches(best: float = 0.62, codes: tuple[str, ...] = AREAS) -> pd.DataFrame:
    """Beaches by the chance that the next sample exceeds the limit."""
    names = [f"{name} Beach" for name in NAMES.values()] * 2
    made = ranking("beach", [f"{name} {i}" for i, name in enumerate(names)],
                   np.linspace(best, 0.01, len(names)), "probability", codes)  # fmt: skip
    return stamped(made, WATER, "test_beaches")


def air(best: float = 0.62, codes: tuple[str, ...] = AREAS) -> pd.DataFrame:
    """Air stations by the chance that they exceed a limit, with the people around each."""
    names = [f"L{i:02d}" for i in range(1, 25)]
    chances = np.linspace(best, 0.01, len(names))
    made = ranking("station", names, chances, "probability", codes)
    exposed = {"people_exposed": 1200, "expected_exposed": 1200 * chances, "pollutant": "ozone"}
    return stamped(made.assign(**exposed), WATER, "test_air")


def traps(best: float = 0.17, codes: tuple[str, ...] = AREAS) -> pd.DataFrame:
    """Traps by the chance that they find the virus next."""
    names = [f"T{100 + i}" for i in range(60)]
    made = ranking("trap", names, np.linspace(best, 0.01, 60), "probability", codes)
    return stamped(made, WATER, "test_traps")


def lamps() -> pd.DataFrame:
    """A list that no page knows by name."""
    made = ranking("lamp", [f"L{i}" for i in range(30)], np.linspace(0.9, 0.1, 30), "probability")
    return stamped(made, HEALTH, "test_lamps")


def fits(result: str, gain: float = 1.2, why: str | None = None) -> dict[str, pd.DataFrame]:
    """What a city's own capacity would bring for one list, with half as much beside it."""
    rows = [
        {
            "result": result, "percent": percent, "capacity": f"{percent} crew hours",
            "taken": 0 if why else percent // 2, "benefit": 0.31 * percent,
            "down_the_list": 0.31 * percent - gain, "gain": gain, "most": 0.32 * percent,
            "scarce": "crew hours", "one_more": 0.26, "why": why,
        }
        for percent in (50, 100)
    ]  # fmt: skip
    made = pd.DataFrame(rows).assign(as_of=HEALTH, data_through=HEALTH)
    return {"what_capacity_brings": made}


def week() -> dict[str, pd.DataFrame]:
    """This week's visits of the food list: twenty, two of them by lot."""
    made = pd.DataFrame(
        {"place": range(1, 21), "premises_id": [f"{100000 + n}" for n in range(20)]}
    )
    made = made.reindex(columns=published.inspections_this_week.column_names)
    made["name"] = [f"Kitchen {n}" for n in made["place"]]
    made = made.assign(by_lot=made["place"] > 18, capacity="30 visits", as_of=HEALTH)
    made = made.assign(probability=0.5, expected_harm=0.75, reason_1="four violations last time")
    return {"inspections_this_week": made.assign(data_through=HEALTH)}


def hazards(overdue: int = 2) -> dict[str, pd.DataFrame]:
    """Four hazards still open, one of each kind, the first ``overdue`` past their deadline."""
    kinds = ("food_premises", "building_fire", "critical_violation", "fire_incident")
    made = pd.DataFrame({"kind": kinds, "place_id": ["17", "B8", "18", "B9"]})
    made = made.reindex(columns=published.hazards_overdue.column_names)
    due = [HEALTH, HEALTH, None, None]
    made = made.assign(what="guests may fall ill", control="a visit", deadline=due)
    made = made.assign(name=["Diner & Grill", None, "Old Café", None])
    made = made.assign(address=["1 Main St", "2 Main St", None, None])
    made = made.assign(residual_risk=[15, 12, 9, 9], days_over=[7.0, 1.0, None, None])
    made["state"] = ["overdue"] * overdue + ["open"] * (4 - overdue)
    return {"hazards_overdue": made.assign(as_of=HEALTH, data_through=HEALTH)}
