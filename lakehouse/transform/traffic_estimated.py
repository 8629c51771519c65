"""The traffic of streets: as counted, else told by counts on the same street and on others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.performance_function import FEW_FOR_EACH
from lakehouse.methods.random_intercept import Array, RandomIntercept, random_intercept

ESTIMATED = (
    "segment_id int, aadt double, aadt_sd double, traffic_from string, "
    "people double, rail_entries double"
)
COUNTED, OF_CLASS = "counted", "streets of its class"
AROUND = {"people": "people living around it", "rail_entries": "entries to rail stations near it"}
FOLDS = 5
SURE = 1.96  # standard errors
LEAST = 5  # counts beyond two a class, before anything but the middle of a class is told
Groups = Callable[[pd.DataFrame], Array]


def estimated(streets: pd.DataFrame) -> pd.DataFrame:
    """segment_id, aadt (vehicles a day), aadt_sd (of its logarithm, 0 where counted), traffic_from,
    and people and rail_entries as they came.

    ``streets`` are all of a city: segment_id, street (its name), road_class, counted (missing where
    it never was), people (by the kilometre of street around it) and rail_entries (a day), both
    missing where unknown. Three ways compete, the plainest first: the class alone; levels of whole
    streets (random intercepts); these with what lies around. One takes the place of a plainer one
    that tells counts held back better for sure, on logarithms. With too few counts it is the
    middle of the class, as unsure as its counts differ, else all counts of the city. Without a
    count in its class traffic is missing.
    """
    rows = streets.sort_values("segment_id").reset_index(drop=True)
    known = rows["counted"] > 0
    guessed = rows["counted"].isna() & rows["road_class"].isin(rows.loc[known, "road_class"])
    made = pd.DataFrame(
        {
            "segment_id": rows["segment_id"],
            "aadt": rows["counted"].astype(float),
            "aadt_sd": np.where(rows["counted"].notna(), 0.0, np.nan),
            "traffic_from": [None if missing else COUNTED for missing in rows["counted"].isna()],
            **{name: rows[name].astype(float) for name in AROUND},
        }
    )
    if not guessed.any():
        return _without_nan(made)
    classes = rows.loc[known, "road_class"].nunique()
    if known.sum() < 2 * classes + LEAST:
        middle, sd = _middle(rows, known)
        made.loc[guessed, "aadt"] = rows.loc[guessed, "road_class"].map(middle)
        made.loc[guessed, "aadt_sd"] = rows.loc[guessed, "road_class"].map(sd)
        made.loc[guessed, "traffic_from"] = f"estimated from {OF_CLASS}"
        return _without_nan(made)
    x, around = _columns(rows, known)
    best = _best(rows[known], x, around)
    columns, groups = x[[*x.columns.drop(around), *best[1]]], _groups(rows, best[0])
    model = _fit(rows, columns, groups, known)
    mean, variance = model.predict(columns[guessed], groups[guessed])
    made.loc[guessed, "aadt"] = np.exp(mean)
    made.loc[guessed, "aadt_sd"] = np.sqrt(variance)
    counts = groups[guessed].map(model.size).fillna(0).astype(int) if best[0] else None
    made.loc[guessed, "traffic_from"] = list(_words(counts, best[1], int(guessed.sum())))
    return _without_nan(made)


def _best(counted: pd.DataFrame, x: pd.DataFrame, around: list[str]) -> tuple[bool, list[str]]:
    """Whether streets have levels, and what lies around that is used: by counts held back."""
    ways: list[tuple[bool, list[str]]] = [(False, []), (True, [])]
    ways += [(True, around)] if around else []
    fold = pd.Series(np.arange(len(counted)) % FOLDS, index=counted.index)
    best, error = ways[0], _missed(counted, x, around, fold, *ways[0])
    for way in ways[1:]:
        other = _missed(counted, x, around, fold, *way)
        if other is None or error is None:
            continue
        gap = other - error
        if gap.mean() + SURE * gap.std(ddof=1) / np.sqrt(len(gap)) < 0:
            best, error = way, other
    return best


def _missed(
    counted: pd.DataFrame,
    x: pd.DataFrame,
    around: list[str],
    fold: pd.Series,
    by_street: bool,
    used: list[str],
) -> Array | None:
    """The squared error of each count when it was held back; None where some cannot be told."""
    columns = x.loc[counted.index, [*x.columns.drop(around), *used]]
    came = np.log(counted["counted"].to_numpy(dtype=float))
    missed = np.zeros(len(counted))
    groups = _groups(counted, by_street)
    for held in range(FOLDS):
        learnt = fold != held
        # A class that only the counts held back know is told by none of the ways.
        there = columns.columns[(columns[learnt] != 0).any()]
        try:
            model = _fit(counted, columns[there], groups, learnt)
        except PlanError:
            return None
        told, _ = model.predict(columns.loc[~learnt, there], groups[~learnt])
        missed[~learnt] = (came[~learnt] - told) ** 2
    return missed


def _fit(rows: pd.DataFrame, x: pd.DataFrame, groups: pd.Series, of: pd.Series) -> RandomIntercept:
    y = np.log(rows.loc[of, "counted"].to_numpy(dtype=float))
    return random_intercept(y, x[of].to_numpy(dtype=float), groups[of])


def _groups(rows: pd.DataFrame, by_street: bool) -> pd.Series:
    """A street's name in its class; a segment without a name is a street of its own."""
    alone = "#" + rows["segment_id"].astype(str)
    named = rows["road_class"].astype(str) + "/" + rows["street"].astype(str)
    return named.where(rows["street"].notna(), alone) if by_street else alone


def _columns(rows: pd.DataFrame, known: pd.Series) -> tuple[pd.DataFrame, list[str]]:
    """A column a counted class, and those of AROUND that enough counts can tell something of."""
    x = pd.get_dummies(rows["road_class"]).astype(float)
    x = x[[c for c in x if x.loc[known, c].any()]]
    around = []
    for name in AROUND:
        logs = np.log1p(rows[name].astype(float))
        here = logs[known]
        enough = known.sum() >= FEW_FOR_EACH * (x.shape[1] + 1)
        if enough and here.notna().any() and here.std() > 0:
            x[name] = (logs - here.mean()).fillna(0.0)
            around.append(name)
    return x, around


def _middle(rows: pd.DataFrame, known: pd.Series) -> tuple[pd.Series, pd.Series]:
    """By class the middle count, and the standard deviation of their logarithms."""
    of = rows[known].assign(log=np.log(rows.loc[known, "counted"].astype(float)))
    by = of.groupby("road_class")
    return by["counted"].median(), by["log"].std().fillna(of["log"].std())


def _words(counts: pd.Series | None, around: list[str], many: int) -> Iterable[str]:
    for n in [0] * many if counts is None else counts:
        own = [f"{n} count{'s' if n != 1 else ''} on its own street"] if n else []
        yield "estimated from " + ", ".join([OF_CLASS, *own, *(AROUND[a] for a in around)])


def _without_nan(made: pd.DataFrame) -> pd.DataFrame:
    return made.astype(object).where(made.notna(), None)
