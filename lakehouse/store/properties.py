"""The columns and rules of a contract, each property as our own words."""

from __future__ import annotations

from typing import Any

from open_data_contract_standard.model import DataQuality, SchemaProperty

from lakehouse.declare.column import GRADES, TYPES
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.feed import FeedColumn
from lakehouse.store.entries import one_of

BY_LOGICAL = {
    "string": "string",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}


def a_column(where: str, said: SchemaProperty) -> FeedColumn:
    """A property of a contract as a column; raises :class:`PlanError` naming the entry."""
    name = said.name or ""
    logical = one_of(where, f"logicalType of {name}", said.logicalType or "string", BY_LOGICAL)
    kind = said.physicalType or BY_LOGICAL[logical]
    grade = said.classification or "open"
    if kind not in TYPES or grade not in GRADES:
        wrong, known = (kind, TYPES) if kind not in TYPES else (grade, GRADES)
        raise PlanError(
            f"{where}: column {name} says '{wrong}', which is unknown{did_you_mean(wrong, known)}.",
            f"Use one of: {', '.join(known)}.",
        )
    options = said.logicalTypeOptions or {}
    return FeedColumn(
        header=said.physicalName or name,
        name=name,
        type=kind,
        meaning=said.description or name,
        required=bool(said.required),
        format=options.get("format"),
        grade=grade,
        rules=tuple(_option_rules(name, options))
        + tuple(_library_rule(where, name, q) for q in said.quality or []),
        codes=_code_list(where, name, said),
    )


def _code_list(where: str, name: str, said: SchemaProperty) -> str | None:
    found = {str(p.property): str(p.value) for p in said.customProperties or []}
    for other in found.keys() - {"codeList"}:
        raise PlanError(
            f"{where}: column {name} says '{other}', which is unknown.",
            "A column may name the codeList its words are looked up in.",
        )
    return found.get("codeList")


def _option_rules(name: str, options: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    if "minimum" in options:
        found.append((f"is below {options['minimum']}", f"`{name}` >= {options['minimum']}"))
    if "maximum" in options:
        found.append((f"is above {options['maximum']}", f"`{name}` <= {options['maximum']}"))
    if "pattern" in options:
        pattern = _quoted(str(options["pattern"]))
        found.append((f"does not look like {options['pattern']}", f"`{name}` rlike {pattern}"))
    return found


def _library_rule(where: str, name: str, said: DataQuality) -> tuple[str, str]:
    values = (said.arguments or {}).get("validValues")
    if said.metric == "invalidValues" and values:
        listed = ", ".join(_quoted(str(v)) for v in values)
        return ("is not in the code list", f"`{name}` in ({listed})")
    raise PlanError(
        f"{where}: the quality rule '{said.metric or said.type}' of {name} is unknown.",
        "Use metric: invalidValues with arguments: validValues, or logicalTypeOptions.",
    )


def a_rule(where: str, said: DataQuality) -> tuple[str, str]:
    """A rule over several columns: what is wrong in words, and the SQL that must not be false."""
    if said.engine != "citylake" or not said.implementation or not said.description:
        raise PlanError(
            f"{where}: a rule over several columns needs engine: citylake, a description and "
            "an implementation.",
            "The implementation is a Spark SQL condition that must not be false.",
        )
    return (said.description, str(said.implementation))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
