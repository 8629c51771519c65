"""Indicators in different units made comparable: one scale on which more is always worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from lakehouse.declare.errors import PlanError

Normaliser = Callable[[pd.DataFrame, float, float], pd.DataFrame]


def per_size(values: pd.DataFrame, size: pd.DataFrame, of: Mapping[str, str]) -> pd.DataFrame:
    """Counts divided by the size they grow with: ``of`` names the column of ``size`` for each.

    Units are matched by index. Columns that ``of`` does not name stay; a size that is missing
    makes the indicator missing there. PlanError when a size is not above zero.
    """
    if (size[sorted(set(of.values()))] <= 0).to_numpy().any():
        raise PlanError("A size is not above zero.", "Leave out units that are empty.")
    return values.assign(**{name: values[name] / size[by] for name, by in of.items()})


def filled(values: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Missing values replaced by the mean of the unit's group (handbook, step 3).

    ``groups`` has a name per unit. A value that is missing in the whole group stays missing.
    """
    return values.fillna(values.groupby(groups.reindex(values.index)).transform("mean"))


def min_max(values: pd.DataFrame, low: float = 0, high: float = 100) -> pd.DataFrame:
    """Each column from ``low`` (its least) to ``high`` (its most).

    A column that is the same everywhere tells no unit from another and is missing.
    """
    span = values.max() - values.min()
    share = (values - values.min()) / span.where(span > 0)
    return share * (high - low) + low


def z_score(values: pd.DataFrame, centre: float = 0, spread: float = 1) -> pd.DataFrame:
    """Each column with mean ``centre`` and sample standard deviation ``spread``."""
    deviation = values.std(ddof=1)
    return (values - values.mean()) / deviation.where(deviation > 0) * spread + centre


def rank_share(values: pd.DataFrame, low: float = 0, high: float = 1) -> pd.DataFrame:
    """Each column by the share of the other units below it, from ``low`` to ``high``.

    Equal values share the lowest of their ranks. A column with one value at most is missing.
    """
    others = (values.notna().sum() - 1).where(values.max() > values.min())
    return (values.rank(method="min") - 1) / others * (high - low) + low


def share_of_mean(values: pd.DataFrame, low: float = 1, high: float = 100) -> pd.DataFrame:
    """Each column as a share of its mean, ``high`` being the mean (distance to a reference).

    Twice the mean is twice ``high``, so that ratios stay ratios (handbook, step 5); what lies below
    ``low`` is raised to it, so that a geometric mean exists. A column whose mean is
    not above zero is missing.
    """
    mean = values.mean()
    return (values / mean.where(mean > 0) * high).clip(lower=low)


NORMALISERS: Mapping[str, Normaliser] = {
    "min_max": min_max,
    "z_score": z_score,
    "rank_share": rank_share,
    "share_of_mean": share_of_mean,
}
"""By name: two numbers say the range, centre and spread, or least and mean."""
