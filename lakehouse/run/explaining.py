"""Walk from a published row to its model, its features, the departments' rows and their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from deltalake import DeltaTable

from lakehouse.declare.column import Column
from lakehouse.declare.errors import NotFound
from lakehouse.declare.feature import Feature, Near
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Result, Table
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.reading import WITHHELD, number
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store import delta_log
from lakehouse.store.lake import read_frame
from lakehouse.tables.governance import delivery

ROWS = 5


@dataclass(frozen=True)
class Walk:
    """Where the walk reads."""

    settings: Settings
    catalogue: Catalogue

    def frame(self, table: Table, **equal: Any) -> pd.DataFrame:
        """Rows of a table whose columns equal (or are among) the values; read without Spark."""
        path = self.settings.lake / table.schema / table.last
        if not equal:
            return read_frame(path, table)
        if not delta_log.exists(path):
            return pd.DataFrame(columns=table.column_names)
        wanted = [
            (c, "in", sorted(v)) if isinstance(v, (set, frozenset)) else (c, "=", v)
            for c, v in equal.items()
        ]
        frame: pd.DataFrame = DeltaTable(str(path)).to_pandas(
            columns=table.column_names, filters=wanted
        )
        return frame


def explain(city: str | None, result: str, key: str) -> int:
    """Print the walk; raises :class:`NotFound` for a result, a key or a row that is not there."""
    settings = load_settings(city)
    walk = Walk(settings, load_catalogue(settings.city))
    table = walk.catalogue.table(result if "." in result else f"published.{result}")
    if not isinstance(table, Result) or len(table.key) != 1:
        raise NotFound(f"{table.name} has no row to explain by one key.", "Name a result.")
    (column,) = table.key
    if not delta_log.exists(settings.lake / table.schema / table.last):
        raise NotFound(f"{table.name} is not in the lake.", "Run citylake run.")
    typed = _typed(table, column, key)
    row = walk.frame(table, **{column: typed}) if typed is not None else pd.DataFrame()
    if row.empty:
        raise NotFound(
            f"{table.name} has no row with that {column}.",
            f"citylake show {table.last} lists them.",
        )
    _row(table, row.iloc[0])
    ranking = _ranking(walk.catalogue, table)
    if ranking is None:
        return 0
    case = walk.frame(ranking.matrix, case_id=key)
    case = case[case["outcome"].isna()]
    _model(walk, ranking)
    if case.empty:
        say.say("\nNo features: it was not scored, for the reason above.")
        known: dict[str, set[Any]] = {c.name: {typed} for c in _ids(ranking)}
        found = _departments(walk, known, row.iloc[0]["as_of"])
    else:
        _features(ranking, case.iloc[0])
        known = {c.name: {case.iloc[0][c.name]} for c in _ids(ranking)}
        found = _departments(walk, known, case.iloc[0]["as_of"])
        found |= _around(walk, ranking, case.iloc[0])
    _files(walk, found)
    return 0


def _row(table: Table, row: pd.Series) -> None:
    say.say(f"{table.name}: {table.one_row}")
    for column in table.columns:
        if (
            column.grade not in WITHHELD
            and row[column.name] is not None
            and row[column.name] == row[column.name]
        ):
            say.say(f"  {column.name:18} {_text(row[column.name])}")


def _typed(table: Table, column: str, key: str) -> str | int | None:
    """The key as the column has it; None when it cannot be one."""
    if table.column(column).type == "string":
        return key
    return int(key) if key.isdigit() else None


def _ids(ranking: Ranking) -> list[Column]:
    """What a case carries that departments' rows can be found by."""
    return [c for c in ranking.carries if c.type in ("string", "int", "bigint")]


def _ranking(catalogue: Catalogue, table: Table) -> Ranking | None:
    """The ranking a result is made of, through whatever tables lie between."""
    _, makers = catalogue.above([table])
    return next((m for m in makers if isinstance(m, Ranking)), None)


