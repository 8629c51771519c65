"""Cumulative residuals against a covariate: where a performance function does not fit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError


def cumulative_residuals(
    observed: npt.ArrayLike, predicted: npt.ArrayLike, by: npt.ArrayLike
) -> pd.DataFrame:
    """The CURE plot: value, cumulated, limit and inside, in order of ``by`` (Hauer 2015, 7.2).

    limit = 2 sqrt(s(n) (1 - s(n) / s(N))) where s is the running sum of squared residuals. Sites
    with one value of ``by`` are one point, for no order among them is the right one. The share
    ``inside`` should be 0.95 or more; a drift outside says where the function misses. PlanError
    when nothing is given or a number is missing.
    """
    seen, thought, values = (np.asarray(v, dtype=float) for v in (observed, predicted, by))
    if not len(seen) or not np.isfinite(np.concatenate([seen, thought, values])).all():
        raise PlanError(
            "A CURE plot needs observed, predicted and a value at every site.",
            "Leave out sites whose covariate is not known.",
        )
    residual = pd.DataFrame({"value": values, "gap": seen - thought})
    residual["square"] = residual["gap"] ** 2
    at = residual.groupby("value", sort=True).sum().cumsum()
    whole = float(at["square"].iloc[-1])
    share = at["square"] / whole if whole > 0 else at["square"]
    limit = 2 * np.sqrt(np.clip(at["square"] * (1 - share), 0, None))
    # The ends of the limits are 0: a sum that misses by rounding, or by the level, is not a drift.
    inside = at["gap"].abs() <= limit + 1e-9 * max(whole, 1.0)
    inside.iloc[-1] = True
    return pd.DataFrame(
        {
            "value": at.index.to_numpy(),
            "cumulated": at["gap"].to_numpy(),
            "limit": limit.to_numpy(),
            "inside": inside.to_numpy(),
        }
    )
