"""Hand out what was published: CSV, Parquet and one page, with a manifest, all at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.declare.errors import CityLakeError
from lakehouse.declare.table import Result, Table
from lakehouse.portal import PageData, Source, page
from lakehouse.run import say
from lakehouse.run.runner import Run
from lakehouse.store.lake import Lake
from lakehouse.store.state import recall
from lakehouse.tables import published

# Days after which a source is called late, by the cadence its contract agrees.
LATE_AFTER = {"daily": 7, "weekly": 21, "monthly": 45, "yearly": 400}
LICENCE = "Open data of the city; give it as the source."


def publish(run: Run, as_of: date) -> None:
    """Write the results beside each other into a new folder, then let ``latest`` point to it.

    Readers follow a link that is moved in one step, so they see the old set or the new one.
    Nothing is written when the tables are those that ``latest`` was made of.
    """
    results = [t for t in run.catalogue.tables.values() if isinstance(t, Result)]
    missing = [t.name for t in results if not run.lake.exists(t)]
    root = run.settings.published
    if missing:
        say.say(f"Nothing was handed out: {', '.join(missing)} is not there yet.")
        return
    versions: dict[str, Any] = {t.name: run.lake.version(t) for t in results}
    versions["problems"] = [p.what for p in run.problems]
    latest = root / "latest"
    if _made_of(latest) == versions:
        say.say(f"Published before and unchanged: {latest}/index.html")
        return
    folder = root / f"{as_of}-{run.log.run}"
    part = root / f".{folder.name}.part"
    for left in root.glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)
    part.mkdir(parents=True)
    files = [f for t in results for f in _export(run.lake, t, part)]
    (part / "index.html").write_text(page(_page_data(run, as_of, files)), "utf-8")
    manifest = {
        "city": run.settings.city.title,
        "as_of": str(as_of),
        "licence": LICENCE,
        "made_of": versions,
        "files": [*files, _entry(part / "index.html", None)],
    }
    (part / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    os.replace(part, folder)
    _point(latest, folder)
    say.say(f"Published: {latest}/index.html, with CSV and Parquet files beside it.")


def _made_of(latest: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((latest / "manifest.json").read_text("utf-8"))["made_of"]
    except (OSError, ValueError, KeyError):
        return None
    return found if isinstance(found, dict) else None


def _export(lake: Lake, table: Table, folder: Path) -> list[dict[str, Any]]:
    frame = ordered(lake.frame(table), table)
    csv, parquet = folder / f"{table.last}.csv", folder / f"{table.last}.parquet"
    _harmless(frame).to_csv(csv, index=False, lineterminator="\n")
    frame.to_parquet(parquet, index=False)
    return [_entry(csv, len(frame)), _entry(parquet, len(frame))]


def ordered(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows by rank where there is one, else by key, so that a file is the same every time."""
    by = [c for c in ("rank",) if c in frame.columns] + list(table.key)
    return frame.sort_values(by, na_position="last").reset_index(drop=True)


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula is quoted with an apostrophe."""
    texts = frame.select_dtypes("object").columns
    made = frame.copy()
    for name in texts:
        risky = made[name].map(
            lambda v: isinstance(v, str) and v[:1] in ("=", "+", "-", "@", "\t", "\r")
        )
        made.loc[risky, name] = "'" + made.loc[risky, name]
    return made


def _entry(file: Path, rows: int | None) -> dict[str, Any]:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {"name": file.name, "sha256": digest, "bytes": len(content), "rows": rows}


def _point(latest: Path, folder: Path) -> None:
    """Move the link ``latest`` to ``folder`` in one step."""
    link = latest.with_name(f".latest.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    os.replace(link, latest)


def _page_data(run: Run, as_of: date, files: list[dict[str, Any]]) -> PageData:
    lake, listed = run.lake, published.premises_to_inspect_first
    rows = ordered(lake.frame(listed), listed)
    trials = lake.frame(published.how_good_are_the_models)
    return PageData(
        city_title=run.settings.city.title,
        example=run.settings.city.example,
        as_of=as_of,
        data_through=rows["data_through"].dropna().iloc[0] if len(rows) else as_of,
        list_rows=rows,
        trials=trials[trials["model_name"].isin(rows["model_name"].dropna().unique())],
        meanings=ordered(
            lake.frame(published.what_the_tables_mean), published.what_the_tables_mean
        ),
        sources=tuple(sources(run)),
        problems=tuple(p.what for p in run.problems if isinstance(p, CityLakeError)),
        files=tuple((f["name"], f["sha256"], f["rows"]) for f in files),
    )


def sources(run: Run) -> list[Source]:
    """Each feed that a step reads with its last day and its balance, for the page."""
    read = {name for step in run.catalogue.steps for name in run.catalogue.above(step.reads)[0]}
    found = []
    for feed in run.catalogue.feeds:
        if feed.fills not in read:
            continue
        table = run.catalogue.tables[feed.fills]
        made = recall(run.lake.root, feed.name)
        balance = made.facts.get("balance", []) if made else []
        found.append(
            Source(
                name=feed.name.replace("_", " "),
                owner=feed.owner,
                last_day=run.lake.newest(table, table.happened_at),
                delivered=sum(b["delivered"] for b in balance),
                good=sum(b["good"] for b in balance),
                quarantined=sum(b["quarantined"] for b in balance),
                files=len(balance),
                late_after=LATE_AFTER.get(feed.cadence, 35),
            )
        )
    return found
