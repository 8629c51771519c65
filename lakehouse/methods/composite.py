"""A composite indicator by the OECD/JRC handbook: treat, normalise, weigh, put together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.normalisation import NORMALISERS
from lakehouse.methods.outlier_treatment import treated
from lakehouse.methods.weighted_mean import ARITHMETIC, GEOMETRIC, weighted_mean


@dataclass(frozen=True)
class Part:
    """An indicator or a group of them: where it belongs (none: the whole), and how much it weighs.

    ``direction`` is -1 where a high value of an indicator means less of what is measured.
    """

    name: str
    into: str | None
    weight: float = 1
    direction: int = 1


@dataclass(frozen=True)
class Recipe:
    """The choices: ``means`` from the lowest level up (the last goes on), range, treatment.

    By default a domain is the arithmetic mean of its indicators and the whole the geometric mean
    of its domains, so that one domain cannot make up for another; the range begins at 1 for it.
    """

    means: tuple[str, ...] = (ARITHMETIC, GEOMETRIC)
    normaliser: str = "min_max"
    scale: tuple[float, float] = (1, 100)
    treat: bool = True


@dataclass(frozen=True)
class Frame:
    """Which parts go into which, lowest level first; made once and used for every scoring."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        names = [part.name for part in self.parts]
        whole = [part.name for part in self.parts if part.into is None]
        strays = {p.into for p in self.parts if p.into is not None} - set(names)
        if len(set(names)) < len(names) or len(whole) != 1 or strays:
            raise PlanError(
                f"{len(names)} parts do not make one tree: {len(whole)} wholes, "
                f"{len(strays)} names that are no part.",
                "Name each part once, and one that goes into nothing.",
            )

    @property
    def indicators(self) -> list[Part]:
        """The parts that nothing goes into."""
        parents = {part.into for part in self.parts}
        return [part for part in self.parts if part.name not in parents]

    def groups(self) -> list[tuple[int, str, list[Part]]]:
        """Height (1: of indicators), name and parts of each group, from the lowest up."""
        inside: dict[str, list[Part]] = {}
        for part in self.parts:
            if part.into is not None:
                inside.setdefault(part.into, []).append(part)
        height = {name: _height(name, inside) for name in inside}
        return [
            (height[name], name, inside[name]) for name in sorted(inside, key=height.__getitem__)
        ]


def normalised(values: pd.DataFrame, frame: Frame, recipe: Recipe) -> pd.DataFrame:
    """The indicators on the recipe's scale (rows: units), treated and turned where it says so."""
    columns = [part.name for part in frame.indicators]
    kept = treated(values[columns])[0] if recipe.treat else values[columns].astype(float)
    turned = kept * [part.direction for part in frame.indicators]
    return NORMALISERS[recipe.normaliser](turned, *recipe.scale)


def aggregated(scaled: pd.DataFrame, frame: Frame, means: tuple[str, ...]) -> pd.DataFrame:
    """``scaled`` indicators with a column more for each group and for the whole."""
    made = {name: scaled[name].to_numpy(dtype=float) for name in scaled.columns}
    for height, name, parts in frame.groups():
        values = np.column_stack([made[part.name] for part in parts])
        weights = np.array([part.weight for part in parts], dtype=float)
        made[name] = weighted_mean(mean_at(means, height), values, weights)
    return pd.DataFrame(made, index=scaled.index)


def composite(values: pd.DataFrame, frame: Frame, recipe: Recipe | None = None) -> pd.DataFrame:
    """Indicators, groups and whole of each unit (OECD/JRC 2008, steps 3 and 5 to 7).

    ``values``: a row per unit, a column per indicator in its own unit. A missing value takes no
    part. PlanError where a mean needs values above zero and the scale has others.
    """
    recipe = recipe or Recipe()
    return aggregated(normalised(values, frame, recipe), frame, recipe.means)


def mean_at(means: tuple[str, ...], height: int) -> str:
    """The mean that makes the groups of this ``height`` (1: of indicators)."""
    return means[min(height, len(means)) - 1]


def _height(name: str, inside: dict[str, list[Part]]) -> int:
    return 1 + max(_height(p.name, inside) if p.name in inside else 0 for p in inside[name])
