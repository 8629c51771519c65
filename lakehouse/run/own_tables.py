"""The platform's own tables, each written when what it is made of changed and not before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lakehouse.declare.table import Table
from lakehouse.run.fingerprint import fingerprint
from lakehouse.run.runner import Run
from lakehouse.store.state import Made, recall, remember
from lakehouse.tables.governance import code_word, delivery, table_column


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
    _write(run, delivery, [tuple(r[n] for n in delivery.column_names) for r in rows], made_of)


def list_words(run: Run) -> None:
    """Write governance.code_word from what each feed's last refresh looked up."""
    made = [recall(run.lake.root, f.name) for f in run.catalogue.feeds]
    rows = [dict(w) for m in made if m for w in m.facts.get("words", [])]
    if rows:
        found = [tuple(r[n] for n in code_word.column_names) for r in rows]
        _write(run, code_word, found, fingerprint(code_word, *rows))


def describe_tables(run: Run) -> None:
    """Write governance.table_column from the declarations."""
    tables = sorted(run.catalogue.tables.values(), key=lambda t: t.name)
    rows = [
        (
            *(t.name, t.one_row, c.name, c.type, c.meaning, c.rule),
            *(c.name in t.key, c.grade, t.owner, getattr(t, "decides", None)),
        )
        for t in tables
        for c in t.columns
    ]
    _write(run, table_column, rows, fingerprint(tables))


def _write(run: Run, table: Table, rows: list[tuple[Any, ...]], made_of: str) -> None:
    lake = run.lake
    before = recall(lake.root, table.name)
    if before and before.fingerprint == made_of and before.version == lake.version(table):
        return
    frame = lake.spark.createDataFrame(rows, lake.empty(table).schema)
    lake.write_plain(table, frame.coalesce(1), {"run": run.log.run})
    version = lake.version(table)
    assert version is not None
    remember(lake.root, table.name, Made(made_of, version, len(rows)))
