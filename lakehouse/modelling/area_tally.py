"""Measures of a ranked window whose rows are places of equal size: PAI and PEI beside capture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lakehouse.modelling.corrected import worth_of
from lakehouse.modelling.count_tally import count_tally
from lakehouse.modelling.tally import Tally, Top, Whole, places_of, top_name
from lakehouse.modelling.ties import found_in_first, tie_groups


def area_tally(rows: pd.DataFrame, tops: Sequence[Top], weights: Whole | None = None) -> Tally:
    """The measures of ``count_tally``, and pai and pei of each top, as (sum, divisor) per draw.

    pai is the share of all events in the top over the top's share of the area (Chainey, Tompson
    and Uhlig 2008), pei the events in the top over the most that so many places could have held
    (Hunt 2016). Places of equal score share their events evenly.
    """
    found = count_tally(rows, tops, weights)
    outcome = worth_of(rows)
    times = np.ones((1, len(rows)), dtype=np.int64) if weights is None else weights
    best = tie_groups(outcome, outcome, times, counts=True)
    size = best.rows.sum(axis=1)
    for top in tops:
        hits, all_found = found[f"capture_{top_name(top)}"]
        places = places_of(size, top)
        found[f"pai_{top_name(top)}"] = (hits, all_found * places / size)
        found[f"pei_{top_name(top)}"] = (hits, found_in_first(best, places))
    return found
