"""How sure a fit is whose rows are alike within a block: the sandwich covariance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lakehouse.modelling.ties import Array


def block_gradients(rows: Array, blocks: npt.ArrayLike | None) -> Array:
    """The rows' gradients, shape (rows, k), summed by ``blocks`` (a name per row; each its own)."""
    if blocks is None:
        return rows
    names, block = np.unique(np.asarray(blocks), return_inverse=True)
    sums = np.zeros((len(names), rows.shape[1]))
    np.add.at(sums, block, rows)
    return sums


def sandwich(inverse: Array, gradients: Array) -> Array:
    """Cluster-robust covariance, shape (k, k), of the blocks' gradients (Liang and Zeger 1986)."""
    blocks = len(gradients)
    meat = gradients.T @ gradients * blocks / max(blocks - 1, 1)
    return np.asarray(inverse @ meat @ inverse)
