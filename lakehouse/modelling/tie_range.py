"""What the top of a list finds at best and at worst, over all orders of rows of equal score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lakehouse.modelling.corrected import worth_of
from lakehouse.modelling.lists import positions
from lakehouse.modelling.tally import Top, places_of, top_name

BEST, WORST = "_best", "_worst"


def tie_range(rows: pd.DataFrame, tops: Sequence[Top]) -> dict[str, float]:
    """Measure (capture of each top, with ``_best`` or ``_worst``) to its value over all lists.

    ``rows``: one candidate's out-of-time rows. The expected value, which decides, lies between;
    where the two are far apart the list leaves much to lot. Missing where nothing was found.
    """
    outcome, score = worth_of(rows), rows["score"].to_numpy(dtype=float)
    whole, found = outcome.sum(), {}
    for ending, sign in ((BEST, -1), (WORST, 1)):
        for top in tops:
            hits = 0.0
            for at in positions(rows):
                order = np.lexsort((sign * outcome[at], -score[at]))
                places = int(places_of(np.array([float(len(at))]), top)[0])
                hits += float(outcome[at][order[:places]].sum())
            found[f"capture_{top_name(top)}{ending}"] = hits / whole if whole else float("nan")
    return found


def of_ties(measure: str) -> bool:
    """Whether a measure is an end of such a range."""
    return measure.endswith((BEST, WORST))
