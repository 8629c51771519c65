"""How sure a rank is: the same ranking made again from redrawn inputs and other fair choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.declare.errors import PlanError
from lakehouse.methods.composite import Frame, Recipe, composite

FIRM = 0.8
LOW, HIGH = 0.05, 0.95

Inputs = Callable[[np.random.Generator], pd.DataFrame]


def within_intervals(
    value: pd.DataFrame, low: pd.DataFrame, high: pd.DataFrame, level: float = 0.9
) -> Inputs:
    """Draws indicators whose median is ``value`` and whose ``level`` interval is [low, high].

    The two halves of a normal distribution with a spread each (two-piece normal, Wallis 2014),
    each cell on its own. A cell without an interval does not vary. PlanError where a value lies
    outside its interval.
    """
    if ((low > value) | (high < value)).to_numpy().any():
        raise PlanError("A value lies outside its interval.", "Give low <= value <= high.")
    z = float(norm.ppf((1 + level) / 2))
    down, up = ((side - value).abs().fillna(0).to_numpy() / z for side in (low, high))

    def draw(rng: np.random.Generator) -> pd.DataFrame:
        step = rng.standard_normal(value.shape)
        return value + np.where(step < 0, down, up) * step

    return draw


def redrawn_scores(
    inputs: Inputs,
    frame: Frame,
    recipes: Sequence[Recipe],
    *,
    noise: float = 0.25,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """The whole's score of each unit in each draw (a row per draw, a column per unit).

    Each draw takes new ``inputs``, one of the ``recipes`` by lot, and weights that are off by up
    to ``noise`` of themselves, evenly (handbook, step 7: uncertainty and sensitivity).
    """
    rng = np.random.default_rng(seed)
    whole = next(part.name for part in frame.parts if part.into is None)
    rows = []
    for _ in range(draws):
        off = rng.uniform(1 - noise, 1 + noise, len(frame.parts))
        parts = (
            replace(p, weight=p.weight * float(f)) for p, f in zip(frame.parts, off, strict=True)
        )
        recipe = recipes[int(rng.integers(len(recipes)))]
        rows.append(composite(inputs(rng), Frame(tuple(parts)), recipe)[whole])
    return pd.DataFrame(rows).reset_index(drop=True)


def ranks(scores: pd.DataFrame) -> pd.DataFrame:
    """The rank of each unit in each draw, 1 for the highest score; equals share the better rank."""
    return scores.rank(axis=1, ascending=False, method="min")


def how_sure(score: pd.Series, drawn: pd.DataFrame, top: int) -> pd.DataFrame:
    """rank, rank_p05, rank_p95, chance and firm of each unit.

    ``score``: the published one, highest first; ``drawn``: as :func:`redrawn_scores` gives them.
    ``chance`` is the share of draws that put the unit among the ``top``; units that are equal at
    the edge share the places left there, so that the chances add up to ``top``. ``firm``: ranked
    among the top and with a chance of 0.8 or more. The interval always holds the published rank.
    """
    rank = score.rank(ascending=False, method="min")
    each = ranks(drawn[score.index])
    low, high = (each.quantile(q, interpolation="nearest") for q in (LOW, HIGH))
    equals = drawn[score.index].rank(axis=1, ascending=False, method="max") - each + 1
    chance = ((top - each + 1) / equals).clip(0, 1).mean()
    return pd.DataFrame(
        {
            "rank": rank,
            "rank_p05": np.minimum(low, rank),
            "rank_p95": np.maximum(high, rank),
            "chance": chance,
            "firm": (rank <= top) & (chance >= FIRM),
        }
    )
