"""The gate of groups: whether the top of a candidate's list errs on all of them alike."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.declare.gates import Fair
from lakehouse.methods.fairness import (
    COUNTS,
    FAIL,
    INSUFFICIENT,
    PASS,
    best_known,
    disparities,
    verdict,
)
from lakehouse.modelling.gates.gate import FAIR, Gate
from lakehouse.modelling.lists import positions

UNKNOWN = "not known"
EXCEPTED = "excepted"
WORDS = {
    "fpr": "false alarms",
    "fnr": "missed cases",
    "fdr": "visits for nothing",
    "selected": "places on the list",
}


def group_counts(
    rows: pd.DataFrame, groups: pd.Series, top: float, entities: pd.Series | None = None
) -> pd.DataFrame:
    """tp, fp, fn and tn of each group when the first ``top`` of each list is chosen.

    ``rows``: one candidate's out-of-time rows; ``groups`` (index: the matrix's) names each row's.
    With ``entities``, named likewise, the counts of each entity of a group (index: both).
    Rows of equal score are chosen in expectation over their orders, so counts may be fractions.
    """
    chosen = np.zeros(len(rows))
    score = rows["score"].to_numpy()
    for at in positions(rows):
        chosen[at] = _chosen(score[at], top)
    hit = (rows["outcome"] > 0).to_numpy()
    parts = (chosen * hit, chosen * ~hit, (1 - chosen) * hit, (1 - chosen) * ~hit)
    by = [groups_of(rows, groups)]
    by += [] if entities is None else [entities.reindex(rows["row"]).to_numpy()]
    return pd.DataFrame(dict(zip(COUNTS, parts, strict=True))).groupby(by, dropna=False).sum()


def groups_of(rows: pd.DataFrame, groups: pd.Series) -> np.ndarray:
    """The name of each row's group, where it has one."""
    of = groups.reindex(rows["row"]).astype(object)
    return np.asarray(of.where(of.notna(), UNKNOWN).astype(str))


def _chosen(score: np.ndarray, top: float) -> np.ndarray:
    """The chance of each row to be among the first ``top`` of its list."""
    ranks = pd.Series(-score)
    before = ranks.rank(method="min").to_numpy() - 1
    alike = ranks.rank(method="max").to_numpy() - before
    return np.asarray(np.clip((top * len(score) - before) / alike, 0, 1))


def fairness(
    name: str, rows: pd.DataFrame, matrix: pd.DataFrame, asked: Fair, about: str | None = None
) -> tuple[Gate, pd.DataFrame]:
    """The gate, and every group's rates beside those of the one best known (``disparities``).

    ``about`` is the matrix's column of the entity: rows of one are not independent of each other.
    The chance of one false alarm among all groups and rates that count is 5 %. Small groups are
    listed as insufficient, never dropped; one with a waiver is ``excepted``; ``counts`` says which
    rates bar. PlanError where the matrix lacks the column.
    """
    if asked.across not in matrix.columns:
        raise PlanError(
            f"The groups are to be compared across {asked.across}, which the matrix lacks.",
            "Carry the column with the cases (carries=), or name another.",
        )
    entities = None if about is None else matrix[about]
    counts = group_counts(rows, matrix[asked.across], asked.top, entities)
    groups = counts.groupby(level=0).sum()
    most = best_known(groups, asked.rates)
    tests = max(1, (len(groups) - 1) * len(asked.rates))
    rates = (*asked.rates, *(rate for rate in asked.shown if rate not in asked.rates))
    told = disparities(counts, most, rates, asked.band, 1 - 0.05 / tests)
    told = told[told["group"] != most].assign(candidate=name, reference=most)
    told["counts"] = told["rate"].isin(asked.rates)
    signed = {(w.group, w.rate) for w in asked.waivers}
    free = [pair in signed for pair in zip(told["group"], told["rate"], strict=True)]
    told["verdict"] = told["verdict"].mask(
        (told["verdict"] == FAIL) & np.array(free, dtype=bool), EXCEPTED
    )
    bars = told[told["counts"]]
    return Gate(name, FAIR, verdict(bars), _said(name, bars, most, asked)), told


def _said(name: str, told: pd.DataFrame, most: str, asked: Fair) -> str:
    band = f"{asked.band[0]:g} to {asked.band[1]:g}"
    out = [
        f"{WORDS.get(r.rate, r.rate)} of {r.group} are {r.disparity:.2f} times those of {most} "
        f"({r.low:.2f} to {r.high:.2f})"
        for r in told[told["verdict"] == FAIL].itertuples()
    ]
    unsure = ", ".join(sorted(set(told[told["verdict"] == INSUFFICIENT]["group"])))
    few = f" Too few to tell for {asked.across} {unsure}." if unsure else ""
    few += "".join(
        f" {w.owner} excepts {WORDS.get(w.rate, w.rate)} of {w.group} until {w.until}: {w.reason}."
        for w in asked.waivers
        if (
            told["verdict"].eq(EXCEPTED) & told["group"].eq(w.group) & told["rate"].eq(w.rate)
        ).any()
    )
    if out:
        return f"{name} does not treat groups alike ({band}): {'; '.join(out)}.{few}"
    fine = int((told.groupby("group")["verdict"].agg(lambda v: (v == PASS).all())).sum())
    return f"{name} treats {fine} of {told['group'].nunique()} groups like {most} ({band}).{few}"
