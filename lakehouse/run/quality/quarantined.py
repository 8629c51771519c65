"""What waits in quarantine and until when, and the rows of a feed for the department to correct."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pandas as pd
from rich.markup import escape
from rich.table import Table as Grid

from lakehouse.declare.errors import NotFound, SettingError, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.harmless_text import harmless_text
from lakehouse.run.settings import load_settings
from lakehouse.store.landed.raw_rows import cases_of, raw_rows

CASE, FILE, ROW, WHY, RAW = OURS = ("_case", "_file", "_row", "_reasons", "_raw")


def feed_named(catalogue: Catalogue, name: str) -> Feed:
    """The city's feed of that name; raises :class:`NotFound` with the nearest."""
    known = {f.name: f for f in catalogue.feeds}
    if name not in known:
        raise NotFound(
            f"There is no feed {name}{did_you_mean(name, known)}.", f"Feeds: {', '.join(known)}."
        )
    return known[name]


def listed(city: str | None, name: str | None, rows: int) -> int:
    """Print how many rows wait for whom, and of one feed in which file each; never a value."""
    settings = load_settings(city)
    if name is not None:
        feed_named(load_catalogue(settings.city), name)
    cases = cases_of(settings.lake, name)
    waiting = cases[cases["closed_as"].isna()]
    say.say(f"{len(waiting):,} rows wait in quarantine, {len(cases) - len(waiting):,} are closed.")
    if waiting.empty:
        return 0
    say.out.print(_by_rule(waiting, date.today()))
    if name is not None:
        first = waiting.sort_values(["due_on", "file", "row"]).head(rows)
        for case in first.itertuples():
            why = "; ".join(case.reasons)
            say.say(f"{case.file}:{case.row}  due {_day(case.due_on)}  {why}")
        if len(waiting) > rows:
            say.say(f"and {len(waiting) - rows:,} more: --rows {len(waiting)}")
    return 0


def _by_rule(waiting: pd.DataFrame, today: date) -> Grid:
    """One line per source and rule; a row that breaks two stands in both."""
    grid = Grid(title="Waiting in quarantine", title_justify="left")
    for heading in ("source", "rule", "owner", "rows", "overdue", "next due"):
        grid.add_column(heading)
    each = waiting.explode("reasons")
    overdue = each["due_on"].map(lambda day: not pd.isna(day) and day < today)
    by = ["source", "owner", "reasons"]
    found = each.assign(overdue=overdue).groupby(by, dropna=False, sort=True)
    for (source, owner, why), rows in found:
        due = rows["due_on"].dropna()
        cells = (source, why, owner, f"{len(rows):,}", f"{rows['overdue'].sum():,}")
        grid.add_row(*(escape(str(c)) for c in cells), _day(due.min() if len(due) else None))
    return grid


def _day(day: object) -> str:
    return "-" if day is None or pd.isna(day) else str(day)


def export(city: str | None, name: str, out: Path) -> int:
    """Write the open rows of a feed into a CSV file that only its owner may read.

    Raises :class:`SettingError` where the file is there already, or cannot be made.
    """
    settings = load_settings(city)
    feed = feed_named(load_catalogue(settings.city), name)
    cases = cases_of(settings.lake, name)
    waiting = cases[cases["closed_as"].isna()].sort_values(["file", "row"])
    if waiting.empty:
        raise NotFound(f"No row of {name} waits in quarantine.", "There is nothing to correct.")
    places = list(zip(waiting["delivery"], waiting["row"].astype(int), strict=True))
    raw = raw_rows(settings.lake, feed, set(places))
    headers = [c.header for c in feed.columns]
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingError(
            f"{out} cannot be written ({error.strerror}).", "Choose a new file for --out."
        ) from error
    with open(handle, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        # A header is a department's word too: the draft of a contract copies it from the file.
        writer.writerow([harmless_text(cell) for cell in (*OURS, *headers)])
        for place, case in zip(places, waiting.itertuples(), strict=True):
            row = raw[place]
            ours = (f"{place[0]}:{place[1]}", case.file, case.row, "; ".join(case.reasons), row.raw)
            texts = (row.texts[header] for header in headers)
            writer.writerow([harmless_text(cell) for cell in (*ours, *texts)])
    say.say(f"{len(waiting):,} rows for {feed.owner} in {out}, graded {waiting['grade'].iloc[0]}.")
    say.say(f"Corrected, they come back with: citylake quarantine release {name} --from {out}")
    return 0
