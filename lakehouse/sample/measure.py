"""How well the hidden truth and the plain history rank routine visits."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.premises import premises
from lakehouse.sample.visits import visits


def auc(outcome: npt.NDArray[np.bool_], score: npt.NDArray[np.float64]) -> float:
    """Area under the ROC curve by the rank sum (Hanley and McNeil 1982); ties count one half.

    Raises ValueError when all outcomes are the same.
    """
    positive = int(outcome.sum())
    negative = outcome.size - positive
    if not positive or not negative:
        raise ValueError("The AUC wants visits of both outcomes; choose a longer period.")
    ranks = pd.Series(score).rank().to_numpy()
    wins = ranks[outcome].sum() - positive * (positive + 1) / 2
    return float(wins / (positive * negative))


def past_share(visit: pd.DataFrame, found: str) -> npt.NDArray[np.float64]:
    """Mean of column `found` over the premises' earlier visits, per visit.

    A premises without an earlier visit gets the mean of all visits before the last year.
    """
    groups = visit.groupby("premises")[found]
    earlier = groups.cumcount().to_numpy()
    total = groups.cumsum().to_numpy() - visit[found].to_numpy()
    usual = visit.loc[visit["visited_on"] < p.LAST_YEAR, found].mean()
    return np.asarray(np.where(earlier > 0, total / np.maximum(earlier, 1), usual), dtype=float)


def all_visits(city: City) -> pd.DataFrame:
    """Every visit of the city in order of `visit_no`, with its premises' `risk` and its `items`.

    For looking at one city on one machine: nothing that writes deliveries calls it.
    """
    parts = []
    for area in city.areas:
        known = premises(city, area)
        visit = visits(city, area, known)
        at = known.iloc[visit["premises"]].reset_index(drop=True)
        parts.append(visit.assign(premises=at["licence_no"], risk=at["risk_logit"]))
    every = pd.concat(parts).sort_values("visit_no", ignore_index=True)
    return every.assign(items=every["worst"] + every["serious"] + every["minor"])


def measures(visit: pd.DataFrame) -> dict[str, float]:
    """Base rate and AUCs of `all_visits` on the routine ones from 1 July 2023 to 30 June 2024.

    `base_rate_all_years` covers all routine visits; `oracle_auc` ranks by premises, kind and
    neighbourhood effects; `full_truth_auc` by the true logit, inspector included; `plain_auc`
    by violated items per past visit; `plain_critical_auc` by past visits with a critical one.
    """
    visit = visit.assign(plain=past_share(visit, "items"))
    visit["plain_critical"] = past_share(visit, "critical")
    routine = visit[visit["reason"] == "ROUTINE"]
    last = routine[routine["visited_on"] >= p.LAST_YEAR]
    truth = last["critical"].to_numpy()
    scores = {
        "oracle_auc": "risk",
        "full_truth_auc": "logit",
        "plain_auc": "plain",
        "plain_critical_auc": "plain_critical",
    }
    found = {
        "base_rate": float(truth.mean()),
        "base_rate_all_years": float(routine["critical"].mean()),
    }
    found |= {name: auc(truth, last[column].to_numpy()) for name, column in scores.items()}
    return {name: round(value, 4) for name, value in found.items()}
