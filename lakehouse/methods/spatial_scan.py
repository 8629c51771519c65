"""Which circle of areas has more cases than expected, more clearly than chance would make one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import xlogy

from lakehouse.declare.errors import PlanError
from lakehouse.methods.scan_circles import apart, chance_of, circles, members, worth_telling
from lakehouse.methods.small_area import Array, areas_of

NONE = "No case, or nothing expected in more than one area: nothing can be compared."
NO_CLUSTER = "Nowhere were there more cases than expected."
AT_ONCE = 10_000_000


@dataclass(frozen=True)
class Model:
    """Counts, what was expected, what each area weighs in the statistic, and the two laws.

    ``likely(c, w)`` is the log likelihood ratio of c cases inside, where the areas inside weigh w;
    ``draw(rng, number)`` gives counts (number, areas) without a cluster.
    """

    cases: Array
    expected: Array
    weight: Array
    likely: Callable[[Array, Array], Array]
    draw: Callable[[np.random.Generator, int], Array]


def poisson_scan(
    cases: pd.Series,
    expected: pd.Series,
    places: pd.DataFrame,
    people: pd.Series | None = None,
    *,
    share: float = 0.5,
    draws: int = 999,
    seed: int = 1,
) -> pd.DataFrame:
    """Clusters of areas with high counts, likeliest first (Kulldorff 1997, the Poisson model).

    ``cases`` and ``expected`` by area (scaled to the same sum); ``places``: x and y of each area
    in a plane; a circle holds at most ``share`` of ``people`` (of expected without them). The
    statistic is c log(c / E) + (C - c) log((C - c) / (C - E)) where c > E; p from cases drawn
    multinomially, C in all. Columns: places, centre, radius, cases, expected, ratio, statistic, p
    and says; never empty, without a cluster one row has p 1 and says so. PlanError as in
    :func:`lakehouse.methods.small_area.areas_of`, or when a place lacks coordinates.
    """
    areas, total = areas_of(cases, expected), float(cases.sum())
    thought = areas.expected * total / max(float(areas.expected.sum()), 1e-300)

    def likely(c: Array, e: Array) -> Array:
        rest = np.maximum(total - e, 1e-300)
        made = xlogy(c, c / np.where(e > 0, e, 1.0)) + xlogy(total - c, (total - c) / rest)
        return np.where((c > e) & (e > 0), made, 0.0)

    def draw(rng: np.random.Generator, number: int) -> Array:
        return rng.multinomial(round(total), thought / thought.sum(), number).astype(float)

    held = expected if people is None else people
    model = Model(areas.cases, thought, thought, likely, draw)
    return _scan(model, places, held.reindex(cases.index), share, draws, seed)


def binomial_scan(
    cases: pd.Series,
    people: pd.Series,
    places: pd.DataFrame,
    *,
    share: float = 0.5,
    draws: int = 999,
    seed: int = 1,
) -> pd.DataFrame:
    """As :func:`poisson_scan` for cases among ``people`` (the Bernoulli model of Kulldorff 1997).

    A circle of n people has the likelihood of one rate inside and one outside against one rate
    for all N; p from C cases drawn among the people without replacement. PlanError too when
    there are more cases than people somewhere.
    """
    areas, total, everyone = areas_of(cases, people), float(cases.sum()), float(people.sum())
    if (areas.cases > areas.expected).any():
        raise PlanError("Some area has more cases than people.", "Give the people at risk.")

    def binomial(c: Array, n: Array) -> Array:
        rate = c / np.where(n > 0, n, 1.0)
        return np.asarray(xlogy(c, rate) + xlogy(n - c, 1 - rate))

    def likely(c: Array, n: Array) -> Array:
        flat = binomial(np.array(total), np.array(everyone))
        made = binomial(c, n) + binomial(total - c, everyone - n) - flat
        return np.where(c * everyone > n * total, made, 0.0)

    def draw(rng: np.random.Generator, number: int) -> Array:
        counts = areas.expected.astype(np.int64)
        return rng.multivariate_hypergeometric(
            counts, round(total), number, method="marginals"
        ).astype(float)

    thought = areas.expected * total / max(everyone, 1e-300)
    model = Model(areas.cases, thought, areas.expected, likely, draw)
    return _scan(model, places, people, share, draws, seed)


def _scan(
    model: Model, places: pd.DataFrame, held: pd.Series, share: float, draws: int, seed: int
) -> pd.DataFrame:
    if not model.cases.any() or (model.expected > 0).sum() < 2:
        return _nothing(NONE)
    at = places.reindex(held.index)
    xy = at[["x", "y"]].to_numpy(dtype=float)
    found = circles(xy, held.to_numpy(dtype=float), share)
    weight = found.inside @ model.weight
    statistic = model.likely(found.inside @ model.cases, weight)
    told = apart(found, statistic) if len(statistic) else np.empty(0, dtype=np.int64)
    if not len(told):
        return _nothing(NO_CLUSTER)
    rng, highest, some = np.random.default_rng(seed), [], max(1, AT_ONCE // len(weight))
    for start in range(0, draws, some):
        drawn = found.inside @ model.draw(rng, min(some, draws - start)).T
        highest.append(model.likely(drawn, weight[:, None]).max(axis=0))
    p = chance_of(statistic[told], np.concatenate([np.empty(0), *highest]))
    keep = worth_telling(p)
    told, p = told[keep], p[keep]
    made = pd.DataFrame(
        {
            "places": [members(at.index, xy, found, k) for k in told],
            "centre": at.index[found.centre[told]],
            "radius": found.radius[told],
            "cases": (found.inside @ model.cases)[told],
            "expected": (found.inside @ model.expected)[told],
        }
    )
    ratio = made["cases"] / made["expected"]
    return made.assign(ratio=ratio, statistic=statistic[told], p=p, says="")


def _nothing(says: str) -> pd.DataFrame:
    row = {"places": (), "centre": "", "radius": 0.0, "cases": 0.0, "expected": 0.0}
    return pd.DataFrame([{**row, "ratio": 1.0, "statistic": 0.0, "p": 1.0, "says": says}])
