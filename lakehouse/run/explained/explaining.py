"""Walk from a published row to its model, its features, the departments' rows and their files."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lakehouse.declare.errors import NotFound
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Result, Table
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.commands.reading import WITHHELD
from lakehouse.run.explained.origins import around, delivered, departments
from lakehouse.run.explained.walk import Walk, text
from lakehouse.run.settings import load_settings
from lakehouse.store.delta import delta_log

DIGITS = 18


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
    case = walk.frame(ranking.matrix, case_id=str(typed))
    case = case[case["outcome"].isna()]
    _model(walk, ranking)
    names = [c.name for c in ranking.carries if c.type in ("string", "int", "bigint")]
    if case.empty:
        say.say("\nNo features: it was not scored, for the reason above.")
        # Whoever waits is named by what the question is about: other numbers may be the same.
        known: dict[str, set[Any]] = {name: {typed} for name in names}
        found = departments(walk, known, row.iloc[0]["as_of"])
    else:
        _features(ranking, case.iloc[0])
        known = {name: {case.iloc[0][name]} for name in names}
        found = departments(walk, known, case.iloc[0]["as_of"])
        found |= around(walk, ranking, case.iloc[0])
    delivered(walk, found)
    return 0


def _row(table: Table, row: pd.Series) -> None:
    say.say(f"{table.name}: {table.one_row}")
    for column in table.columns:
        if (
            column.grade not in WITHHELD
            and row[column.name] is not None
            and row[column.name] == row[column.name]
        ):
            say.say(f"  {column.name:18} {text(row[column.name])}")


def _typed(table: Table, column: str, key: str) -> str | int | None:
    """The key as the column has it; None when it cannot be one."""
    if table.column(column).type == "string":
        return key
    # Digits of other scripts are no number here, and no key has more than a bigint's.
    return int(key) if key.isascii() and key.isdigit() and len(key) <= DIGITS else None


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
    say.say(f"\nIts features, from what was known before {text(case['as_of'])}:")
    for name in ranking.learned:
        value = text(case[name])
        say.say(f"  {value:>12}  {ranking.meanings[name]} ({name})")
