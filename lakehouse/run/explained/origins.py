"""Where an explained row comes from: the departments' rows about it and around it, their files."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lakehouse.declare.column import Column
from lakehouse.declare.costly import Costly
from lakehouse.declare.feature import Feature, Near
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table
from lakehouse.run import say
from lakehouse.run.explained.walk import Walk, text
from lakehouse.tables.governance import delivery

ROWS = 5
IDENTITIES = ("_id", "_number")
OF_ONE_TABLE = "row_id"  # names a row of a feed that has no key of its own: links to nothing
FILE = "_file"


def departments(walk: Walk, known: dict[str, set[Any]], as_of: Any) -> set[str]:
    """Print the departments' rows reached from ``known`` values; the files they came from.

    Rows link by the columns known at first (a beach), then by the keys of the rows found that
    identify something (``IDENTITIES``).
    """
    say.say("\nThe departments' rows about it:")
    files: set[str] = set()
    tables = [walk.catalogue.tables[f.fills] for f in walk.catalogue.feeds]
    done: set[str] = set()
    moved = True
    while moved:
        moved = False
        for table in tables:
            link = next((c.name for c in table.columns if _links(c, known.get(c.name))), None)
            if table.name in done or link is None:
                continue
            done.add(table.name)
            moved = True
            rows = walk.frame(table, **{link: known[link]})
            if table.known_at:
                rows = rows[rows[table.known_at] < as_of]
            for name in table.key:
                if name.endswith(IDENTITIES) and name != OF_ONE_TABLE:
                    known.setdefault(name, set()).update(rows[name])
            files |= _print_rows(table, rows)
    return files


def _links(column: Column, values: set[Any] | None) -> bool:
    """Text links to text alone: L01 is an air station and 1 one of the weather's."""
    said = any(isinstance(value, str) for value in values or ())
    return bool(values) and (column.type == "string") == said


def _print_rows(table: Table, rows: pd.DataFrame) -> set[str]:
    say.say(f"  {table.name}: {len(rows):,} row(s)")
    if table.happened_at:
        rows = rows.sort_values(table.happened_at, ascending=False)
    said = [c.name for c in table.columns if c.grade == "open" and not c.name.startswith("_")]
    shown = [name for name in said if name != OF_ONE_TABLE][:6]
    for row in rows.head(ROWS).to_dict("records"):
        values = ", ".join(f"{n} {text(row[n])}" for n in shown if row[n] is not None)
        say.say(f"    {values}  <- {row[FILE]} row {row['_row']}")
    if len(rows) > ROWS:
        say.say(f"    and {len(rows) - ROWS:,} more")
    return set(rows[FILE])


def around(walk: Walk, ranking: Ranking, case: pd.Series) -> set[str]:
    """Count the facts near the place, and of the whole city, that features saw; their files."""
    files: set[str] = set()
    seen = [f for f in ranking.features if isinstance(f, Feature | Costly)]
    links = {(f.of.name, f.link, f.days): f for f in seen if isinstance(f.link, Near) or not f.link}
    for feature in links.values():
        of = feature.of
        rows = walk.frame(of)
        rows = rows[rows[str(of.known_at)] < case["as_of"]]
        if feature.days is not None:
            since = pd.Timestamp(case["as_of"]) - pd.Timedelta(days=feature.days)
            rows = rows[pd.to_datetime(rows[str(of.happened_at)]) >= since]
        if isinstance(feature.link, Near):
            near = feature.link.degrees
            rows = rows[
                (abs(rows["latitude"] - case["latitude"]) <= near)
                & (abs(rows["longitude"] - case["longitude"]) <= near)
            ]
        where = "around it" if isinstance(feature.link, Near) else "in the whole city"
        when = "until then" if feature.days is None else f"in the last {_days(feature.days)}"
        say.say(f"  {of.name}: {len(rows):,} row(s) {where} {when}")
        files |= _files_of(walk, of, rows)
    return files


def _days(days: int) -> str:
    return "day" if days == 1 else f"{days} days"


def _files_of(walk: Walk, table: Table, rows: pd.DataFrame) -> set[str]:
    """The files of rows as delivered; for a computed table, those it is all made of."""
    if FILE in rows.columns:
        return set(rows[FILE])
    above = [t for t in walk.catalogue.above([table])[0].values() if FILE in t.column_names]
    return {file for t in above for file in walk.frame(t)[FILE].unique()}


def delivered(walk: Walk, files: set[str]) -> None:
    """Print the files, when they landed and how many of their rows were good."""
    say.say("\nThe files they were delivered in:")
    landed = walk.frame(delivery)
    for row in landed[landed["file"].isin(files)].sort_values("file").to_dict("records"):
        say.say(
            f"  {row['file']}  {row['delivered']:,} rows ({row['quarantined']:,} quarantined), "
            f"landed {row['landed_at']:%Y-%m-%d %H:%M}, sha256 {row['delivery'][:12]}, "
            f"run {row['run']}"
        )
