"""A straight line whose level differs from group to group: the groups' levels by REML and BLUP."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from lakehouse.declare.errors import PlanError

Array = npt.NDArray[np.float64]
# Ratios of the variances between and within groups that are tried, as natural logarithms.
RATIOS = (-12.0, 12.0)


@dataclass(frozen=True)
class RandomIntercept:
    """y = x b + level of the group + rest; Laird and Ware (Biometrics 1982).

    ``coefficients`` and ``covariance`` are those of b (generalised least squares), ``between`` and
    ``within`` the variances of the levels and of the rest. ``level``, ``size`` and ``mean_x`` are
    each known group's BLUP, number of rows and mean of x.
    """

    coefficients: Array
    covariance: Array
    between: float
    within: float
    level: dict[str, float]
    size: dict[str, int]
    mean_x: dict[str, Array]

    def predict(self, x: npt.ArrayLike, groups: npt.ArrayLike) -> tuple[Array, Array]:
        """The mean of new rows and the variance of their error, (rows,) each.

        A group never seen has the level 0 and all of the variance between groups (Henderson 1975).
        """
        rows, named = np.asarray(x, dtype=float), [str(g) for g in np.asarray(groups)]
        size = np.array([self.size.get(g, 0) for g in named], dtype=float)
        known = self.between * size / (self.within + self.between * size)
        nothing = np.zeros(rows.shape[1])
        mean_x = np.array([self.mean_x.get(g, nothing) for g in named]).reshape(rows.shape)
        apart = rows - known[:, None] * mean_x
        mean = rows @ self.coefficients + np.array([self.level.get(g, 0.0) for g in named])
        unsure = np.einsum("ij,jk,ik->i", apart, self.covariance, apart)
        return mean, unsure + self.between * (1 - known) + self.within


def random_intercept(y: npt.ArrayLike, x: npt.ArrayLike, groups: npt.ArrayLike) -> RandomIntercept:
    """Fit rows y (rows,), x (rows, columns) and their groups' names (rows,) by REML.

    Raises :class:`PlanError` where the columns of x cannot be told apart, or where no more rows
    than columns are there: then nothing tells the variances.
    """
    values, columns = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    rows, many = columns.shape
    if rows <= many or np.linalg.matrix_rank(columns) < many:
        raise PlanError(
            f"{rows} rows cannot tell {many} coefficients and two variances.",
            "Give more rows, or fewer columns, none of which is a sum of others.",
        )
    names, of = np.unique(np.asarray(groups).astype(str), return_inverse=True)
    size = np.bincount(of).astype(float)
    sums_x = np.array([np.bincount(of, weights=column) for column in columns.T]).T
    sums_y = np.bincount(of, weights=values)

    def fitted(ratio: float) -> tuple[float, Array, Array, float]:
        """REML's deviance at a ratio of the variances, b, its information, and the rest's sum."""
        weight = ratio / (1 + ratio * size)
        information = columns.T @ columns - (sums_x * weight[:, None]).T @ sums_x
        right = columns.T @ values - sums_x.T @ (weight * sums_y)
        b = np.linalg.solve(information, right)
        left = values - columns @ b
        rest = left @ left - weight @ np.bincount(of, weights=left) ** 2
        deviance = (rows - many) * np.log(max(rest, np.finfo(float).tiny))
        deviance += np.log1p(ratio * size).sum() + np.linalg.slogdet(information)[1]
        return float(deviance), b, information, float(max(rest, 0.0))

    best = minimize_scalar(lambda log: fitted(np.exp(log))[0], bounds=RATIOS, method="bounded")
    ratio = float(np.exp(best.x))
    # A flat end is no answer: with no variance between groups there is none.
    ratio = ratio if fitted(ratio)[0] < fitted(0.0)[0] else 0.0
    _, b, information, rest = fitted(ratio)
    within = rest / (rows - many)
    level = ratio / (1 + ratio * size) * np.bincount(of, weights=values - columns @ b)
    return RandomIntercept(
        coefficients=b,
        covariance=within * np.linalg.inv(information),
        between=ratio * within,
        within=within,
        level=dict(zip(names, level.tolist(), strict=True)),
        size=dict(zip(names, size.astype(int).tolist(), strict=True)),
        mean_x=dict(zip(names, sums_x / size[:, None], strict=True)),
    )
