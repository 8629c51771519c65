"""After release: what an earlier outlook lost beside the plain one that it was published with."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.modelling.after_release import FITS, LEVEL, OFF, WAITS, WORSE
from lakehouse.modelling.bootstrap import block_weights, interval_of
from lakehouse.modelling.ties import Array

# It is published because it loses no more than the plain one.
PROMISED = 1.0
DRAWS = 400
# Hours of a day miss together, and fewer days than these say little.
DAYS = 7


def loss_row(
    measure: str,
    own: Array,
    plain: Array,
    days: npt.ArrayLike,
    told: tuple[float, float],
    off: bool,
) -> dict[str, Any]:
    """What came of one outlook: its loss over the plain one's, of the hours known by now.

    ``own``, ``plain`` (losses) and ``days`` have one entry per hour and place; ``told`` is how many
    came and how many were expected, ``off`` whether these differ for sure. Whole days are drawn
    again; it is worse than promised, or off, only where that is sure at 99 %, after a week.
    """
    blocks = pd.factorize(np.asarray(days))[0]
    value = float(own.sum() / plain.sum()) if plain.sum() else float("nan")
    says, low, high = WAITS, float("nan"), float("nan")
    if len(np.unique(blocks)) >= DAYS:
        times = block_weights(blocks, DRAWS, seed=0).astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            held = interval_of((times @ own) / (times @ plain), LEVEL)
        low, high = held.low, held.high
        says = WORSE if low > PROMISED else OFF if off else FITS
    came, expected = told
    return {
        "cases": len(own),
        "came": came,
        "expected": expected,
        "measure": measure,
        "value": value,
        "low": low,
        "high": high,
        "promised": PROMISED,
        "says": says,
        "alert": _alert(says, value, came, expected),
    }


def _alert(says: str, value: float, came: float, expected: float) -> str | None:
    if says == WORSE:
        said = f"It lost {value:.2f} times what the plain one beside it did."
    elif says == OFF:
        said = f"{came:.0f} came where {expected:.0f} were expected."
    else:
        return None
    return f"{said} Proposed: train again and compare; the champion stays until a contest is won."
