"""What a detector's speed to come is told from: its own lags, its neighbours', the usual."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lakehouse.modelling.speeds.panel import Array, Flags

LAGS = (1, 2, 3, 4, 6, 9, 12)
Steps = npt.NDArray[np.int64]


def features(
    values: Array, imputed: Flags, usually: Array, near: Array, period: int, at: Steps, ahead: int
) -> npt.NDArray[np.float32]:
    """One row per step of ``at`` and detector, all as differences from the speed then.

    ``values`` and ``imputed`` are of :func:`filled`, ``usually`` of :func:`usual` and at least
    ``ahead`` steps longer; ``near`` holds weights, shape (detectors, detectors), a row each: one
    of zeros has no neighbour and is its own. Nothing after ``at`` is looked at but the usual.
    """
    back = [values[np.maximum(at - lag, 0)] for lag in range(max(LAGS) + 1)]
    now = back[0]
    beside = _beside(back, near)
    recent = np.stack(back)
    whole = [values[np.maximum(at - lag, 0)].mean(axis=1) for lag in (0, 6)]
    then, soon = usually[at], usually[at + ahead]
    ones = np.ones(values.shape[1])
    parts = [
        now,
        *(back[lag] - now for lag in LAGS),
        *(beside[0] - now, beside[0] - beside[1]),
        *(then - now, soon - now, soon - then),
        *(recent.mean(axis=0) - now, recent.std(axis=0), recent.max(axis=0) - now),
        imputed[np.maximum(at[:, None] - np.arange(3), 0)].sum(axis=1),
        np.outer(whole[0] - whole[1], ones),
        np.outer(at % period, ones),
    ]
    rows = np.stack([np.asarray(part, dtype=np.float32) for part in parts], axis=-1)
    return rows.reshape(-1, len(parts))


def _beside(back: list[Array], near: Array) -> tuple[Array, Array]:
    """The neighbours' mean speed now and three steps ago."""
    total = near.sum(axis=1)
    weights = near / np.where(total > 0, total, 1.0)[:, None]
    now, before = (np.where(total > 0, back[lag] @ weights.T, back[lag]) for lag in (0, 3))
    return now, before
