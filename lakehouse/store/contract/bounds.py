"""What a quality entry of a contract says its number must be, and how severe it is otherwise."""

from __future__ import annotations

from open_data_contract_standard.model import DataQuality

from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.measure import ALSO, SEVERITIES, Bound

NONE = Bound(0, 0)
UNITS = ("rows", "percent")


def severity_of(where: str, said: DataQuality) -> str:
    """One of SEVERITIES; an entry that says none is an error."""
    word = (said.severity or "error").lower()
    word = ALSO.get(word, word)
    if word not in SEVERITIES:
        raise PlanError(
            f"{where}: the severity '{said.severity}' is unknown{did_you_mean(word, SEVERITIES)}.",
            "warning flags a row, error holds it back, critical refuses the delivery.",
        )
    return word


def bound_of(where: str, said: DataQuality) -> Bound:
    """What an entry says its number must be, 0 where it says nothing."""
    if said.unit and said.unit not in UNITS:
        raise PlanError(f"{where}: the unit '{said.unit}' is unknown.", "Use rows or percent.")
    pairs = {
        "mustBe": lambda v: Bound(v, v),
        "mustNotBe": lambda v: Bound(v, v, outside=True),
        "mustBeGreaterThan": lambda v: Bound(low=v, strict=True),
        "mustBeGreaterOrEqualTo": lambda v: Bound(low=v),
        "mustBeLessThan": lambda v: Bound(high=v, strict=True),
        "mustBeLessOrEqualTo": lambda v: Bound(high=v),
        "mustBeBetween": lambda v: Bound(v[0], v[1]),
        "mustNotBeBetween": lambda v: Bound(v[0], v[1], outside=True),
    }
    found = [(n, getattr(said, n)) for n in pairs if getattr(said, n) is not None]
    if len(found) > 1:
        raise PlanError(f"{where}: says {' and '.join(n for n, _ in found)}.", "Say one of them.")
    if not found:
        return NONE
    name, value = found[0]
    numbers = value if isinstance(value, list) else [value]
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        raise PlanError(f"{where}: {name} is '{value}'.", "Give a number.")
    return pairs[name](value)
