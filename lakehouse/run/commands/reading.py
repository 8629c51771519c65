"""The commands that only read: show and status, without Spark."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from deltalake import DeltaTable
from rich.table import Table as Grid

from lakehouse.declare.errors import NotFound, SettingError, did_you_mean
from lakehouse.declare.table import Result, Table
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.commands.shown import blocks, cell, fits, grid_of
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.files import read_frame
from lakehouse.store.lock import is_held
from lakehouse.store.run_log import read_log
from lakehouse.store.state import recall
from lakehouse.tables.governance import run_step

WITHHELD = ("confidential", "personal")


def show(city: str | None, name: str | None, rows: int, where: list[str]) -> int:
    """Print rows of a table, or what tables there are."""
    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    if name is None:
        _list_tables(settings, catalogue)
        return 0
    table = catalogue.table(name)
    frame = read_frame(settings.lake / table.schema / table.last, table)
    for condition in where:
        frame = _chosen(frame, table, condition)
    if "rank" in frame.columns:
        frame = frame.sort_values("rank", na_position="last")
    shown = [c.name for c in table.columns if c.grade not in WITHHELD]
    title, first = f"{table.name}: {len(frame):,} rows", frame[shown].head(rows)
    say.out.print(grid_of(title, first) if fits(first) else blocks(title, first))
    held = [c.name for c in table.columns if c.grade in WITHHELD]
    if held:
        say.say(f"Not shown, because of its grade: {', '.join(held)}.")
    return 0


def _chosen(frame: pd.DataFrame, table: Table, condition: str) -> pd.DataFrame:
    name, mark, value = condition.partition("=")
    if not mark:
        raise SettingError(f"'{condition}' is not column=value.", "Write --where column=value.")
    if name not in frame.columns:
        raise NotFound(
            f"{table.name} has no column {name}{did_you_mean(name, table.column_names)}.",
            "Correct the name.",
        )
    return frame[frame[name].map(cell) == value]


def _list_tables(settings: Settings, catalogue: Catalogue) -> None:
    grid = Grid(title=f"Tables of {settings.city.title}", title_justify="left")
    for heading in ("table", "version", "rows", "one row is"):
        grid.add_column(heading)
    for table in sorted(catalogue.tables.values(), key=lambda t: t.name):
        path = settings.lake / table.schema / table.last
        version, count = "-", ""
        if delta_log.exists(path):
            delta = DeltaTable(str(path))
            version = f"v{delta.version()}"
            counts = delta.get_add_actions(flatten=True).column("num_records").to_pylist()
            count = f"{sum(n or 0 for n in counts):,}"
        grid.add_row(table.name, version, count, table.one_row)
    say.out.print(grid)


def status(city: str | None) -> int:
    """Print what landed, how the last run ended, what is published, and who holds the lake."""
    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    if not settings.lake.is_dir():
        raise NotFound(f"{settings.city.title} has no lake yet.", "Run citylake run.")
    holder = is_held(settings.lake)
    say.say(f"{settings.city.title}: {'held by ' + holder if holder else 'nobody runs'}.")
    say.out.print(_feeds(settings, catalogue))
    for draft in catalogue.drafts:
        say.say(f"Waiting: {draft} is a draft; it lands once its status is active.")
    _last_run(settings)
    results = [t for t in catalogue.tables.values() if isinstance(t, Result)]
    for table in results:
        path = settings.lake / table.schema / table.last
        if delta_log.exists(path):
            frame = read_frame(path, table)
            day = frame["as_of"].dropna()
            when = f" as of {day.iloc[0]}" if len(day) else ""
            say.say(f"{table.name}: {len(frame):,} rows{when}")
        else:
            say.say(f"{table.name}: not published yet")
    page = settings.published / "latest" / "index.html"
    if page.is_file():
        say.say(f"Page: {page}")
    return 0


def _feeds(settings: Settings, catalogue: Catalogue) -> Grid:
    grid = Grid(title="Feeds", title_justify="left")
    for heading in ("feed", "files", "delivered", "good", "quarantined", "last day", "owner"):
        grid.add_column(heading)
    for feed in catalogue.feeds:
        made = recall(settings.lake, feed.name)
        balance = made.facts.get("balance", []) if made else []
        sums = [f"{sum(b[k] for b in balance):,}" for k in ("delivered", "good", "quarantined")]
        table = catalogue.tables[feed.fills]
        path, last = settings.lake / table.schema / table.last, ""
        if table.happened_at and delta_log.exists(path):
            days = read_frame(path, table)[table.happened_at].dropna()
            last = str(days.max()) if len(days) else ""
        grid.add_row(feed.name, str(len(balance)), *sums, last, feed.owner)
    return grid


def _last_run(settings: Settings) -> None:
    path = settings.lake / run_step.schema / run_step.last
    rows: list[dict[str, object]] = []
    if delta_log.exists(path):
        rows += read_frame(path, run_step).to_dict("records")
    for log in sorted((settings.lake / "_runs").glob("*.jsonl")):
        rows += read_log(log)
    runs = [r for r in rows if r["step"] == "run"]
    if not runs:
        say.say("No run yet.")
        return
    last = max(runs, key=lambda r: str(r["run"]))
    began = last["began_at"]
    when = f"{began:%Y-%m-%d %H:%M}" if isinstance(began, dt.datetime) else began
    outcome = "still going" if is_held(settings.lake) else last["outcome"]
    say.say(f"Last run {last['run']} (citylake {last['command']}, {when}): {outcome}.")
    for row in rows:
        if row["run"] == last["run"] and row["step"] != "run" and row["message"]:
            say.say(f"  {row['step']}: {row['outcome']}: {row['message']}")
