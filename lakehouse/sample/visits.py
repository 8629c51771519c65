"""The hidden course of inspections: who was visited when, by whom, and what was wrong."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats, Ints
from lakehouse.sample.numbering import dated_numbers
from lakehouse.sample.risk import critical_logit, log_items, outcomes, warm_days
from lakehouse.sample.streams import stream

SPAN = (p.LAST_DAY - p.FOOD_FROM).days


def working_day(day: Ints) -> Ints:
    """Day numbers since records began, with Saturdays and Sundays moved to Monday."""
    weekday = (day + p.FOOD_FROM.dayofweek) % 7
    return np.asarray(day + np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0)))


def inspectors_of(city: City, rng: np.random.Generator, area: int, day: Ints) -> Ints:
    """Index of the inspector of each visit: mostly the one who has that area that year.

    Areas change hands on 1 January. If they did not, a strict inspector would look like a
    risky neighbourhood for ever.
    """
    count = len(city.inspector)
    year = (p.FOOD_FROM + pd.to_timedelta(day, unit="D")).year.to_numpy()
    shift = stream(city.seed, "food/area").permutation(count)
    home = shift[(area + 7 * (year - p.FOOD_FROM.year)) % count]
    at_home = rng.random(day.size) < city.strengths.home_share
    return np.where(at_home, home, rng.integers(0, count, day.size))


def _usual_days(kind: pd.Series) -> Ints:
    days = kind.map({k.name: k.days_between_visits for k in p.KINDS})
    return np.asarray(days.to_numpy(), dtype=np.int64)


def next_visits(
    city: City, rng: np.random.Generator, at: pd.DataFrame, visit: pd.DataFrame
) -> tuple[Ints, npt.NDArray[np.object_]]:
    """Days until each premises' next visit and its reason; `at` are the premises visited.

    A failed visit brings a reinspection. Otherwise the interval follows the official class, the
    inspector's habit and the last finding, and complaints come sooner to riskier premises: whom
    the city visits says something about risk, as in real records. Factors, spread and the weeks
    until a reinspection are plainly chosen.
    """
    n, s = len(visit), city.strengths
    habit = city.inspector["interval_habit"].to_numpy()[visit["inspector"]]
    sooner = np.where(visit["critical"], 0.85, 1.0)
    gap = _usual_days(at["kind"]) * habit * sooner * np.exp(rng.normal(0, 0.25, n))
    risk = at["risk_logit"].to_numpy() - s.base
    complaint = rng.random(n) < s.complaint_visit * np.exp(s.complaint_pull * risk)
    again = visit["outcome"].isin(["FAIL", "CLOSED"]).to_numpy()
    gap = np.where(complaint, gap * rng.uniform(0.2, 0.8, n), gap)
    days = np.where(again, rng.integers(7, 29, n), np.maximum(gap, 10)).astype(np.int64)
    reason = np.select([again, complaint], ["REINSPECTION", "COMPLAINT"], "ROUTINE")
    return days, reason.astype(object)


def _first_visits(rng: np.random.Generator, premises: pd.DataFrame) -> pd.DataFrame:
    opened = (premises["opened"] - p.FOOD_FROM).dt.days.to_numpy()
    usual = _usual_days(premises["kind"])
    day = (usual * rng.random(opened.size)).astype(np.int64)
    new = opened >= 0
    return pd.DataFrame(
        {
            "premises": np.arange(opened.size),
            "day": np.where(new, opened + rng.integers(3, 40, opened.size), day),
            # The visit before the records begin is not delivered, but it did happen.
            "previous": np.where(new, opened, np.maximum(day - usual, opened)),
            "reason": np.where(new, "LICENCE", "ROUTINE").astype(object),
        }
    )


def _with_findings(
    city: City, rng: np.random.Generator, at: pd.DataFrame, due: pd.DataFrame, warmth: Floats
) -> pd.DataFrame:
    """The visits with their true logit, the items found by severity, and the outcome."""
    s, risk_logit = city.strengths, at["risk_logit"].to_numpy()
    unvisited = (due["day"] - due["previous"]).to_numpy()
    logit = critical_logit(city, risk_logit, due["inspector"].to_numpy(), unvisited, warmth)
    critical = rng.random(logit.size) < 1 / (1 + np.exp(-logit))
    worst = critical * (1 + rng.poisson(0.4, logit.size))
    mean = log_items(s, risk_logit - s.base, critical)
    serious, minor = (rng.poisson(np.exp(mean[name])) for name in ("serious", "minor"))
    return due.assign(
        logit=logit,
        critical=critical,
        worst=worst,
        serious=serious,
        minor=minor,
        outcome=outcomes(rng, critical, serious),
    )


def visits(city: City, area: int, premises: pd.DataFrame) -> pd.DataFrame:
    """Every visit to the neighbourhood's `premises` with its truth, ordered by `visit_no`.

    Columns: visit_no, premises (row of the frame) and inspector (0-based), visited_on, reason,
    outcome, logit, critical, and the items found: worst (critical ones), serious and minor. All
    first visits are drawn together, then all second ones, until nobody is left to visit.
    """
    rng, warmth = stream(city.seed, f"food/visit/{area}"), warm_days(city.weather)
    closed = (premises["closed"] - p.FOOD_FROM).dt.days.fillna(SPAN).to_numpy()
    due = _first_visits(rng, premises)
    rounds: list[pd.DataFrame] = []
    while True:
        due["day"] = working_day(due["day"].to_numpy())
        due = due[due["day"] <= np.minimum(SPAN, closed[due["premises"]])].reset_index(drop=True)
        if due.empty and rounds:
            break
        day, at = due["day"].to_numpy(), premises.iloc[due["premises"]]
        due["inspector"] = inspectors_of(city, rng, area, day)
        due = _with_findings(city, rng, at, due, warmth[day])
        rounds.append(due)
        days, reason = next_visits(city, rng, at, due)
        due = pd.DataFrame(
            {"premises": due["premises"], "previous": day, "day": day + days, "reason": reason}
        )
    every = pd.concat(rounds, ignore_index=True)
    every["visited_on"] = p.FOOD_FROM + pd.to_timedelta(every["day"], unit="D")
    every = every.iloc[rng.permutation(len(every))].sort_values("day", kind="stable")
    every["visit_no"] = 700_001 + dated_numbers(city, area, every["visited_on"], p.FOOD_FROM)
    return every.drop(columns=["previous", "day"]).reset_index(drop=True)
