"""What a city has for working down its lists: ``[capacity]`` of city.toml becomes a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lakehouse.declare.errors import SettingError, did_you_mean
from lakehouse.declare.table import Result, Table
from lakehouse.run.computing.own_tables import write_made
from lakehouse.run.computing.runner import Run
from lakehouse.run.fingerprint import fingerprint
from lakehouse.tables import published
from lakehouse.tables.governance import capacity
from lakehouse.tables.published.fits import WITH_CAPACITY

Row = tuple[Any, ...]
EXAMPLE = '[capacity.<list>.resources] wants "inspector hours" = {there = 60, each = 1.5}.'


def list_capacities(run: Run) -> None:
    """Write governance.capacity where the city says any; raises :class:`SettingError`."""
    said = run.settings.city.capacity
    if said:
        rows = capacity_rows(said, run.catalogue.tables)
        write_made(run, capacity, rows, fingerprint(capacity, *rows))


def capacity_rows(said: Mapping[str, Any], tables: Mapping[str, Table]) -> list[Row]:
    """The rows of the table; a list that can be fitted but this city does not have is passed over.

    Raises :class:`SettingError` for what cannot be understood, and for any other list.
    """
    rows: list[Row] = []
    for result, asked in said.items():
        _refuse_unfitted(result)
        table = tables.get(f"published.{result}")
        if table is None:
            continue
        where = f"[capacity.{result}]"
        _known(where, asked, ("resources", "floor"))
        floor = asked.get("floor", {})
        _known(f"{where} floor", floor, ("by", "share"))
        share = _number(f"{where} floor.share", floor.get("share", 0.0))
        if share > 1 or ("by" in floor) != ("share" in floor):
            raise SettingError(
                f"{where} has a floor that cannot be one.",
                'Write floor = {by = "community_area", share = 0.5}.',
            )
        least = (_column(where, table, floor["by"]) if floor else None, share)
        resources = asked.get("resources", {})
        if not isinstance(resources, Mapping) or not resources:
            raise SettingError(f"{where} says no resource.", EXAMPLE)
        for name, spent in resources.items():
            rows += _costs(f"{where} {name}", (result, name), spent, table, least)
    return rows


def _refuse_unfitted(result: str) -> None:
    lists = sorted(table.last for table in WITH_CAPACITY)
    if result in lists:
        return
    declared = isinstance(getattr(published, result, None), Result)
    wrong = "is a result whose rows are not taken one by one" if declared else "is no result"
    raise SettingError(
        f"[capacity.{result}]: {result} {wrong}{did_you_mean(result, lists)}.",
        f"A capacity can be set for: {', '.join(lists)}.",
    )


def _costs(
    where: str, of: tuple[str, str], spent: Any, table: Table, least: tuple[str | None, float]
) -> Iterator[Row]:
    _known(where, spent, ("there", "each", "by", "costs"))
    there, each = (_number(f"{where} {part}", spent.get(part)) for part in ("there", "each"))
    by = _column(where, table, spent["by"]) if "by" in spent else None
    costs = spent.get("costs", {})
    if bool(costs) != (by is not None):
        raise SettingError(f"{where} needs both by and costs, or neither.", EXAMPLE)
    yield (*of, "", there, each, by, *least)
    for value, cost in costs.items():
        yield (*of, value, there, _number(f"{where} {value}", cost), by, *least)


def _known(where: str, said: Any, names: tuple[str, ...]) -> None:
    strange = [name for name in said if name not in names] if isinstance(said, Mapping) else ["it"]
    if strange:
        raise SettingError(
            f"{where} says '{strange[0]}', which is unknown{did_you_mean(strange[0], names)}.",
            f"Known are: {', '.join(names)}. {EXAMPLE}",
        )


def _number(where: str, said: Any) -> float:
    if isinstance(said, bool) or not isinstance(said, (int, float)) or not said >= 0:
        raise SettingError(f"{where} is no number from 0 on.", EXAMPLE)
    return float(said)


def _column(where: str, table: Table, name: str) -> str:
    texts = [c.name for c in table.columns if c.type == "string"]
    if name not in texts:
        raise SettingError(
            f"{where}: {table.name} has no text column {name}{did_you_mean(name, texts)}.",
            f"Choose one of: {', '.join(texts)}.",
        )
    return name
