"""What a manifest says of each result: where Delta keeps it, what data, model and rules made it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.declare.table import Result
from lakehouse.portal.decision import first_day
from lakehouse.store.lineage import lineage

LICENCE = "Open data of the city; give it as the source."


def described(lake: Path, table: Result, version: int, frame: pd.DataFrame) -> dict[str, Any]:
    """The entry of a result: its Delta table and version, day, grade, licence and origin.

    ``lake`` is the lake's folder; the table's path is given below it, so that a lake may move.
    """
    models = frame.reindex(columns=["model_name", "model_version"]).dropna().drop_duplicates()
    day, through = first_day(frame, "as_of"), first_day(frame, "data_through")
    return {
        "delta": {"table": f"{table.schema}/{table.last}", "version": version},
        "rows": len(frame),
        "as_of": str(day) if day else None,
        "data_through": str(through) if through else None,
        "grade": table.grade,
        "licence": LICENCE,
        "models": {n: str(v) for n, v in sorted(models.itertuples(index=False, name=None))},
        "made_from": asdict(lineage(lake, table.name, version)),
    }
