"""Areas side by side, drawn: their measures, their risk, the pulse of the whole city."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lakehouse.tables.few import WITHHELD
from tests.portal.drawn_places import CRASHES, HEALTH, NAMES


def side_by_side(names: dict[str, str] = NAMES) -> pd.DataFrame:
    """Five measures of every area, one of them withheld for one area."""
    measures = (
        ("traffic", "injury_crashes", "Crashes that injured somebody walking or cycling", CRASHES),
        ("medical", "deaths_per_year", "Deaths of residents", date(2011, 12, 31)),
        ("medical", "covid_cases", "COVID cases reported", HEALTH),
        ("safety", "failed_inspections", "Food inspections failed", date(2020, 5, 31)),
        ("city services", "abandoned_vehicles", "Abandoned vehicles reported", date(2018, 1, 1)),
    )
    rng, rows = np.random.default_rng(6), []
    people = {code: int(rng.integers(3_000, 98_000)) for code in names}
    for domain, measure, meaning, end in measures:
        value = {code: float(rng.gamma(2, people[code] / 900)) // 1 for code in names}
        rate = {code: 1000 * value[code] / people[code] for code in names}
        order = sorted(names, key=lambda code: -rate[code])
        for code, name in names.items():
            gone = measure == "covid_cases" and code == order[-1]
            rows.append({
                "community_area": code, "name": name, "population": people[code],
                "domain": domain, "measure": measure, "meaning": meaning + ".",
                "value": np.nan if gone else value[code],
                "per_1000": np.nan if gone else rate[code], "withheld": gone,
                "rank": np.nan if gone else order.index(code) + 1, "of": len(names),
                "period_from": end.replace(year=end.year - 1, day=1), "data_through": end,
                "as_of": end + timedelta(days=1),
                "combined": 50.0 if domain == "traffic" else None,
                "why_not_combined": None
                if domain == "traffic"
                else "The data end in different years.",
            })  # fmt: skip
    return pd.DataFrame(rows)


def city_risk(key: str = "community_area", names: dict[str, str] = NAMES) -> pd.DataFrame:
    """Areas by their risk: the first two are firm, the third is a close call, one is withheld."""
    rng, n = np.random.default_rng(8), len(names)
    score = np.sort(rng.gamma(6, 18, n))[::-1]
    rank = np.arange(1.0, n + 1)
    chance = np.clip(1.25 - 0.22 * rank, 0.002, 0.97)
    made = pd.DataFrame({
        key: list(names), "name": list(names.values()), "score": score, "rank": rank,
        "rank_p05": np.maximum(1, rank - 2), "rank_p95": np.minimum(n, rank + 3),
        "chance_of_top": chance, "is_firm": (chance >= 0.8) & (rank <= 2), "top": 2, "of": n,
        "driver_1": "violence, per 1,000", "driver_2": None, "why_no_score": None,
        "withheld": [None, "traffic_runs", *[None] * n][:n],
    })  # fmt: skip
    for place, part in enumerate(("traffic", "medical", "safety", "exposure", "vulnerability")):
        made[part] = 100 + (score - 100) * (0.5 + 0.3 * place)
        made[f"adds_{part}"] = (score - 100) * (0.4, 0.3, 0.2, 0.2, -0.1)[place]
    days = {"period_from": date(2018, 6, 1), "data_through": CRASHES, "as_of": date(2020, 6, 1)}
    return made.assign(**days)


def not_combined(why: str = "the domains' data end more than a year apart") -> pd.DataFrame:
    """The same areas with domains alone: no score, no rank, nothing that is made of them."""
    made = city_risk()
    kept = {"community_area", "name", "traffic", "medical", "safety", "exposure", "as_of"}
    blank = [name for name in made if name not in kept]
    made[blank] = None
    return made.assign(why_no_score=why, data_through=CRASHES)


def city_pulse(late: bool = True, calm: bool = False) -> pd.DataFrame:
    """Indicators of every status over a year of weeks, the counts of one of them withheld."""
    rng, rows = np.random.default_rng(9), []
    kinds = {
        "closing_days": ("city services", "days", "more", 7.0, "above"),
        "food_visits": ("safety", "a week", "less", None, "below"),
        "burglaries": ("safety", "a week", "more", None, "below"),
        "ambulance_in_time": ("medical", "% of runs", "less", 75.0, "within"),
        "ozone": ("environment", "µg/m³", "more", 100.0, "within"),
        "deaths": ("medical", "a week", "more", None, "late" if late else "within"),
        "fires": ("safety", "a week", "more", None, "none"),
    }
    for name, (domain, unit, worse, target, status) in kinds.items():
        size = target or 120.0
        for n in range(52):
            last = n == 51
            said = ("within" if calm and status != "none" else status) if last else "within"
            value = size * float(1 + 0.05 * np.sin(n / 4) + rng.normal(0, 0.02))
            value *= {"above": 1.6, "below": 0.5}.get(said, 1.0)
            held = name == "fires" and n > 45
            rows.append({
                "indicator": name, "week_ends_on": date(2019, 6, 9) + timedelta(days=7 * n),
                "title": name.replace("_", " ").capitalize(), "domain": domain, "owner": "Owner",
                "unit": unit, "worse": worse, "target": target,
                "value": np.nan if held else value,
                "misses_target": None if target is None or held else
                (value < target if worse == "less" else value > target),
                "expected": np.nan if held else size,
                "expected_low": np.nan if held else 0.8 * size,
                "expected_high": np.nan if held else 1.2 * size,
                "status": "none" if held else said,
                "trend": None if n < 13 else ("rising", "falling", "steady")[len(name) % 3],
                "why_no_status": WITHHELD if held else
                "the last day is 2020-04-12" if said == "late" else None,
                "data_through": date(2020, 5, 31), "as_of": date(2020, 6, 1),
            })  # fmt: skip
    return pd.DataFrame(rows)
