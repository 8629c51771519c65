"""Answer a monitor: a status for every series and period, written down in MLflow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyspark.sql import functions as F

from lakehouse.declare.errors import TooEarly
from lakehouse.declare.monitor import Monitor
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import Settings
from lakehouse.store.lake import Lake, Written
from lakehouse.store.record import tracking_monitor
from lakehouse.transform.monitored import monitored


def watch(
    lake: Lake, asked: Monitor, as_of: date, about: Mapping[str, Any], settings: Settings
) -> Written:
    """Write the monitor's table; raises :class:`TooEarly` when nothing was known by that day."""
    frames = {name: lake.read(table) for name, table in asked.parameters.items()}
    values = call(asked.series, frames, as_of)
    if values.where(F.col("known_at") < F.lit(as_of)).isEmpty():
        raise TooEarly(
            f"{asked.name}: nothing of its series was known before {as_of}.",
            "Choose a later --as-of, or wait for more data.",
        )
    written = lake.write(asked.writes, monitored(values, asked, as_of), about)
    rows = lake.read(asked.writes).groupBy("level").count().collect()
    tracking_monitor.record(
        tracking_monitor.Watched(
            name=f"{settings.city.name}_{asked.name}",
            made_of=str(about["made_of"]),
            settings=asked.settings | {"as_of": str(as_of), "version": asked.version},
            tables={t.name: lake.version(t) for t in (*asked.reads, asked.writes)},
            levels={row["level"]: row["count"] for row in rows},
        ),
        settings.tracking,
        lake.root / "_models",
    )
    return written
