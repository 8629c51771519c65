"""How often something happens in each area, steadied by what is usual, without telling few."""

from __future__ import annotations

import pandas as pd

from lakehouse.methods.gamma_risk import clayton_kaldor

# One number for all counts that are withheld.
STAND_IN = 5
LEVEL = 0.9


def area_rate(
    counts: pd.Series, residents: pd.Series, years: float, *, few: int = 0
) -> pd.DataFrame:
    """value, value_low, value_high and withheld of each area: per 1,000 residents and year.

    ``counts`` in ``years`` and ``residents`` by area. The value is the median of the
    gamma-Poisson posterior (Clayton and Kaldor 1987) and the ends hold 90 % of it: an area with
    few residents is drawn to the city's rate. Each count below ``few`` is replaced by one number
    before anything is worked out, so areas with such a count tell no more of it than that.
    An area without residents has none. Missing counts are zeros.
    """
    seen = counts.reindex(residents.index).fillna(0).astype(float)
    withheld = seen < few
    seen = seen.where(~withheld, float(STAND_IN))
    lived = residents[residents > 0].astype(float)
    seen = seen[lived.index]
    usual = seen.sum() / lived.sum() if len(lived) else 0.0
    scale = 1000 * usual / years
    if usual <= 0:
        made = pd.DataFrame(dict.fromkeys(("median", "low", "high"), 0.0), lived.index)
    else:
        made = clayton_kaldor(seen, lived * usual, level=LEVEL)
    rates = made[["median", "low", "high"]] * scale
    rates.columns = ["value", "value_low", "value_high"]
    return rates.reindex(residents.index).assign(withheld=withheld)
