"""Bring corrected rows back from quarantine: landed and checked like any delivery, once."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.declare.errors import DeliveryRefused, NotFound, SettingError, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.commands.running import holding, logged
from lakehouse.run.computing.runner import Run
from lakehouse.run.feeds.feeds import account_for
from lakehouse.run.feeds.refresh import refresh
from lakehouse.run.harmless_text import as_written
from lakehouse.run.quality.quarantined import CASE, OURS, feed_named
from lakehouse.store.lake import Written
from lakehouse.store.landed.landing import land
from lakehouse.store.landed.raw_rows import Place, RawRow, cases_of, raw_rows
from lakehouse.transform.typed import RELEASED, REPAIRS

Texts = Mapping[str, str | None]  # new texts of a row, by header
COMMAND = "quarantine release"
SHORTEST = 8  # digits of a delivery's hash that may stand for it


def release(
    city: str | None, name: str, row: str, said: list[str], corrected: Path | None, wait: float
) -> int:
    """Release ``row`` (file:row) with ``said`` (column=value), or the rows of a corrected file.

    What still breaks a rule is refused, and then nothing changes; so is nothing when a row was
    released before. The exit code.
    """
    if bool(row) == bool(corrected) or (said and not row):
        raise SettingError(
            "Either one row or a file is released.",
            "Give --row FILE:ROW with --set column=value, or --from corrected.csv.",
        )
    with holding(city, COMMAND, wait) as held, logged(held, COMMAND) as run:
        feed = feed_named(run.catalogue, name)
        cases = cases_of(run.lake.root, name)
        if corrected:
            wanted = _of_file(feed, corrected)
        else:
            wanted = {_place(cases, feed, row): _said(feed, said)}
        todo = _still_open(cases, feed, wanted)
        raw = raw_rows(run.lake.root, feed, todo)
        lines = [
            _line(raw[place], place, texts)
            for place, texts in sorted(todo.items())
            if row or any(raw[place].texts[h] != text for h, text in texts.items())
        ]
        if len(lines) < len(wanted):
            say.say(f"{len(wanted) - len(lines):,} rows were closed before or not corrected.")
        if lines:
            run.attempt(name, lambda: _enter(run, feed, lines))
            account_for(run)
        if not run.problems:
            say.say(f"{name}: {len(lines):,} rows released.")
        return run.exit_code


def _enter(run: Run, feed: Feed, lines: list[str]) -> Written | None:
    """Land the rows as a delivery of their own and bring the feed's table up to date."""
    text = "".join(f"{line}\n" for line in lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    file = run.lake.root / RELEASED / feed.name / f"{digest[:16]}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.unlink(missing_ok=True)  # what a kill left
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as out:
        out.write(text)
    glob = file.relative_to(run.lake.root).as_posix()
    form: dict[str, Any] = {
        "format": "jsonl",
        "encoding": "utf-8",
        "glob": glob,
        "but": "",
        "member": "",
    }
    # Promises of a whole delivery, such as its rows, say nothing of a few corrected ones.
    columns = tuple(replace(c, measures=()) for c in feed.columns)
    as_released = replace(feed, **form, columns=columns, measures=(), refuse_over=0.0)
    try:
        landed = land(as_released, run.lake.root, run.lake, run.log.run)
    finally:
        file.unlink()
    for error in landed.refused:
        raise DeliveryRefused(error.what, "Correct the values and release again; nothing changed.")
    table = run.catalogue.tables[feed.fills]
    codes = run.settings.city.codes
    return refresh(run.lake, feed, table, codes, run.log.run, landed.counted)


def _line(row: RawRow, place: Place, texts: Texts) -> str:
    """The corrected row as JSON, with the case that it closes."""
    said: dict[str, Any] = {**row.more, **row.texts, **texts, REPAIRS: f"{place[0]}:{place[1]}"}
    return json.dumps(said, ensure_ascii=False)


def _still_open(
    cases: pd.DataFrame, feed: Feed, wanted: Mapping[Place, Texts]
) -> dict[Place, Texts]:
    places = zip(cases["delivery"], cases["row"], cases["closed_as"], strict=True)
    known = {(str(delivery), int(row)): pd.isna(closed) for delivery, row, closed in places}
    strange = [place for place in wanted if place not in known]
    if strange:
        raise NotFound(
            f"{len(strange):,} of the rows are not in {feed.name}'s quarantine.",
            f"Export them again: citylake quarantine export {feed.name} --out FILE.",
        )
    return {place: texts for place, texts in wanted.items() if known[place]}


def _place(cases: pd.DataFrame, feed: Feed, said: str) -> Place:
    """The row that ``file:row`` or ``delivery:row`` names; raises :class:`NotFound`."""
    file, _, number = said.rpartition(":")
    if not file or not number.isdigit():
        raise SettingError(f"'{said}' is not FILE:ROW.", "Write --row parks/dog.csv:17.")
    by_hash = cases["delivery"].str.startswith(file) if len(file) >= SHORTEST else False
    found = cases[((cases["file"] == file) | by_hash) & (cases["row"] == int(number))]
    if len(found) > 1:
        found = found[found["closed_as"].isna()]
    if len(found) != 1:
        several = ", ".join(f"{d[:12]}:{number}" for d in found["delivery"])
        raise NotFound(
            f"{said} names {len(found)} rows in {feed.name}'s quarantine.",
            f"Name one of: {several}." if several else f"See citylake quarantine list {feed.name}.",
        )
    return str(found["delivery"].iloc[0]), int(number)


def _said(feed: Feed, changes: Iterable[str]) -> dict[str, str | None]:
    """``column=value`` by header; an empty value is a missing one."""
    headers = {c.name: c.header for c in feed.columns} | {c.header: c.header for c in feed.columns}
    found: dict[str, str | None] = {}
    for change in changes:
        name, mark, value = change.partition("=")
        if not mark or name not in headers:
            known = did_you_mean(name, headers)
            raise SettingError(
                f"--set names no column of {feed.name}{known}.",
                f"Write --set column=value, one of: {', '.join(c.name for c in feed.columns)}.",
            )
        found[headers[name]] = value or None
    return found


def _of_file(feed: Feed, corrected: Path) -> dict[Place, Texts]:
    """The rows of an exported and corrected file; raises :class:`SettingError`."""
    try:
        with corrected.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            reader.fieldnames = names = [as_written(n) or "" for n in reader.fieldnames or []]
            rows = list(reader)
        headers = {c.header for c in feed.columns}
        if CASE not in names or set(names) - headers - set(OURS):
            raise ValueError("its columns are not those of an exported file")
        found: dict[Place, Texts] = {}
        for row in rows:
            delivery, _, number = (row[CASE] or "").partition(":")
            kept = {n: as_written(row[n]) for n in names if n in headers}
            found[delivery, int(number)] = kept
    except (OSError, ValueError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise SettingError(
            f"{corrected} cannot be read: {why}.",
            f"Correct the file that citylake quarantine export {feed.name} wrote, as UTF-8.",
        ) from error
    return found
