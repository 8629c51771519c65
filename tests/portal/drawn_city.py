"""The results of a whole made-up city, drawn: lists, alerts, beds, and areas side by side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lakehouse.tables import published
from lakehouse.tables.published.few import WITHHELD
from tests.portal.drawn_arrivals import arrivals

AREAS = tuple(str(n) for n in range(1, 13))
NAMES = dict(zip(AREAS, (
    "Northgate", "East Harbour", "Old Mill", "Riverside", "Fairview", "Stonebridge",
    "West Meadow", "Kings Park", "Lakeside", "Southfield", "Ashton", "Brook Hill",
), strict=True))  # fmt: skip
CRASHES, HEALTH, WATER = date(2019, 12, 31), date(2022, 3, 1), date(2016, 9, 1)


def outlines() -> tuple[tuple[str, str, str, float, float], ...]:
    """Twelve rectangles, three rows of four, on a side of 1000 units."""
    found = []
    for n, code in enumerate(AREAS):
        x, y = 250 * (n % 4), 250 * (n // 4)
        path = f"M{x},{y}l250,0 0,250 -250,0z"
        found.append((code, NAMES[code], path, float(x + 125), float(y + 125)))
    return tuple(found)


def stamped(frame: pd.DataFrame, day: date, model: str) -> pd.DataFrame:
    """With the columns of the stamp."""
    return frame.assign(
        as_of=day, data_through=day - timedelta(days=1), model_name=model, model_version="1"
    )


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


def repeats(drawing: int = 1) -> pd.DataFrame:
    """Three kinds of incident, the first ``drawing`` of them soon followed by another."""
    rows = [("burglary", 1400, 90, 61.2, 1.47, 0.005), ("bicycle_theft", 800, 40, 22.0, 1.82, 0.01),
            ("noise", 300, 4, 4.3, 0.93, 0.6)]  # fmt: skip
    made = pd.DataFrame(rows, columns=["kind", "incidents", "pairs", "expected", "ratio", "p"])
    made["draws_others"] = [n < drawing for n in range(3)]
    made = made.assign(data_through=HEALTH, as_of=HEALTH)
    return made[list(published.incidents_that_repeat.column_names)]


def waits() -> pd.DataFrame:
    """Two categories, one of which two districts wait longer for, and one that is hardly closed."""
    rows = [
        {"category": "Graffiti", "police_district": "all", "median_days": 4},
        {"category": "street_light", "police_district": "all", "median_days": 12.4,
         "median_days_low": 11, "median_days_high": 14, "due_days": 21},
        {"category": "street_light", "police_district": "11", "median_days": 30, "says": "slower"},
        {"category": "street_light", "police_district": "2", "median_days": 30, "says": "slower"},
        {"category": "Potholes", "police_district": "all"},
    ]  # fmt: skip
    made = pd.DataFrame(rows).reindex(columns=published.how_long_requests_take.column_names)
    return made.assign(requests=400, needs=300, open=12, data_through=HEALTH, as_of=HEALTH)


def served(slow: int = 2) -> pd.DataFrame:
    """Three areas, the first ``slow`` of them served later than the city."""
    made = pd.DataFrame(
        {
            "name": ["Old Mill", "Riverside", "Ashton"],
            "in_time": [0.6, 0.5, 0.8],
            "times_usual": [1.4, 1.9, 1.0],
            "says": ["slower"] * slow + ["like the city"] * (3 - slow),
        }
    ).reindex(columns=published.what_each_district_gets.column_names)
    made = made.assign(in_time_low=0.4, in_time_high=0.9, per_1000=210.0)
    return made.assign(data_through=HEALTH, as_of=HEALTH)


def services(slow: int = 2) -> dict[str, pd.DataFrame]:
    """What stands on the page of requests and calls."""
    return {
        "service_alerts": many_alerts(),
        "how_long_requests_take": waits(),
        "what_each_district_gets": served(slow),
    }


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
    return stamped(made.assign(**said), day, "")


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
    return stamped(made, HEALTH, "")


def everything(codes: tuple[str, ...] = AREAS) -> dict[str, pd.DataFrame]:
    """All results but the food list and the tables about tables, by last name."""
    return {
        "intersections_to_make_safer": intersections(codes=codes),
        "health_alerts": alerts(),
        "hospital_load": beds(),
        "hospitals_at_risk": hospitals(),
        "arrivals_to_expect": arrivals(),
        "infections_now": infections(),
        "health_clusters": clusters(),
        "deaths_of_heat_and_cold": heat(),
        "beaches_to_close": beaches(codes=codes),
        "traps_to_treat": traps(codes=codes),
        "air_to_expect": air(codes=codes),
        "area_side_by_side": side_by_side(),
        "lamps_to_mend_first": lamps(),
        "hours_and_places_to_watch": hours(),
        "speeds_to_expect": speeds(),
        "city_risk": city_risk(),
        "district_risk": city_risk("police_district", {"1": "First", "2": "Second"}),
        "city_pulse": city_pulse(),
    }


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
    made = made.assign(by_lot=made["place"] > 18, capacity="30 visits", as_of=HEALTH)
    return {"inspections_this_week": made.assign(data_through=HEALTH)}
