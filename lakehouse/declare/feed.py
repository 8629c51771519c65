"""A feed is what a department delivers: which files, in which format, under which rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lakehouse.declare.column import Column
from lakehouse.declare.database import Database
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed_column import FeedColumn
from lakehouse.declare.measure import Measure
from lakehouse.declare.open_data import Portal
from lakehouse.declare.provenance import PROVENANCE
from lakehouse.declare.reference import Reference
from lakehouse.declare.table import Table

__all__ = ["FORMATS", "MODES", "Feed", "FeedColumn"]

MODES = ("snapshot", "increment", "correction")
FORMATS = ("csv", "parquet", "geojson", "jsonl", "json", "xlsx", "gtfs")


@dataclass(frozen=True)
class Feed:
    """A data contract, as the platform needs it.

    ``glob`` and ``but`` choose its files, which come in ``format`` (``delimiter``, ``quote``,
    ``final_newline`` and ``line_breaks`` matter to CSV alone, ``encoding`` to texts, ``sheet`` to
    spreadsheets: empty is the first visible one; ``member`` is the CSV text that is meant of a
    ``gtfs`` zip). ``mode`` is ``snapshot`` (a delivery replaces all before), ``increment`` (it
    adds; a row with a known identity replaces the earlier one) or ``correction`` (an increment
    that should replace alone: what it adds is told); ``identity`` names the columns
    that identify a row (empty: all of them); with ``repeats`` equal rows of one delivery are
    different facts, told apart by their number among equals; ``known`` is the SQL expression of
    the day a row became known; ``line_breaks`` says that values may hold some (else a quote that
    is never closed would swallow the rows below it); ``itself`` says that its own columns are the
    table it fills; ``select`` is the SELECT that makes the table ``fills`` of it, None when plain
    casts do; ``refuse_over`` is the share of broken rows from which the whole delivery goes back;
    ``refuse_on`` are the reasons (of severity critical) that send it back for a single row,
    ``flags`` rules whose rows go on and are counted, ``measures`` promises of a whole delivery,
    asked with what columns say (:meth:`all_flags`); ``references`` say that columns name a row of
    another table; ``repair_within`` are the days a department
    has to repair a quarantined row; ``deletes`` is the SQL condition over the typed row of an
    increment that says that its identity is no more; ``latency`` are the days without anything new
    after which it is late, 0 for what its ``cadence`` allows; ``portal`` or ``database`` is
    where it can be fetched, None when the department brings it.
    """

    name: str
    department: str
    owner: str
    glob: str
    columns: tuple[FeedColumn, ...]
    fills: str
    known: str
    format: str = "csv"
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    final_newline: bool = True
    line_breaks: bool = False
    sheet: str = ""
    member: str = ""
    mode: str = "increment"
    identity: tuple[str, ...] = ()
    repeats: bool = False
    but: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    select: str | None = None
    refuse_over: float = 0.1
    flags: tuple[tuple[str, str], ...] = ()
    refuse_on: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    references: tuple[Reference, ...] = ()
    repair_within: int = 14
    deletes: str = ""
    cadence: str = ""
    latency: int = 0
    purpose: str = field(default="", repr=False)
    itself: bool = False
    contract: str = ""
    version: str = ""
    # Left out of the text that fingerprints are made of: from where a file came changes no row.
    portal: Portal | None = field(default=None, repr=False)
    database: Database | None = field(default=None, repr=False)
    facts: dict[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        chosen = (("deliveryMode", self.mode, MODES), ("the format", self.format, FORMATS))
        for name, said, known in chosen:
            if said not in known:
                raise PlanError(
                    f"{self.contract}: {name} '{said}' is unknown.",
                    f"Use one of: {', '.join(known)}.",
                )
        keyless = self.repeats or not self.identity
        if self.mode == "correction" and keyless:
            raise PlanError(
                f"{self.contract}: a correction says by its key which row it replaces.",
                "Name its primaryKey and leave repeats out, or say deliveryMode: increment.",
            )
        if self.deletes and (self.mode == "snapshot" or keyless):
            raise PlanError(
                f"{self.contract}: rows that delete need an increment whose rows have a key.",
                "Name its primaryKey, or leave 'deletes' out: a snapshot lacks what is no more.",
            )
        lacking = set(self.identity) - {c.name for c in self.columns}
        if lacking:
            raise PlanError(
                f"{self.contract}: the identity column {min(lacking)} is not among the columns.",
                "Name a property of the contract.",
            )

    @property
    def own_table(self) -> Table:
        """The table of its typed rows, for a feed that fills no table of the vocabulary."""
        row_id = Column("_row_id", "string", "Hash of what identifies the row.")
        known = Column("known_at", "date", "First day the city knew of it.")
        typed = tuple(
            Column(c.name, c.type, c.meaning, grade=c.grade, about_observer=c.about_observer)
            for c in self.columns
        )
        origin = tuple(c for c in PROVENANCE if c.name in ("_file", "_row"))
        dated = next((c.name for c in self.columns if self._tells_known(c)), None)
        return Table(
            self.fills,
            f"One row per row of {self.name}: {self.purpose or 'as its contract describes it'}",
            key=(row_id.name,),
            columns=(*typed, known, row_id, *origin),
            happened_at=dated,
            known_at=known.name if dated else None,
            owner=self.owner,
        )

    def _tells_known(self, column: FeedColumn) -> bool:
        """Whether the day a row became known is taken from this column."""
        dated = column.type in ("date", "timestamp")
        return dated and re.search(rf"\b{column.name}\b", self.known) is not None

    @property
    def all_flags(self) -> tuple[tuple[str, str], ...]:
        """Every rule of severity warning: the reason with the column's header, and the SQL."""
        of = [(f"{c.header}: {reason}", sql) for c in self.columns for reason, sql in c.flags]
        unknown = (r.rule for r in self.references if r.severity == "warning")
        return (*of, *self.flags, *unknown)

    @property
    def all_refuse_on(self) -> tuple[str, ...]:
        """Every reason that refuses a delivery for one row, as the rules of rows spell it."""
        of = (f"{c.header}: {reason}" for c in self.columns for reason in c.refuse_on)
        unknown = (r.rule[0] for r in self.references if r.severity == "critical")
        return (*of, *self.refuse_on, *unknown)

    @property
    def all_measures(self) -> tuple[Measure, ...]:
        """Every promise of a whole delivery."""
        return (*(m for c in self.columns for m in c.measures), *self.measures)

    @property
    def delimited(self) -> bool:
        """Whether its rows are lines of fields: CSV, by itself or as a member of a zip."""
        return self.format in ("csv", "gtfs")

    @property
    def landed(self) -> Table:
        """The table of raw rows as delivered, with where each came from."""
        raw = tuple(Column(c.name, "string", c.meaning, grade=c.grade) for c in self.columns)
        return Table(
            f"landed.{self.name}",
            f"One row per row delivered in {self.glob}, as delivered.",
            key=("_delivery", "_row"),
            columns=(*raw, *PROVENANCE),
            owner=self.owner,
        )
