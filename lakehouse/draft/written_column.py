"""A proposed column as the lines of a contract's property."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lakehouse.draft.columns import Proposed
from lakehouse.draft.yaml_text import comment, said
from lakehouse.store.contract.properties import BY_LOGICAL

LOGICAL = {kind: logical for logical, kind in BY_LOGICAL.items()} | {
    "int": "integer",
    "smallint": "integer",
    "tinyint": "integer",
    "float": "number",
}


def property_of(column: Proposed) -> Iterator[str]:
    """The lines of one property, its notes as comments above."""
    kind = column.kind
    yield f"      - name: {said(column.name)}"
    for note in column.notes:
        yield from comment(note, "        ")
    yield f"        physicalName: {said(column.header)}"
    yield f"        description: {said(_words(column))}"
    yield f"        logicalType: {LOGICAL[kind.type]}"
    yield f"        physicalType: {kind.type}"
    if column.key:
        yield "        primaryKey: true"
    if column.required:
        yield "        required: true"
    if column.tag:
        yield f"        tags: [{column.tag}]"
    if column.grade != "open":
        yield f"        classification: {column.grade}"
    options = _options(column)
    if options:
        yield f"        logicalTypeOptions: {said(options)}"
    custom = _spelling(column)
    if custom:
        yield f"        customProperties: {said(custom)}"
    if column.codes:
        yield "        quality:"
        yield "          - type: library"
        yield "            metric: invalidValues"
        yield f"            arguments: {said({'validValues': list(column.codes)})}"
        yield "            mustBe: 0"
        yield "            severity: warning  # another word is counted, not held back"


def _words(column: Proposed) -> str:
    return " ".join(column.name.split("_")).capitalize() + "."


def _options(column: Proposed) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if column.kind.format:
        found["format"] = column.kind.format
    if column.pattern:
        found["pattern"] = column.pattern
    for name, limit in (("minimum", column.minimum), ("maximum", column.maximum)):
        if limit is not None:
            whole = isinstance(limit, float) and limit.is_integer()
            found[name] = int(limit) if whole else limit
    return found


def _spelling(column: Proposed) -> list[dict[str, Any]]:
    spelling = column.kind.spelling
    marks = {"thousands": spelling.thousands, "unit": spelling.unit}
    found: dict[str, Any] = {name: mark for name, mark in marks.items() if mark}
    if spelling.decimal != ".":
        found["decimal"] = spelling.decimal
    if spelling.missing:
        found["missing"] = list(spelling.missing)
    return [{"property": name, "value": value} for name, value in found.items()]
