"""How a question's candidates rank beside who knows what is planted, window by window."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pandas as pd

from lakehouse.declare import Ranking
from lakehouse.modelling.cases import known_by, rows_of
from lakehouse.modelling.scorecard import pooled
from lakehouse.modelling.windows import Window, folds

OF_THE_ORACLES_GAIN = 0.7


def any_seed() -> int:
    """A city's seed that nobody chose: it is drawn anew whenever a test runs."""
    return random.SystemRandom().randrange(1_000_000)


def played(
    asked: Ranking, rows: pd.DataFrame, among: Sequence[Window], first: int, truth: Sequence[str]
) -> pd.DataFrame:
    """Each judged case once for each candidate, which learnt from the windows before the case's.

    ``rows`` is the question's matrix, with a column for each reader of ``truth``; the first
    ``first`` windows are only learnt from. Columns candidate, window, list, happened_on, outcome,
    score and probability, which nobody says here.
    """
    parts = []
    for fold in folds(among, first):
        now, past = rows_of(rows, [fold.test]), rows_of(rows, fold.train)
        past = known_by(past, fold.test.start)
        scored = {name: now[name].to_numpy() for name in truth}
        for name, make in asked.candidates.items():
            candidate = make()
            looked = list(candidate.looks_at(asked.learned))
            fitted = candidate.fit(past[looked], past["outcome"].to_numpy())
            scored[name] = fitted.score(now[looked])
        told = now[["outcome", "happened_on"]].assign(window=fold.test.name, list=fold.test.name)
        parts += [told.assign(candidate=name, score=score) for name, score in scored.items()]
    return pd.concat(parts).assign(probability=float("nan"))


def areas_under_the_curve(whole: pd.DataFrame) -> pd.Series:
    """AUC of each candidate of :func:`played`, pairs of one window as in the contest."""
    each = whole.groupby("candidate", sort=False)
    return pd.Series({name: pooled(part, (), 1, 0)["auc"].value for name, part in each})


def favour(whole: pd.DataFrame, trait: str, truth: str, top: float) -> pd.Series:
    """By candidate: how much more often those with most of a trait come first, as true as others.

    The share in the first ``top`` (0 to 1) of a window's list, of the third of rows with the
    highest ``trait`` less that of the lowest third, both from the same twentieth by ``truth``; mean
    of the twentieths. ``whole`` has candidate, window, score and the two columns.
    """
    scores = whole.groupby(["candidate", "window"])["score"]
    place = scores.rank(method="first", ascending=False)
    third = pd.qcut(whole[trait], 3, labels=["least", "some", "most"])
    alike = pd.qcut(whole[truth].rank(method="first"), 20, labels=False)
    first = (place <= top * scores.transform("size")).astype(float)
    each = first.groupby([whole["candidate"], alike, third], observed=True).mean().unstack()
    return (each["most"] - each["least"]).groupby("candidate").mean()


def share_of_gain(found: pd.Series, candidate: str, plain: str) -> float:
    """The candidate's part of what the oracle has beyond the plain one, all by one measure."""
    return float((found[candidate] - found[plain]) / (found["oracle"] - found[plain]))
