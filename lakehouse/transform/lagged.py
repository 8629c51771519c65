"""Deaths beside the heat and the air of the weeks before them, as rows that can be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.methods.attributable import attributable_deaths
from lakehouse.methods.lagged_risk import LaggedRisk, lagged_risk

LAGGED = (
    "part string, at string, place int, estimate double, low double, high double, share double, "
    "share_low double, share_high double, minimum double, days int, first_day date, "
    "data_through date, why_none string"
)
LEVEL = 0.95
# So much of the days has to have a measurement, or it is left out and not the days.
MEASURED = 0.9
PARTS = ("curve", "lag", "attributable", "air")
# Risks of the air are told for a rise that happens: ten units of each, over that day and six more.
RISE = 10.0
AIR_DAYS = 6
# So many days without a measurement are bridged from the day before to the day after: a window of
# seven days would lose seven for each of them.
BRIDGED = 2
PARTICLES = ("pm10", "pm25")


def lagged(rows: pd.DataFrame) -> pd.DataFrame:
    """``LAGGED`` of a city's days: day, deaths, temperature, pm10, pm25 and ozone.

    The curve of the risk over temperature (whole degrees from the 1st to the 99th percentile), of
    a hot day (the 99th) over the days after it, the deaths that heat and cold are the cause of,
    and the risk of 10 units more of ozone and of the particles that were measured on more days,
    over seven days together. One row with the reason where nothing can be fitted.
    """
    days = rows.assign(day=pd.to_datetime(rows["day"])).set_index("day").sort_index()
    numbers = days[["deaths", "temperature", *PARTICLES, "ozone"]].astype(float)
    deaths, degrees = numbers["deaths"], numbers["temperature"]
    air = _measured(numbers)
    fit = lagged_risk(deaths, degrees, air if air.shape[1] else None, also_longest=AIR_DAYS)
    if fit.basis is None:
        parts = [pd.DataFrame({"part": ["curve"], "at": [""], "why_none": [fit.says]})]
    else:
        parts = [_curve(fit, degrees), _lags(fit, degrees), _caused(fit, deaths, degrees)]
        parts.append(_air(fit))
    made = pd.concat(parts, ignore_index=True).reindex(columns=[c.split()[0] for c in _columns()])
    made["place"] = made.groupby("part").cumcount() + 1
    return made.assign(
        minimum=fit.minimum if fit.basis is not None else np.nan,
        days=fit.days,
        first_day=days.index[0].date(),
        data_through=days.index[-1].date(),
        why_none=made["why_none"].astype(object).where(made["why_none"].notna(), None),
    )


def _measured(numbers: pd.DataFrame) -> pd.DataFrame:
    """One kind of particles, for a unit of the other does something else, and ozone."""
    kind = numbers[[*PARTICLES]].notna().sum().idxmax()
    air = numbers[[kind, "ozone"]]
    gap = air.isna()
    length = gap.apply(lambda away: away.groupby((~away).cumsum()).transform("sum"))
    bridged = air.interpolate(method="time", limit_area="inside").where(~gap | (length <= BRIDGED))
    return bridged.loc[:, bridged.notna().mean() >= MEASURED]


def _columns() -> list[str]:
    return LAGGED.split(", ")


def _curve(fit: LaggedRisk, degrees: pd.Series) -> pd.DataFrame:
    low, high = np.nanpercentile(degrees, [1, 99])
    at = np.arange(np.ceil(low), np.floor(high) + 1)
    told = fit.curve(at, level=LEVEL).rename(columns={"risk": "estimate"})
    return told[["estimate", "low", "high"]].assign(part="curve", at=[f"{x:g}" for x in at])


def _lags(fit: LaggedRisk, degrees: pd.Series) -> pd.DataFrame:
    """The risk of a hot day, on that day and on each day after it."""
    assert fit.basis is not None
    rows = fit.basis.by_lag(float(np.nanpercentile(degrees, 99)), fit.minimum)
    log_risk = rows @ fit.coefficients
    error = np.sqrt(np.maximum(((rows @ fit.covariance) * rows).sum(axis=1), 0))
    reach = norm.ppf((1 + LEVEL) / 2) * error
    made = {"estimate": log_risk, "low": log_risk - reach, "high": log_risk + reach}
    told = pd.DataFrame({name: np.exp(value) for name, value in made.items()})
    return told.assign(part="lag", at=[str(lag) for lag in range(len(rows))])


def _caused(fit: LaggedRisk, deaths: pd.Series, degrees: pd.Series) -> pd.DataFrame:
    told = attributable_deaths(deaths, degrees, fit, level=LEVEL).rename(
        columns={"deaths": "estimate"}
    )
    return told.drop(columns="says").rename_axis("at").reset_index().assign(part="attributable")


def _air(fit: LaggedRisk) -> pd.DataFrame:
    told = (fit.beside**RISE).rename(columns={"risk": "estimate"})
    return told.rename_axis("at").reset_index().assign(part="air")
