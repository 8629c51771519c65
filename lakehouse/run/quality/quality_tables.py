"""The platform's tables of quality, each written when what it is made of changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from lakehouse.run.computing.own_tables import is_made, write_made
from lakehouse.run.computing.runner import Run
from lakehouse.run.feeds.arrivals import arrival_of, source_of
from lakehouse.run.fingerprint import fingerprint, platform_code
from lakehouse.run.quality.drifts import drifts_of
from lakehouse.run.quality.scores import by_day, by_rule
from lakehouse.run.quality.volumes import volumes_of
from lakehouse.store.landed.notices import notices_of
from lakehouse.store.landed.raw_rows import cases_of
from lakehouse.store.state import recall
from lakehouse.tables.governance.quality import (
    arrival,
    computed_quality,
    notice,
    quality,
    quality_drift,
    quality_score,
    volume,
)
from lakehouse.tables.quarantine import row as quarantine_row


def list_quality(run: Run) -> None:
    """Write governance.quality, quality_drift and quality_score from balances and quarantine."""
    lake, feeds = run.lake, run.catalogue.feeds
    made = {f.name: recall(lake.root, f.name) for f in feeds}
    balances = {name: m.facts.get("balance", []) for name, m in made.items() if m}
    held = lake.version(quarantine_row)
    made_of = fingerprint(platform_code(), held, feeds, *balances.items())
    if not any(balances.values()) or is_made(run, quality_score, made_of):
        return
    cases = cases_of(lake.root)
    own = {f.name: cases[cases["source"] == f.name] for f in feeds}
    known = [f for f in feeds if f.name in balances]
    rules = [row for f in known for row in by_rule(f, balances[f.name], own[f.name])]
    days = [row for f in known for row in by_day(f, balances[f.name], own[f.name])]
    drifts = [row for f in known for row in drifts_of(f, balances[f.name])]
    write_made(run, quality, rules, made_of)
    write_made(run, quality_drift, drifts, made_of)
    # Written last: a kill in between makes all anew.
    write_made(run, quality_score, days, made_of)


def list_computed(run: Run, as_of: date) -> None:
    """Write governance.computed_quality: the rules that rows of computed tables break."""
    lake = run.lake
    own = {t.name: t for step in run.catalogue.steps for t in step.outputs if lake.exists(t)}
    cases = cases_of(lake.root)
    held = cases[cases["source"].isin(own)]
    rows = {
        name: lake.rows(own[name]) + int(n) for name, n in held["source"].value_counts().items()
    }
    broken = held.explode("reasons").groupby(["source", "reasons"]).size()
    found = [
        (name, as_of, rule, rows[name], int(n), int(n) / rows[name])
        for (name, rule), n in broken.items()
    ]
    # Where every rule is kept again, nothing is left of what was said.
    if found or lake.exists(computed_quality):
        write_made(run, computed_quality, found, fingerprint(computed_quality, *found))


def list_notices(run: Run) -> None:
    """Write governance.notice from what landing said of deliveries."""
    rows = [
        (f.name, f.fills, date.fromisoformat(n["day"]), n["kind"], n["says"])
        for f in run.catalogue.feeds
        for n in notices_of(run.lake, f)
    ]
    if rows:
        write_made(run, notice, rows, fingerprint(notice, *rows))


def list_arrivals(run: Run, as_of: date) -> None:
    """Write governance.arrival: which feeds are late or missing for that day."""
    tables = run.catalogue.tables
    rows = [
        arrival_of(f, source_of(run.lake, f, tables[f.fills]), as_of) for f in run.catalogue.feeds
    ]
    if rows:
        write_made(run, arrival, rows, fingerprint(arrival, *rows))


def list_volumes(run: Run) -> None:
    """Write governance.volume; only tables that changed are read."""
    lake = run.lake
    filled = {f.fills: run.catalogue.tables[f.fills] for f in run.catalogue.feeds}
    dated = {n: t for n, t in filled.items() if t.happened_at and lake.exists(t)}
    versions = {name: lake.version(table) for name, table in dated.items()}
    made_of = fingerprint(platform_code(), volume, versions)
    if not dated or is_made(run, volume, made_of):
        return
    before = recall(lake.root, volume.name)
    same = before is not None and before.facts.get("code") == platform_code()
    known = before.facts.get("versions", {}) if before and same else {}
    kept: dict[str, list[tuple[Any, ...]]] = {}
    if known and before and before.version == lake.version(volume):
        for row in lake.frame(volume).astype(object).itertuples(index=False, name=None):
            values = tuple(None if value != value else value for value in row)
            kept.setdefault(str(row[0]), []).append(values)
    rows = []
    for name, table in dated.items():
        unchanged = name in kept and known.get(name) == versions[name]
        rows += kept[name] if unchanged else volumes_of(lake.root, table)
    facts = {"versions": versions, "code": platform_code()}
    write_made(run, volume, rows, made_of, facts)