def _model(walk: Walk, ranking: Ranking) -> None:
    trials = walk.frame(ranking.trials)
    first = trials[trials["chosen"]].iloc[0]
    say.say(
        f"\nThe model: {first['model_name']} version {first['model_version']} in MLflow, alias "
        "champion"
    )
    say.say(f"  asks: {ranking.asks}")
    say.say(f"  {first['says']}")
    say.say(f"  {first['verdict']}")


def _features(ranking: Ranking, case: pd.Series) -> None:
    say.say(f"\nIts features, from what was known before {_text(case['as_of'])}:")
    for name in ranking.learned:
        value = _text(case[name])
        say.say(f"  {value:>12}  {ranking.meanings[name]} ({name})")


def _departments(walk: Walk, known: dict[str, set[Any]], as_of: Any) -> set[str]:
    """Print the departments' rows reached from ``known`` ids; the files they came from."""
    say.say("\nThe departments' rows about it:")
    files: set[str] = set()
    tables = [walk.catalogue.tables[f.fills] for f in walk.catalogue.feeds]
    done: set[str] = set()
    moved = True
    while moved:
        moved = False
        for table in tables:
            link = next(
                (c for c in table.column_names if c in known and c.endswith(("_id", "_number"))),
                None,
            )
            if table.name in done or link is None:
                continue
            done.add(table.name)
            moved = True
            rows = walk.frame(table, **{link: known[link]})
            if table.known_at:
                rows = rows[rows[table.known_at] < as_of]
            for name in table.key:
                known.setdefault(name, set()).update(rows[name])
            files |= _print_rows(table, rows)
    return files


def _print_rows(table: Table, rows: pd.DataFrame) -> set[str]:
    say.say(f"  {table.name}: {len(rows):,} row(s)")
    if table.happened_at:
        rows = rows.sort_values(table.happened_at, ascending=False)
    shown = [c.name for c in table.columns if c.grade == "open" and not c.name.startswith("_")][:6]
    for row in rows.head(ROWS).to_dict("records"):
        said = ", ".join(f"{n} {_text(row[n])}" for n in shown if row[n] is not None)
        say.say(f"    {said}  <- {row['_file']} row {row['_row']}")
    if len(rows) > ROWS:
        say.say(f"    and {len(rows) - ROWS:,} more")
    return set(rows["_file"])


def _around(walk: Walk, ranking: Ranking, case: pd.Series) -> set[str]:
    """Count the facts around the place that the features near it looked at; their files."""
    files: set[str] = set()
    for feature in ranking.features:
        if not isinstance(feature, Feature) or not isinstance(feature.link, Near):
            continue
        near, of = feature.link, feature.of
        rows = walk.frame(of)
        rows = rows[
            (abs(rows["latitude"] - case["latitude"]) <= near.degrees)
            & (abs(rows["longitude"] - case["longitude"]) <= near.degrees)
            & (rows[str(of.known_at)] < case["as_of"])
        ]
        if feature.days is not None:
            since = pd.Timestamp(case["as_of"]) - pd.Timedelta(days=feature.days)
            rows = rows[pd.to_datetime(rows[str(of.happened_at)]) >= since]
        since_when = f"in the last {feature.days} days" if feature.days else "before that day"
        say.say(f"  {of.name}: {len(rows):,} row(s) around it {since_when}")
        files |= set(rows["_file"])
    return files


def _files(walk: Walk, files: set[str]) -> None:
    say.say("\nThe files they were delivered in:")
    landed = walk.frame(delivery)
    for row in landed[landed["file"].isin(files)].sort_values("file").to_dict("records"):
        say.say(
            f"  {row['file']}  {row['delivered']:,} rows ({row['quarantined']:,} quarantined), "
            f"landed {row['landed_at']:%Y-%m-%d %H:%M}, sha256 {row['delivery'][:12]}, "
            f"run {row['run']}"
        )


def _text(value: Any) -> str:
    if value is None or value != value:
        return "missing"
    return number(value) if isinstance(value, float) else str(value)
