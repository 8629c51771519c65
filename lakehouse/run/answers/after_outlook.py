"""Write what became of a question's earlier outlooks, each held to what it said then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from lakehouse.declare.outlook import Outlook
from lakehouse.run.answers.after_release import earlier_lists
from lakehouse.run.answers.model_part import write_part
from lakehouse.store.lake import Lake
from lakehouse.tables.governance import model_performance

TOLD = "expected"


def watch_outlook(
    lake: Lake, asked: Outlook, known: pd.DataFrame, stamp: Mapping[str, Any]
) -> None:
    """Write the model's rows of governance.model_performance.

    ``known``: of ``known_rows``; ``stamp``: model_name and as_of.
    """
    model = str(stamp["model_name"])
    told = [{"model": model} | row for row in performance(lake, asked, known, stamp)]
    write_part(lake, model_performance, stamp, told)


def performance(
    lake: Lake, asked: Outlook, known: pd.DataFrame, stamp: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """One row per earlier outlook of which something is known by now, the last one first."""
    for listed in earlier_lists(lake, asked, stamp["as_of"], TOLD):
        found = asked.after(known, listed.rename(columns={"given": TOLD}))
        if found is not None:
            yield {
                "version": str(listed["model_version"].iloc[0]),
                "as_of": listed["as_of"].iloc[0],
                "looked_at": stamp["as_of"],
                **found,
            }
