"""How far the log of a group's share may be off, where rows of one entity stand together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm, t

LEAST_FREEDOM = 4.0  # of fewer than five entities a spread is no more than a guess


def spread_of_rows(hit: pd.Series, of: pd.Series, *, within: bool) -> pd.Series:
    """Variance of log(share) by group, each row alone (Katz et al. 1978, half a case added).

    ``within``: ``of`` are the group's own; else those of all groups, whose shares add up, so that
    what one has the other lacks.
    """
    more, all_of = hit + 0.5, of + 1
    return 1 / more - (1 / all_of if within else 0)


def spread_of_entities(
    hit: pd.Series, of: pd.Series, rows: pd.Series, *, within: bool
) -> tuple[pd.Series, pd.Series]:
    """Variance of log(share) by group between its entities, and the degrees of freedom.

    ``hit``, ``of``: by group and entity (index); ``rows``: of :func:`spread_of_rows`, by group. A
    place keeps what it is from list to list, so its rows count as one: the variance of a ratio of
    sums (Cochran 1977, Sampling Techniques, section 6.4), degrees of freedom by the effective
    number of entities (Kish 1965). It is nowhere less than that of rows times what entities add to
    it over all groups (Kish's design effect): of one place alone nobody knows what others are like.
    """
    of = of if within else pd.Series(1.0, index=hit.index)
    group = hit.index.get_level_values(0)
    hits, ofs = hit.groupby(group).sum(), of.groupby(group).sum()
    share = (hits / ofs.where(ofs > 0)).fillna(0.0)
    off = hit - share.reindex(group).to_numpy() * of
    many = ofs**2 / (of**2).groupby(group).sum().where(ofs > 0)
    freedom = (many.fillna(1.0) - 1).clip(lower=0.0)
    squares = (off**2).groupby(group).sum() / (hits + 0.5) ** 2
    between = squares * (freedom + 1) / freedom.clip(lower=0.5)
    known = freedom.sum() > 0
    effect = float(np.average(between / rows, weights=freedom)) if known else 1.0
    return between.clip(lower=rows * max(1.0, effect)), freedom


def half_width(
    variance: pd.Series, freedom: pd.Series | None, reference: str, level: float
) -> pd.Series:
    """Half the interval of the log of each group's share over the reference's; 0 for its own.

    Student's with the degrees of freedom of both together (Welch 1947) where ``freedom`` of each
    is given, the normal one else; missing where either has fewer than ``LEAST_FREEDOM``.
    """
    both = variance + variance[reference]
    at = (1 + level) / 2
    if freedom is None:
        times = pd.Series(norm.ppf(at), index=variance.index)
    else:
        parts = variance**2 / freedom.clip(lower=1e-9)
        joint = both**2 / (parts + parts[reference])
        enough = (freedom >= LEAST_FREEDOM) & (freedom[reference] >= LEAST_FREEDOM)
        times = pd.Series(t.ppf(at, joint.to_numpy()), index=variance.index).where(enough)
    return (times * np.sqrt(both)).where(variance.index != reference, 0.0)
