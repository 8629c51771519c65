"""What a crash costs, what can be done at a site and for how much: a versioned table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.errors import SettingError

SEVERITIES = (
    *("fatal", "incapacitating", "non_incapacitating", "not_evident", "none"),
    *("injury", "injury_or_fatal"),
)


@dataclass(frozen=True)
class SafetyMeasure:
    """What may be done ``at`` a segment or an intersection.

    ``price`` in the currency of the costs, ``remaining`` the crashes after to those without it,
    ``years`` how long it lasts.
    """

    name: str
    at: str
    price: float
    remaining: float
    years: float


@dataclass(frozen=True)
class CrashCosts:
    """Cost per crash by the worst injury in it, with its source; measures, and the budget."""

    version: str
    source: str
    year: int
    currency: str
    budget: float
    cost: tuple[tuple[str, float], ...]
    measures: tuple[SafetyMeasure, ...]

    @property
    def basis(self) -> str:
        """Where the costs come from, in words."""
        return f"{self.source}, {self.year} {self.currency}, version {self.version}"


def read_crash_costs(said: Mapping[str, Any], where: str) -> CrashCosts:
    """The table as ``where`` says it; SettingError for what is missing, unknown or not above 0."""
    try:
        cost = tuple((name, float(said["cost"][name])) for name in SEVERITIES)
        measures = tuple(
            SafetyMeasure(
                name,
                *(str(one["at"]), float(one["price"])),
                *(float(one["remaining"]), float(one["years"])),
            )
            for name, one in said["measure"].items()
        )
        made = CrashCosts(
            version=str(said["version"]),
            source=str(said["source"]),
            year=int(said["year"]),
            currency=str(said["currency"]),
            budget=float(said["budget"]),
            cost=cost,
            measures=measures,
        )
    except KeyError as missing:
        raise SettingError(f"{where} does not say {missing}.", "Add it.") from missing
    except (TypeError, ValueError) as error:
        raise SettingError(f"{where}: {error}.", "Give numbers.") from error
    strange = sorted(set(said["cost"]) - set(SEVERITIES))
    numbers = [made.budget, *dict(cost).values()]
    numbers += [n for one in measures for n in (one.price, one.years, 1 - one.remaining)]
    if strange or not all(0 < n < float("inf") for n in numbers):
        raise SettingError(
            f"{where}: {strange[0]} is no severity." if strange else f"{where}: not above zero.",
            f"Costs are of {', '.join(SEVERITIES)}; prices, years and the budget are above 0, and "
            "less than all crashes remain.",
        )
    if any(one.at not in ("segment", "intersection") for one in measures):
        raise SettingError(f"{where}: a measure is at no kind of site.", "segment, intersection.")
    return made
