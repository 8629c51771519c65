"""The platform's own tables, each written when what it is made of changed and not before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lakehouse.declare.table import Result, Table
from lakehouse.run.computing.runner import Run
from lakehouse.run.feeds.repairs import repairs_of
from lakehouse.run.fingerprint import fingerprint
from lakehouse.store.landed.raw_rows import cases_of
from lakehouse.store.state import Made, recall, remember
from lakehouse.tables.governance import (
    code_word,
    delivery,
    repair,
    step_balance,
    table_column,
)
from lakehouse.tables.governance.quality import SOURCE_QUALITY
from lakehouse.tables.quarantine import row as quarantine_row


def balance_deliveries(run: Run) -> None:
    """Write governance.delivery from what each feed's last refresh counted.

    What was counted is compared, not what this run did: a kill may have come in between.
    """
    made = [recall(run.lake.root, f.name) for f in run.catalogue.feeds]
    rows = [dict(b) for m in made if m for b in m.facts.get("balance", [])]
    if not rows:
        return
    made_of = fingerprint(delivery, *rows)
    for row in rows:
        if isinstance(row["landed_at"], str):
            row["landed_at"] = datetime.fromisoformat(row["landed_at"])
    write_made(run, delivery, [tuple(r[n] for n in delivery.column_names) for r in rows], made_of)


def list_step_balances(run: Run) -> None:
    """Write governance.step_balance from what each step's last write counted."""
    made = [recall(run.lake.root, step.writes.name) for step in run.catalogue.steps]
    rows = [dict(b) for m in made if m for b in m.facts.get("balances", [])]
    if rows:
        found = [tuple(r[n] for n in step_balance.column_names) for r in rows]
        write_made(run, step_balance, found, fingerprint(step_balance, *found))


def list_words(run: Run) -> None:
    """Write governance.code_word from what each feed's last refresh looked up."""
    made = [recall(run.lake.root, f.name) for f in run.catalogue.feeds]
    rows = [dict(w) for m in made if m for w in m.facts.get("words", [])]
    if rows:
        found = [tuple(r[n] for n in code_word.column_names) for r in rows]
        write_made(run, code_word, found, fingerprint(code_word, *rows))


def list_repairs(run: Run) -> None:
    """Write governance.repair from the cases in quarantine, where these changed."""
    made_of = fingerprint(repair, run.lake.version(quarantine_row))
    if not run.lake.exists(quarantine_row) or is_made(run, repair, made_of):
        return
    owners = {f.name: f.owner for f in run.catalogue.feeds}
    cases = cases_of(run.lake.root)
    rows = repairs_of(cases[cases["source"].isin(owners)], owners)
    if rows:
        write_made(run, repair, rows, made_of)


def describe_tables(run: Run) -> None:
    """Write governance.table_column from the declarations."""
    tables = sorted(run.catalogue.tables.values(), key=lambda t: t.name)
    rows = [
        (
            *(t.name, t.one_row, c.name, c.type, c.meaning, c.rule),
            *(c.name in t.key, c.grade, t.owner, getattr(t, "decides", None)),
        )
        for t in tables
        for c in (*t.columns, *([SOURCE_QUALITY] if isinstance(t, Result) else []))
    ]
    write_made(run, table_column, rows, fingerprint(tables, SOURCE_QUALITY))


def write_made(
    run: Run,
    table: Table,
    rows: list[tuple[Any, ...]],
    made_of: str,
    facts: dict[str, Any] | None = None,
) -> None:
    """Make ``rows`` the whole table unless it was made of the same before."""
    lake = run.lake
    if is_made(run, table, made_of):
        return
    frame = lake.spark.createDataFrame(rows, lake.empty(table).schema)
    lake.write_plain(table, frame.coalesce(1), {"run": run.log.run})
    version = lake.version(table)
    assert version is not None
    remember(lake.root, table.name, Made(made_of, version, len(rows), facts=facts or {}))


def is_made(run: Run, table: Table, made_of: str) -> bool:
    """Whether the table is there as it was made of just that."""
    before = recall(run.lake.root, table.name)
    same = before is not None and before.fingerprint == made_of
    return same and before is not None and before.version == run.lake.version(table)
