"""What each case of a question stands for, where its order is corrected for the unreported."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.corrected import TIMES
from lakehouse.store.lake import Lake
from lakehouse.transform.unreported import stands_for


def with_reporting(
    lake: Lake, asked: Ranking, rows: pd.DataFrame, then: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """The cases with how many things each reported one stands for, 1 where nothing tells it.

    The rows themselves where the question is not corrected, or the city has no such table.
    ``then``: the versions of tables, by name, that shares are taken from; today's without it.
    The share of today is that of all lists: it describes residents, and is the same for every
    candidate.
    """
    told = asked.reporting
    if told is None or not lake.exists(told.table):
        return rows
    if then is not None and told.table.name not in then:
        return rows
    shares = lake.read(told.table, then[told.table.name] if then else None)
    each = pd.DataFrame(
        shares.select(told.by, stands_for(shares[told.share]).alias(TIMES)).toPandas()
    )
    times = rows[told.by].map(each.set_index(told.by)[TIMES]).astype(float).fillna(1.0)
    return rows.assign(**{TIMES: times})
