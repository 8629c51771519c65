"""The ``quality`` entries of a contract (ODCS) as rules of rows, flags and measures."""

from __future__ import annotations

from dataclasses import dataclass, field

from open_data_contract_standard.model import DataQuality

from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.measure import Measure
from lakehouse.declare.tag import NUMBERS
from lakehouse.store.contract.bounds import NONE, bound_of, severity_of
from lakehouse.store.contract.options import quoted

OF_COLUMN = ("nullValues", "missingValues", "invalidValues", "duplicateValues")
OF_TABLE = ("rowCount", "duplicateValues")


@dataclass
class Quality:
    """Rules of rows by severity, and measures; ``refuse_on`` are reasons that no row may have."""

    rules: list[tuple[str, str]] = field(default_factory=list)
    flags: list[tuple[str, str]] = field(default_factory=list)
    refuse_on: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    def add(self, severity: str, reason: str, condition: str) -> None:
        """A rule of rows: held back (error), flagged (warning), or never there (critical)."""
        (self.flags if severity == "warning" else self.rules).append((reason, condition))
        if severity == "critical":
            self.refuse_on.append(reason)


def of_column(where: str, name: str, kind: str, said: list[DataQuality]) -> Quality:
    """The entries of one property; raises :class:`PlanError` naming the one that is unknown."""
    found = Quality()
    for entry in said:
        place = f"{where}: quality of {name}"
        if entry.type in ("sql", "custom"):
            _condition(place, entry, found)
            continue
        metric = _metric(place, entry, OF_COLUMN)
        severity, bound = severity_of(place, entry), bound_of(place, entry)
        if metric == "duplicateValues":
            _measure(found, place, entry, f"values of {name} that stand before", _twice([name]))
            continue
        reason, condition = _condition_of(place, metric, name, kind, entry)
        if bound == NONE:
            found.add(severity, reason, condition)
        else:
            sql = f"count_if(not coalesce({condition}, true))"
            _measure(found, place, entry, f"rows of which {name} {reason}", sql)
    return found


def of_table(where: str, said: list[DataQuality]) -> Quality:
    """The entries of the schema; raises :class:`PlanError` naming the one that is unknown."""
    found = Quality()
    for entry in said:
        place = f"{where}: quality of the rows"
        if entry.type in ("sql", "custom"):
            _condition(place, entry, found)
        elif _metric(place, entry, OF_TABLE) == "rowCount":
            sql, per = "count(1)", "delivery" if entry.unit == "percent" else ""
            _measure(found, place, entry, "the number of rows", sql, per)
        else:
            names = (entry.arguments or {}).get("properties") or []
            if not names:
                raise PlanError(
                    f"{place}: duplicateValues names no columns.", "Say arguments: properties."
                )
            of = ", ".join(names)
            _measure(found, place, entry, f"rows whose {of} stand before", _twice(names))
    return found


def _metric(where: str, said: DataQuality, known: tuple[str, ...]) -> str:
    metric = said.metric or said.rule or ""
    if said.type not in (None, "library") or metric not in known:
        raise PlanError(
            f"{where}: the rule '{metric or said.type}' is unknown{did_you_mean(metric, known)}.",
            f"Use metric: {', '.join(known)}, logicalTypeOptions, or type: sql with a query that "
            "is a condition.",
        )
    return metric


def _condition_of(
    where: str, metric: str, name: str, kind: str, said: DataQuality
) -> tuple[str, str]:
    arguments = said.arguments or {}
    if metric == "nullValues":
        return "is missing", f"_raw is not null or _text.`{name}` is not null"
    if metric == "missingValues":
        words = ", ".join(quoted(str(v)) for v in arguments.get("missingValues") or [""])
        text = f"_text.`{name}`"
        return "is missing", f"_raw is not null or ({text} is not null and {text} not in ({words}))"
    if values := arguments.get("validValues"):
        plain = kind in NUMBERS and all(type(v) in (int, float) for v in values)
        listed = ", ".join(str(v) if plain else quoted(str(v)) for v in values)
        return "is not in the code list", f"`{name}` in ({listed})"
    if pattern := arguments.get("pattern"):
        return f"does not look like {pattern}", f"_text.`{name}` rlike {quoted(str(pattern))}"
    raise PlanError(
        f"{where}: the rule 'invalidValues' has neither validValues nor a pattern.",
        "Say arguments: validValues: [...], or pattern.",
    )


def _condition(where: str, said: DataQuality, found: Quality) -> None:
    """A rule in SQL: a condition that must not be false of a row."""
    written = said.query if said.type == "sql" else said.implementation
    ours = said.type == "sql" or said.engine == "citylake"
    if not ours or not isinstance(written, str) or not said.description:
        raise PlanError(
            f"{where}: a rule over several columns needs engine: citylake, a description and "
            "an implementation.",
            "The implementation is a Spark SQL condition that must not be false.",
        )
    if written.lstrip().lower().startswith(("select", "with ")):
        raise PlanError(
            f"{where}: '{said.description}' is a whole query.",
            "Write the condition that must not be false of a row, as: ends_on >= starts_on.",
        )
    found.add(severity_of(where, said), said.description, written)


def _measure(
    found: Quality, where: str, said: DataQuality, says: str, sql: str, per: str | None = None
) -> None:
    per = per if per is not None else ("rows" if said.unit == "percent" else "")
    severity = "warning" if severity_of(where, said) == "warning" else "error"
    found.measures.append(Measure(says, sql, bound_of(where, said), per, severity))


def _twice(names: list[str]) -> str:
    listed = ", ".join(f"`{n}`" for n in names)
    return f"count({listed}) - count(distinct {listed})"
