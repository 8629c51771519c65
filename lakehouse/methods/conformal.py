"""Split conformal intervals: as wide as what was missed on cases that were not learnt from."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError


def half_width(residuals: npt.ArrayLike, level: float = 0.9) -> float:
    """How far to go to both sides of a prediction to hold a new case with chance ``level``.

    ``residuals`` (n,) are observed less predicted, of cases that the model did not learn from. The
    answer is the k-th smallest of their sizes, k = ceil((n + 1) level), and infinite where k > n:
    so few promise nothing (Vovk, Gammerman and Shafer 2005; Lei et al. 2018, algorithm 2). It
    holds where old and new cases are exchangeable; look at :func:`realised` where time passes
    between them. PlanError where a residual is missing or the level is not between 0 and 1.
    """
    sizes = np.sort(np.abs(np.asarray(residuals, dtype=float)))
    if not 0 < level < 1 or np.isnan(sizes).any():
        raise PlanError(
            f"No interval of {level} can be made of these {len(sizes)} residuals.",
            "Give a level between 0 and 1, and leave out cases without an outcome.",
        )
    # What is whole but for the last bit of the product is whole.
    place = math.ceil((len(sizes) + 1) * level - 1e-9)
    return float(sizes[place - 1]) if place <= len(sizes) else math.inf


def half_widths(residuals: pd.Series, groups: pd.Series, level: float = 0.9) -> pd.Series:
    """The half width of each group from its own cases alone, the index names it (Mondrian).

    Then each group is held with chance ``level``, not only all of them together. ``groups`` has
    the residuals' index. PlanError as :func:`half_width`, and where a case has no group.
    """
    if groups.isna().any():
        raise PlanError("A case belongs to no group.", "Name its group, if only as unknown.")
    made = {group: half_width(own, level) for group, own in residuals.groupby(groups)}
    return pd.Series(made, name="half_width", dtype=float)


def realised(cases: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """What share of new cases their intervals held: ``by``, cases and coverage, a row for each.

    ``cases``: observed, predicted, half_width and the columns of ``by``, such as fold and group;
    one whose group had no residuals has no half width and is not held.
    """
    held = (cases["observed"] - cases["predicted"]).abs() <= cases["half_width"]
    counted = held.groupby([cases[name] for name in by], dropna=False)
    return counted.agg(cases="size", coverage="mean").reset_index()
