"""The one door to Delta: tables are read as declared and written whole, checked, in one commit."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform, schema_of
from lakehouse.checks.evaluated import FIT, Evaluated, evaluated
from lakehouse.declare.errors import NotFound, PromiseBroken
from lakehouse.declare.table import Table
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.carried import Goes, of_days, rows_of
from lakehouse.store.delta.exchanged import exchange
from lakehouse.store.delta.files import Names, frame_of, read_frame
from lakehouse.store.delta.linked import append_files
from lakehouse.store.delta.once import append_once
from lakehouse.store.delta.parts import replace_part
from lakehouse.store.delta.prepared import Check, commit, passed, prepare
from lakehouse.tables.quarantine import row as quarantine_row

About = Mapping[str, Any]  # what is kept with a commit


@dataclass(frozen=True)
class Written:
    """What one write did: the new version, its rows, the rows before, and how many were refused."""

    table: Table
    version: int
    rows: int
    before: int
    quarantined: int
    seconds: float
    balances: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Lake:
    """A city's lake at ``root``: one Delta table per declared table, ``root/schema/table``."""

    spark: SparkSession
    root: Path
    scratch: str = field(default="", kw_only=True)

    def path(self, table: Table) -> Path:
        return self.root / f"{self.scratch}{table.schema}" / table.last

    def exists(self, table: Table) -> bool:
        return delta_log.exists(self.path(table))

    def version(self, table: Table) -> int | None:
        """Newest version of the table, None when it does not exist; no Spark job is started."""
        return delta_log.version(self.path(table))

    def rows(self, table: Table) -> int:
        """Number of rows, from the log alone; 0 when the table does not exist."""
        return delta_log.rows(self.path(table))

    def newest(self, table: Table, column: str | None) -> date | None:
        """The largest value of a date column, from the log's statistics alone."""
        return max(delta_log.edges(self.path(table), f"max.{column}"), default=None)

    def oldest(self, table: Table, column: str | None, version: int | None = None) -> date | None:
        """The smallest value of a date column, from the log's statistics alone."""
        return min(delta_log.edges(self.path(table), f"min.{column}", version), default=None)

    def read(self, table: Table, version: int | None = None) -> DataFrame:
        """The table's declared columns; raises :class:`NotFound` when it was never written."""
        if not self.exists(table):
            raise NotFound(f"{table.name} is not in the lake {self.root}.", "Run citylake run.")
        return frame_of(self.spark, self.path(table), version).select(*table.column_names)

    def empty(self, table: Table) -> DataFrame:
        """A frame with the declared columns and no row."""
        blanks = (f"cast(null as {c.type}) as `{c.name}`" for c in table.columns)
        return self.spark.sql(f"select {', '.join(blanks)} where false")

    def write(self, table: Table, frame: DataFrame, about: About, check: Check = passed) -> Written:
        """Replace the table by ``frame`` in one commit, its rules checked in the pass that writes.

        The rows are written beside the table first: there the key and ``check`` look at them, and
        broken ones are taken to ``quarantine.row``; then the good ones are committed, with
        ``about``. Raises :class:`PlanError` when columns do not fit, else :class:`PromiseBroken`.
        """
        began, before = time.monotonic(), self.rows(table)
        marked = evaluated(frame, table).marked
        prepared = prepare(marked, self.path(table))
        written = Evaluated(table, prepared.frame(self.spark, marked))
        try:
            if not prepared.surely_unique(table.key):
                written.refuse_repeated_key()
            balances = tuple(check(prepared))
        except PromiseBroken:
            prepared.forget()
            raise
        rows, broken = prepared.rows, prepared.refused
        # Quarantine first: a kill in between must not leave a table whose refused rows are lost.
        self.quarantine(table.name, written.broken() if broken else None)
        version = commit(prepared, schema_of(table).json(), about)
        return Written(table, version, rows, before, broken, time.monotonic() - began, balances)

    def write_plain(self, table: Table, frame: DataFrame, about: About) -> None:
        """Replace the table by rows that were checked already."""
        marked = conform(frame, table).withColumn(FIT, F.lit(True))
        commit(prepare(marked, self.path(table)), schema_of(table).json(), about)

    def grow(
        self, table: Table, frame: DataFrame, gone: list[tuple[str, int]], about: About
    ) -> Written | None:
        """Add rows to the table and take those that came from ``gone`` (file, row), in one commit.

        None, and nothing changed, when a row breaks a rule or would stand beside another of its
        key: then the table has to be made as a whole, which says what is wrong.
        """
        goes = rows_of(gone) if gone else None
        return self._exchange(table, frame, goes, ("_file", "_row"), about)

    def replace_days(
        self, table: Table, frame: DataFrame, days: Collection[date], *about: Any
    ) -> Written | None:
        """Make ``frame`` all rows of these days, with ``about`` and a check; see :meth:`grow`."""
        when = str(table.happened_at)
        return self._exchange(table, frame, of_days(when, days), (when,), *about)

    def _exchange(
        self, table: Table, frame: DataFrame, goes: Goes | None, by: Sequence[str], *about: Any
    ) -> Written | None:
        began, had = time.monotonic(), self.rows(table)
        done = exchange(self.path(table), evaluated(frame, table).marked, table, goes, by, *about)
        took = time.monotonic() - began
        return done and Written(table, done[0], self.rows(table), had, 0, took, done[1])

    def replace_part(
        self,
        table: Table,
        frame: DataFrame | None,
        column: str,
        value: str,
        only: tuple[str, Collection[str]] | None = None,
    ) -> None:
        """Replace the partition ``column`` = ``value``: doing it twice is doing it once.

        With ``only`` (column, values) no more of it than the rows with these values. Raises
        :class:`PromiseBroken` when a row belongs to another partition.
        """
        shaped = None if frame is None else conform(frame, table)
        replace_part(shaped, self.path(table), schema_of(table).json(), (column, value), only)

    def append_files(self, table: Table, files: Mapping[Path, Mapping[str, str]]) -> None:
        """Append Parquet files, each a partition, as they came, unchecked; without Spark."""
        append_files(self.path(table), schema_of(table).json(), files)

    def parts(self, table: Table) -> list[dict[str, str]]:
        """The partitions of a table, from the log alone."""
        return delta_log.parts(self.path(table))

    def append_once(self, table: Table, rows: list[dict[str, Any]], once: str) -> None:
        """Append ``rows``; a second time with the same ``once`` adds nothing."""
        append_once(self.path(table), table, rows, once)

    def quarantine(
        self, source: str, rows: DataFrame | None, deliveries: Collection[str] | None = None
    ) -> None:
        """Make ``rows`` all that is quarantined of ``source``, or of these ``deliveries`` of it."""
        if rows is not None or {"source": source} in self.parts(quarantine_row):
            only = ("delivery", deliveries) if deliveries else None
            self.replace_part(quarantine_row, rows, "source", source, only)

    def frame(self, table: Table, version: int | None = None, names: Names = None) -> pd.DataFrame:
        """The whole table, or the named columns, in memory without Spark: for what is small."""
        return read_frame(self.path(table), table, version, names)
