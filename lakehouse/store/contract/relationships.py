"""The ``relationships`` entries of a contract (ODCS 3.1) as references to other tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from open_data_contract_standard.model import Relationship, SchemaObject

from lakehouse.declare.errors import PlanError
from lakehouse.declare.measure import ALSO, SEVERITIES
from lakehouse.declare.reference import Reference
from lakehouse.declare.table import TABLE_NAME
from lakehouse.store.contract.entries import one_of, said_of

OURS = ("severity",)


def references_of(where: str, schema: SchemaObject) -> tuple[Reference, ...]:
    """The references of a schema and its properties; raises :class:`PlanError` naming the entry."""
    found = [_reference(where, schema, None, said) for said in schema.relationships or []]
    for column in schema.properties or []:
        found += [_reference(where, schema, column.name, r) for r in column.relationships or []]
    markers = [r.marker for r in found]
    twice = next((r for r in found if markers.count(r.marker) > 1), None)
    if twice:
        raise PlanError(f"{where}: refers to {twice.table} twice by the same columns.", "Keep one.")
    return tuple(found)


def with_what_rules_take(
    where: str, references: Iterable[Reference], conditions: Iterable[str]
) -> tuple[Reference, ...]:
    """References that know which columns of the row referred to the feed's rules name."""
    sql = list(conditions)
    found = tuple(replace(r, takes=r.asked(sql)) for r in references)
    asked = [r.last for r in found if r.takes]
    for last in asked:
        if asked.count(last) > 1:
            raise PlanError(
                f"{where}: a rule names {last}, to which it refers in two ways.",
                "Refer once to a table whose columns rules name.",
            )
    return found


def _reference(
    where: str, schema: SchemaObject, column: str | None, said: Relationship
) -> Reference:
    place = f"{where}: the relationship of {column or 'the rows'}"
    one_of(where, "the type of a relationship", said.type or "foreignKey", ("foreignKey",))
    if column and said.from_:
        raise PlanError(f"{place} says from.", "A property's own relationship is from itself.")
    own = {c.name for c in schema.properties or []}
    names = [n.removeprefix(f"{schema.name}.") for n in _listed(said.from_)] or [column or ""]
    strange = next((n for n in names if n not in own), None)
    if strange is not None:
        raise PlanError(f"{place} is from '{strange}'.", "Name properties of this contract.")
    targets = [n.rpartition(".") for n in _listed(said.to)]
    tables = {table for table, _, _ in targets}
    fits = len(targets) == len(names) and len(tables) == 1
    if not fits or not TABLE_NAME.match(min(tables)):
        raise PlanError(
            f"{place} does not say which columns of one table it is to.",
            "Write to: health.food_inspection.inspection_id, one for each column it is from.",
        )
    ours = said_of(where, said.customProperties, OURS, "the relationship's")
    word = ours.get("severity", "error").lower()
    severity = one_of(where, "severity of a relationship", ALSO.get(word, word), SEVERITIES)
    return Reference(tuple(names), min(tables), tuple(name for _, _, name in targets), severity)


def _listed(said: str | list[str] | None) -> list[str]:
    return [said] if isinstance(said, str) else list(said or [])
