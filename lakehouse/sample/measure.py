"""How well the hidden truth and the plain history rank routine visits."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.parameters import Strengths
from lakehouse.sample.premises import premises
from lakehouse.sample.risk import log_items
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

    `own` is the premises' own part of the risk. For looking at one city on one machine: nothing
    that writes deliveries calls it.
    """
    parts = []
    for area in city.areas:
        known = premises(city, area)
        visit = visits(city, area, known)
        at = known.iloc[visit["premises"]].reset_index(drop=True)
        own = {"risk": at["risk_logit"], "own": at["premises_effect"]}
        parts.append(visit.assign(premises=at["licence_no"], **own))
    every = pd.concat(parts).sort_values("visit_no", ignore_index=True)
    return every.assign(items=every["worst"] + every["serious"] + every["minor"])


def reader(visit: pd.DataFrame, s: Strengths) -> npt.NDArray[np.float64]:
    """The risk as the best of readers without the truth thinks of it, per visit of `all_visits`.

    It knows every strength, every neighbourhood and inspector, and the distribution of the
    premises' own effects; each of these it learns from the visits delivered before, by Bayes'
    rule over a grid. No model of delivered files can rank better but by luck.
    """
    grid = np.linspace(-4, 4, 41)
    own = grid * s.premises_sd
    others = visit["risk"].to_numpy() - visit["own"].to_numpy()
    critical = visit["critical"].to_numpy()[:, None]
    logit = (visit["logit"] - visit["own"]).to_numpy()[:, None] + own
    told = np.where(critical, logit, 0.0) - np.logaddexp(0.0, logit)
    for name, log_mean in log_items(s, (others - s.base)[:, None] + own, critical).items():
        told += visit[name].to_numpy()[:, None] * log_mean - np.exp(log_mean)
    so_far = pd.DataFrame(told).groupby(visit["premises"].to_numpy()).cumsum().to_numpy() - told
    thought = so_far - grid**2 / 2
    weight = np.exp(thought - thought.max(axis=1, keepdims=True))
    return np.asarray(others + (weight * own).sum(axis=1) / weight.sum(axis=1))


def measures(visit: pd.DataFrame, strengths: Strengths) -> dict[str, float]:
    """Base rate and AUCs of `all_visits` on the routine ones from 1 July 2023 to 30 June 2024.

    `base_rate_all_years` covers all routine visits; `oracle_auc` ranks by premises, kind and
    neighbourhood effects; `full_truth_auc` by the true logit, inspector included; `reader_auc` as
    :func:`reader` does, with these `strengths`; `plain_auc` by violated items per past visit;
    `plain_critical_auc` by past visits with a critical one.
    """
    visit = visit.assign(plain=past_share(visit, "items"))
    visit["plain_critical"] = past_share(visit, "critical")
    visit["reader"] = reader(visit, strengths)
    routine = visit[visit["reason"] == "ROUTINE"]
    last = routine[routine["visited_on"] >= p.LAST_YEAR]
    truth = last["critical"].to_numpy()
    scores = {
        "oracle_auc": "risk",
        "full_truth_auc": "logit",
        "reader_auc": "reader",
        "plain_auc": "plain",
        "plain_critical_auc": "plain_critical",
    }
    found = {
        "base_rate": float(truth.mean()),
        "base_rate_all_years": float(routine["critical"].mean()),
    }
    found |= {name: auc(truth, last[column].to_numpy()) for name, column in scores.items()}
    return {name: round(value, 4) for name, value in found.items()}
