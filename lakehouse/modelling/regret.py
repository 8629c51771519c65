"""Who is chosen over time: the candidate that leaves the least behind, window by window."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

REGRET, WORST = "regret", "regret_worst"
# Nearer than this two candidates are as good as each other, and the plainer one is chosen.
TIE = 0.001


def regrets(per_window: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Mean and worst regret by candidate: how far it stays behind the best one of each window.

    ``per_window`` as in :class:`Contest`, the larger the better; a window that cannot be measured
    for anybody (one outcome alone) says nothing. Columns candidate, measure (regret and
    regret_worst), value. Ackermann et al. (2018) choose by regret at the next time, too.
    """
    rows = per_window[per_window["measure"] == measure]
    table = rows.pivot(index="window", columns="candidate", values="value").dropna(how="all")
    behind = -table.sub(table.max(axis=1), axis=0)
    told = pd.DataFrame({REGRET: behind.mean(), WORST: behind.max()})
    return told.rename_axis("candidate").reset_index().melt("candidate", var_name="measure")


def least_regret(passed: Sequence[str], told: pd.DataFrame) -> str:
    """Of the candidates that passed, plainest first, the first within ``TIE`` of the least."""
    mean = told[told["measure"] == REGRET].set_index("candidate")["value"]
    least = min(mean[name] for name in passed)
    return next(name for name in passed if mean[name] <= least + TIE)
