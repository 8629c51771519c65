"""The lists of a window, when a list is made more often than the model is refitted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

# Every list of less than a window is worked through within its own days: none is reached earlier.
OF_WHOLE_WINDOWS = ("days_earlier",)


def are_windows(rows: pd.DataFrame) -> bool:
    """Whether one list served each window: every as_of (where there is one) is its first day."""
    return "as_of" not in rows.columns or bool((rows["as_of"] == rows["window"]).all())


def positions(rows: pd.DataFrame) -> list[npt.NDArray[np.intp]]:
    """Where the rows that are ranked against each other stand: those of one ``list`` of a window.

    Where the rows do not say on which list they were, those of a whole window.
    """
    by = [name for name in ("window", "list") if name in rows.columns]
    return list(rows.groupby(by, sort=False).indices.values())


def kept(rows: pd.DataFrame, measures: dict[str, Any]) -> dict[str, Any]:
    """The measures that make sense for lists as long as those of ``rows``."""
    dropped = () if are_windows(rows) else OF_WHOLE_WINDOWS
    return {name: value for name, value in measures.items() if name not in dropped}
