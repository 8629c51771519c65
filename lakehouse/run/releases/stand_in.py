"""The attack on numbers that stand for small counts: what their ranges tell of who was counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from lakehouse.methods.area_rate import LEVEL, STAND_IN
from lakehouse.methods.judged import Array
from lakehouse.tables.risk.area import FEW
from lakehouse.transform.area_rated import OF_PEOPLE

# Shapes that an attacker tries; between them the logarithms lie on a line.
SHAPES = np.geomspace(1e-2, 1e7, 4000)
# Ranges are stored to the last bit, and read back from a grid: a hundredth of a patient.
NEAR = 0.01


def told_by_ranges(indicators: pd.DataFrame) -> list[str]:
    """Which small counts of people can be worked out, in words without the number itself.

    ``indicators``: rows of ``risk.area_indicator``. A rate and the high end of its range are
    quantiles of one gamma law, whose shape is the count and what is usual (Clayton and Kaldor
    1987), so their ratio gives the count away. Where counts are withheld the shapes must be one
    and the same, and all others must be larger than the least count that is told.
    """
    own = indicators[indicators["indicator"].isin(OF_PEOPLE) & (indicators["value"] > 0)]
    own = own[own["value_high"].notna()]
    found = []
    for _, rows in own.groupby(["area_kind", "indicator"], sort=True):
        shapes = pd.Series(_shape(rows["value_high"] / rows["value"]), rows.index)
        if len(rows) > 1 and np.ptp(shapes) < NEAR:
            continue  # one law for all areas: it holds their sum
        hidden = rows["withheld"].astype(bool)
        usual = float(shapes[hidden].median()) - STAND_IN if hidden.any() else 0.0
        apart = hidden & ((shapes - STAND_IN - usual).abs() > NEAR)
        small = ~hidden & (shapes - usual < FEW - NEAR)
        found += [f"the range tells the withheld count, {_name(r)}" for r in _rows(rows[apart])]
        found += [f"the range tells a small count, {_name(r)}" for r in _rows(rows[small])]
    return found


def _shape(ratio: pd.Series) -> Array:
    """The shape of the gamma law whose high end lies so many times above its median."""
    middle, high = gammaincinv(SHAPES, 0.5), gammaincinv(SHAPES, (1 + LEVEL) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        known = np.log(np.log(high / middle))
    use = np.isfinite(known)
    at = np.log(np.log(ratio.to_numpy(dtype=float).clip(1 + 1e-9)))
    return np.asarray(np.exp(np.interp(at, known[use][::-1], np.log(SHAPES[use][::-1]))))


def _rows(rows: pd.DataFrame) -> list[dict[str, object]]:
    return list(rows[["area_kind", "area", "indicator"]].to_dict("records"))  # type: ignore[arg-type]


def _name(row: dict[str, object]) -> str:
    return " / ".join(str(part) for part in row.values())
