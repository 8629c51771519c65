"""The columns and rules of a contract, each property as our own words."""

from __future__ import annotations

from typing import Any

from open_data_contract_standard.model import DataQuality, SchemaProperty

from lakehouse.declare.column import GRADES, TYPES
from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.feed import FeedColumn
from lakehouse.declare.spelling import Spelling
from lakehouse.declare.tag import grade_of, observer_of
from lakehouse.store.contract.date_letters import refuse_letters
from lakehouse.store.contract.entries import one_of
from lakehouse.store.contract.options import option_rules, tag_rules
from lakehouse.store.contract.quality import of_column

BY_LOGICAL = {
    "string": "string",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}

TWICE = {"type": "library", "metric": "duplicateValues", "mustBe": 0}  # what unique: true says


def a_column(where: str, said: SchemaProperty) -> FeedColumn:
    """A property of a contract as a column; raises :class:`PlanError` naming the entry."""
    name = said.name or ""
    logical = one_of(where, f"logicalType of {name}", said.logicalType or "string", BY_LOGICAL)
    kind = said.physicalType or BY_LOGICAL[logical]
    tags = said.tags or []
    grade = said.classification or grade_of(tags)
    if kind not in TYPES or grade not in GRADES:
        wrong, known = (kind, TYPES) if kind not in TYPES else (grade, GRADES)
        raise PlanError(
            f"{where}: column {name} says '{wrong}', which is unknown{did_you_mean(wrong, known)}.",
            f"Use one of: {', '.join(known)}.",
        )
    options = said.logicalTypeOptions or {}
    if kind in ("date", "timestamp"):
        refuse_letters(where, name, options.get("format"))
    ours = _custom(where, name, said)
    entries = list(said.quality or [])
    if said.unique:
        entries.append(DataQuality.model_validate(TWICE))
    quality = of_column(where, name, kind, entries)
    return FeedColumn(
        header=said.physicalName or name,
        name=name,
        type=kind,
        meaning=said.description or name,
        required=bool(said.required),
        format=options.get("format"),
        grade=grade,
        about_observer=observer_of(tags),
        rules=option_rules(where, name, kind, options)
        + tag_rules(where, name, kind, tags)
        + tuple(quality.rules),
        flags=tuple(quality.flags),
        refuse_on=tuple(quality.refuse_on),
        measures=tuple(quality.measures),
        codes=ours.get("codeList"),
        formerly=str(ours.get("formerly") or ""),
        spelling=_spelling(where, name, ours),
    )


OURS = {
    "codeList": "the list of city.toml its words are looked up in",
    "formerly": "its name in what landed before, or none where it is new",
    "missing": "words that stand for no value",
    "thousands": "the mark between thousands",
    "decimal": "the mark before decimals",
    "unit": "a sign that stands with every number",
}


def _custom(where: str, name: str, said: SchemaProperty) -> dict[str, Any]:
    found = {str(p.property): p.value for p in said.customProperties or []}
    for other in found.keys() - OURS.keys():
        raise PlanError(
            f"{where}: column {name} says '{other}', which is unknown{did_you_mean(other, OURS)}.",
            "A column may say " + "; ".join(f"{k}: {v}" for k, v in OURS.items()) + ".",
        )
    return found


def _spelling(where: str, name: str, ours: dict[str, Any]) -> Spelling:
    words = ours.get("missing") or []
    listed = tuple(str(w) for w in (words if isinstance(words, list) else [words]))
    marks = {m: str(ours[m]) for m in ("thousands", "decimal", "unit") if m in ours}
    try:
        return Spelling(listed, **marks)
    except PlanError as error:
        raise PlanError(f"{where}: column {name}: {error.what}", error.todo) from error
