"""What a critical violation at a food premises may do, by who eats there: a versioned table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.errors import SettingError

# As departments number them, 1 is high.
RISK_CLASSES = ("high", "medium", "low")


@dataclass(frozen=True)
class FoodHarm:
    """Weights by risk class, and by kind of premises where guests are susceptible; their source."""

    version: str
    source: str
    year: int
    risk_class: tuple[float, float, float]
    facility: tuple[tuple[str, float], ...]

    @property
    def basis(self) -> str:
        """Where the weights come from, in words."""
        return f"{self.source}, {self.year}, version {self.version}"

    @property
    def consequence_sql(self) -> str:
        """SQL over ``facility`` and ``risk_class``: the weight, 1 for medium or unknown risk."""
        high, medium, low = self.risk_class
        kinds = "".join(
            f" when facility = '{kind}' then {weight / medium}D" for kind, weight in self.facility
        )
        classes = f" when risk_class = 1 then {high / medium}D when risk_class = 3 then "
        return f"case{kinds}{classes}{low / medium}D else 1.0D end"


def read_food_harm(said: Mapping[str, Any], where: str) -> FoodHarm:
    """The table as ``where`` says it; SettingError for what is missing, unknown or not above 0."""
    try:
        high, medium, low = (float(said["risk_class"][name]) for name in RISK_CLASSES)
        made = FoodHarm(
            version=str(said["version"]),
            source=str(said["source"]),
            year=int(said["year"]),
            risk_class=(high, medium, low),
            facility=tuple((str(k), float(v)) for k, v in said.get("facility", {}).items()),
        )
    except KeyError as missing:
        raise SettingError(f"{where} does not say {missing}.", "Add it.") from missing
    except (TypeError, ValueError, AttributeError) as error:
        raise SettingError(f"{where}: {error}.", "Give numbers.") from error
    strange = sorted(set(said["risk_class"]) - set(RISK_CLASSES))
    strange += [kind for kind, _ in made.facility if not kind.isidentifier()]
    weights = [*made.risk_class, *(weight for _, weight in made.facility)]
    if strange or not all(0 < weight < float("inf") for weight in weights):
        raise SettingError(
            f"{where}: {strange[0]} is unknown." if strange else f"{where}: not above zero.",
            f"Risk classes are {', '.join(RISK_CLASSES)}; kinds are words of the city's code list; "
            "weights are above 0.",
        )
    return made
