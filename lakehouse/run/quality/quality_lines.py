"""What ``citylake quality`` says of deliveries: unlike those before, refused, or with a warning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pandas as pd

from lakehouse.declare.balance import ALL
from lakehouse.declare.table import Table
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.files import read_frame
from lakehouse.tables.governance.platform import step_balance
from lakehouse.tables.governance.quality import computed_quality, notice, quality_drift

RECENT = timedelta(days=28)
LINES = 10


def drifted(lake: Path, feeds: Iterable[str]) -> list[str]:
    """A line for each delivery of the feeds' last 28 days that is not like those before it."""
    rows = known_frame(lake, quality_drift)
    rows = rows[rows["feed"].isin(list(feeds))]
    odd = rows["rows_verdict"].isin(["few", "many"]) | (rows["verdict"] == "worse")
    last = rows.groupby("feed")["day"].transform("max")
    found = rows[odd & (rows["day"] > last - RECENT)].sort_values(["feed", "sequence"]).tail(LINES)
    lines = []
    for row in found.itertuples():
        if row.verdict == "worse":
            usual = f"{row.share:.2%} of its rows are broken, usual are up to {row.share_high:.2%}"
            lines.append(f"{row.feed}: {row.file}: {usual}")
        if row.rows_verdict in ("few", "many"):
            usual = f"usual are {row.rows_low:,.0f} to {row.rows_high:,.0f}"
            lines.append(f"{row.feed}: {row.file}: {row.rows_verdict} rows, {row.rows:,}; {usual}")
    return lines


def noticed(lake: Path, feed: str) -> list[str]:
    """The last things that were said of the feed's deliveries."""
    rows = known_frame(lake, notice)
    rows = rows[rows["feed"] == feed].sort_values(["day", "kind", "says"]).tail(LINES)
    return [f"  {row.day}  {row.kind}: {row.says}" for row in rows.itertuples()]


def held_back(lake: Path, tables: Iterable[str]) -> list[str]:
    """A line for each rule of a computed table that rows of it break."""
    rows = known_frame(lake, computed_quality)
    rows = rows[rows["table_name"].isin(list(tables))].sort_values(["table_name", "rule"])
    return [
        f"{r.table_name}: {r.broken:,} of {r.rows:,} rows are held back: {r.rule}"
        for r in rows.itertuples()
    ]


def joined(lake: Path, tables: Iterable[str]) -> list[str]:
    """A line for each input that a job balances: how many of its rows are matched, and why not."""
    rows = known_frame(lake, step_balance)
    rows = rows[rows["step"].isin(list(tables))]
    lines = []
    for (step, source, part), each in rows.groupby(["step", "input", "part"]):
        whole = max(int(each["input_rows"].iloc[0]), 1)
        ordered = each.sort_values("rows", ascending=False)
        told = ", ".join(f"{r.rows / whole:.1%} {r.outcome}" for r in ordered.itertuples())
        of = "" if part == ALL else f" ({part})"
        lines.append(f"{step}: of {whole:,} rows of {source}{of} {told}")
    return lines


def known_frame(lake: Path, table: Table) -> pd.DataFrame:
    """A table of the platform, empty where it was not written yet."""
    path = lake / table.schema / table.last
    there = delta_log.exists(path)
    # One that an earlier version wrote has fewer columns.
    rows = read_frame(path) if there else pd.DataFrame(columns=table.column_names)
    return rows.reindex(columns=table.column_names)
