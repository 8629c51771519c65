"""How well persons hide among others in a table: k-anonymity, l-diversity and t-closeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError


@dataclass(frozen=True)
class Anonymity:
    """Of the classes of rows that are alike in what others may know of a person.

    ``k`` rows in the smallest of ``classes``; ``unique`` rows alone in theirs; ``small`` rows in
    classes of fewer than was asked.
    """

    rows: int
    k: int
    classes: int
    unique: int
    small: int


@dataclass(frozen=True)
class Diversity:
    """What belonging to a class tells of a sensitive value, at the worst class.

    ``l`` distinct values; ``entropy_l`` the whole part of exp(entropy); ``alpha`` the largest share
    of one value; ``t`` the largest distance of the class's shares from all rows' (half the sum of
    absolute differences; for ordered values of their running sums); ``beta`` the largest gain in
    a value's share over its share in all, ``enhanced_beta`` the same, at most -ln of that share;
    ``delta`` the largest absolute log of their ratio.
    """

    l: int  # noqa: E741
    entropy_l: int
    alpha: float
    t: float
    beta: float
    enhanced_beta: float
    delta: float


def anonymity(
    rows: pd.DataFrame, known: Sequence[str], count: str | None = None, below: int = 5
) -> Anonymity:
    """Class counts over the columns ``known`` to others (Sweeney 2002).

    ``count`` names a column with how many rows each row stands for. PlanError without a row.
    """
    sizes = _counted(rows, count).groupby([rows[name] for name in known], dropna=False).sum()
    sizes = sizes[sizes > 0]
    return Anonymity(
        rows=int(sizes.sum()),
        k=int(sizes.min()),
        classes=len(sizes),
        unique=int((sizes == 1).sum()),
        small=int(sizes[sizes < below].sum()),
    )


def diversity(
    rows: pd.DataFrame,
    known: Sequence[str],
    sensitive: str,
    count: str | None = None,
    ordered: bool = False,
) -> Diversity:
    """What the columns ``known`` to others tell of the ``sensitive`` one.

    l-diversity: Machanavajjhala et al. 2007; (alpha, k): Wong et al. 2006; t-closeness with equal
    or ``ordered`` distances: Li, Li and Venkatasubramanian 2007; beta-likeness: Cao and Karras
    2012; delta-disclosure: Brickell and Shmatikov 2008. Arguments as in :func:`anonymity`.
    """
    by = [*(rows[name] for name in known), rows[sensitive]]
    counts = _counted(rows, count).groupby(by, dropna=False).sum().unstack(fill_value=0)
    table = counts.sort_index(axis=1).to_numpy(dtype=float)
    share = table / table.sum(axis=1, keepdims=True)
    overall = table.sum(axis=0) / table.sum()
    held = share > 0
    log = np.log(np.where(held, share, 1))
    gain = (share - overall) / overall
    apart = np.abs(np.cumsum(share - overall, axis=1)).sum(axis=1) / max(1, len(overall) - 1)
    return Diversity(
        l=int(held.sum(axis=1).min()),
        entropy_l=int(np.floor(np.exp(-(share * log).sum(axis=1)).min() + 1e-9)),
        alpha=float(share.max()),
        t=float((apart if ordered else np.abs(share - overall).sum(axis=1) / 2).max()),
        beta=float(gain.max()),
        enhanced_beta=float(np.minimum(gain, -np.log(overall)).max()),
        delta=float(np.where(held, np.abs(log - np.log(overall)), 0).max()),
    )


def _counted(rows: pd.DataFrame, count: str | None) -> pd.Series:
    if rows.empty:
        raise PlanError("A table without a row hides nobody.", "Give it rows.")
    return pd.Series(1, rows.index) if count is None else rows[count]
