"""How many quarantined cases each department repaired, and how fast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

DAY = pd.Timedelta(days=1)
DONE = ("repaired", "deleted")


def repairs_of(cases: pd.DataFrame, owners: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Rows of ``governance.repair`` from ``quarantine.row``; ``owners`` by feed.

    Rows of one identity that were broken one delivery after another are one case: they share the
    moment at which they were found.
    """
    alone = cases["delivery"] + ":" + cases["row"].astype(str)
    named = cases.assign(case=cases["identity"].fillna(alone), fate=cases["closed_as"])
    # A case that is open in its last delivery was only replaced in those before.
    order = {"repaired": 0, "deleted": 0, "replaced": 2}
    named["order"] = named["fate"].map(order).fillna(1)
    by = ["source", "case", "found_at"]
    whole = named.sort_values("order").drop_duplicates(by)
    return [_row(source, owners[source], rows) for source, rows in whole.groupby("source")]


def _row(feed: Any, owner: str, cases: pd.DataFrame) -> tuple[Any, ...]:
    fates = {name: int((cases["fate"] == name).sum()) for name in (*DONE, "replaced")}
    waiting = cases[cases["fate"].isna()]
    mended = cases[cases["fate"] == "repaired"]
    days = (mended["closed_at"] - mended["found_at"]) / DAY
    due = waiting["due_on"].dropna()
    return (
        *(str(feed), owner, len(cases), *fates.values(), len(waiting)),
        min(due) if len(due) else None,
        float(days.median()) if len(days) else None,
    )
