"""What each indicator adds to a composite: parts that add up to the score, for every mean."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.methods.composite import Frame, aggregated, mean_at
from lakehouse.methods.judged import Array
from lakehouse.methods.weighted_mean import factors


def contributions(
    scores: pd.DataFrame, start: pd.Series, frame: Frame, means: tuple[str, ...]
) -> pd.DataFrame:
    """What each indicator adds to the whole, above a unit whose indicators are ``start``.

    ``scores``: as :func:`composite` gives them; the answer has a row per unit and a column per
    indicator, in points of the score. A row's sum and the whole of ``start`` (see
    :func:`start_scores`) are the score, exactly: the step of an indicator is multiplied by what a
    step is worth in each group above it (:func:`weighted_mean.factors`), so a group's
    contribution is the sum of its own. With the scale's lowest value as ``start`` all are above
    zero and add up to the score less that value. A missing indicator adds 0.
    """
    begin = start_scores(scores, start, frame, means)
    worth: dict[str, Array] = {part.name: np.ones(len(scores)) for part in frame.parts}
    for height, name, parts in reversed(frame.groups()):
        inside = [part.name for part in parts]
        weights = np.array([part.weight for part in parts], dtype=float)
        ends, begins = (x[inside].to_numpy(dtype=float) for x in (scores, begin))
        each = factors(mean_at(means, height), ends, begins, weights)
        worth |= {part: worth[name] * each[:, i] for i, part in enumerate(inside)}
    names = [part.name for part in frame.indicators]
    moved = (scores[names] - begin[names]).fillna(0)
    return moved * np.column_stack([worth[name] for name in names])


def start_scores(
    scores: pd.DataFrame, start: pd.Series, frame: Frame, means: tuple[str, ...]
) -> pd.DataFrame:
    """Indicators, groups and whole of a unit like ``start``, of which is known what each knows."""
    names = [part.name for part in frame.indicators]
    known = scores[names].where(scores[names].isna(), start[names], axis=1)
    return aggregated(known, frame, means)


def drivers(added: pd.DataFrame, most: int = 2) -> pd.Series:
    """The names of the ``most`` indicators that add most to each unit, the largest first.

    Those that add nothing or take away are no drivers; equal ones go by their column.
    """
    order = np.argsort(-added.to_numpy(dtype=float), axis=1, kind="stable")[:, :most]
    values, names = added.to_numpy(dtype=float), added.columns.to_numpy()
    told = [tuple(names[j] for j in row if values[i, j] > 0) for i, row in enumerate(order)]
    return pd.Series(told, index=added.index, dtype=object)
