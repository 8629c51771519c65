"""How many crashes a site like this one has: a negative-binomial safety performance function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.negative_binomial import Array, negative_binomial

FEW_FOR_EACH = 10
NO_EXPOSURE = "Its length or traffic is missing or not above zero: the average site stands for it."


@dataclass(frozen=True)
class PerformanceFunction:
    """E[crashes] = exp(intercept) * product(offset) * product(log column ^ b) * exp(column * b).

    ``flag`` is empty, ``few sites``, ``few crashes``, ``no crashes`` or ``columns alike``; ``says``
    tells it in words.
    ``average`` and ``average_dispersion`` (crashes of any site) serve sites without exposure.
    """

    crashes: str
    logs: tuple[str, ...]
    columns: tuple[str, ...]
    offsets: tuple[str, ...]
    coefficients: Mapping[str, float]
    dispersion: float
    log_likelihood: float
    average: float
    average_dispersion: float
    sites: int
    flag: str = ""
    says: str = ""

    def predict(self, table: pd.DataFrame) -> pd.DataFrame:
        """predicted, dispersion (k) and note, never missing; index of ``table``.

        ``note`` is empty or says why the average site stands for this one.
        """
        usable = _usable(table, self.logs, self.columns, self.offsets)
        predicted = np.full(len(table), self.average)
        rows = table[usable]
        if self.flag == "no crashes":
            predicted[usable] = 0.0
        elif len(rows):
            named = ["intercept", *self.logs, *self.columns]
            b = np.array([self.coefficients.get(name, 0.0) for name in named])
            eta = _design(rows, self.logs, self.columns) @ b + _offset(rows, self.offsets)
            predicted[usable] = np.exp(np.clip(eta, -50, 50))
        k = np.where(usable, self.dispersion, self.average_dispersion)
        note = np.where(usable, "", NO_EXPOSURE)
        return pd.DataFrame({"predicted": predicted, "dispersion": k, "note": note}, table.index)


def performance_function(
    table: pd.DataFrame,
    crashes: str,
    *,
    logs: Sequence[str] = (),
    columns: Sequence[str] = (),
    offsets: Sequence[str] = (),
) -> PerformanceFunction:
    """Fit on one facility class (Highway Safety Manual 2010, section 3.5.2 and appendix A).

    ``crashes`` counts per site; ``logs`` (traffic, length) enter with a free exponent, ``offsets``
    (length, years) in proportion, ``columns`` as they are. Sites whose logs or offsets are not
    above zero are left out. With fewer than 10 sites or crashes per coefficient, or where they do
    not tell the coefficients apart, only the average (in proportion to the offsets) is fitted.
    PlanError without any site, or when a column is absent or a count is missing or negative.
    """
    _check(table, [crashes, *logs, *columns, *offsets], crashes)
    usable = _usable(table, logs, columns, offsets)
    rows, y = table[usable], table[crashes].to_numpy(dtype=float)
    average, spread, _ = _average(y, np.zeros(len(y)))
    told = (crashes, tuple(logs), tuple(columns), tuple(offsets))
    if not y[usable].any():
        says = f"None of {len(rows)} usable sites had a crash, so 0 is predicted for their kind."
        return PerformanceFunction(
            *told, {}, 0.0, 0.0, average, spread, len(rows), "no crashes", says
        )
    names = ["intercept", *logs, *columns]
    design = _design(rows, logs, columns)
    fit, flag = None, _few(len(rows), float(y[usable].sum()), len(names))
    if not flag and np.linalg.matrix_rank(design) < len(names):
        flag = "columns alike"
    if not flag:
        try:
            fit = negative_binomial(y[usable], design, _offset(rows, offsets))
        except np.linalg.LinAlgError:
            flag = "few crashes"
    if fit is None:
        level, k, reached = _average(y[usable], _offset(rows, offsets))
        seen = f"{y[usable].sum():g} crashes at " if flag == "few crashes" else ""
        why = "do not tell apart" if flag == "columns alike" else "are too few for"
        says = f"{seen}{len(rows)} usable sites {why} {len(names)} coefficients: the average."
        made = {"intercept": float(np.log(level))}
        return PerformanceFunction(*told, made, k, reached, average, spread, len(rows), flag, says)
    made = dict(zip(names, map(float, fit.coefficients), strict=True))
    return PerformanceFunction(
        *told, made, fit.dispersion, fit.log_likelihood, average, spread, len(rows)
    )


def _few(sites: int, crashes: float, coefficients: int) -> str:
    if sites < FEW_FOR_EACH * coefficients:
        return "few sites"
    return "few crashes" if crashes < FEW_FOR_EACH * coefficients else ""


def _average(y: Array, offset: Array) -> tuple[float, float, float]:
    """Crashes per unit of exposure, their dispersion and log-likelihood; zeros for no crash."""
    if not y.any():
        return 0.0, 0.0, 0.0
    fit = negative_binomial(y, np.ones((len(y), 1)), offset)
    return float(np.exp(fit.coefficients[0])), fit.dispersion, fit.log_likelihood


def _design(rows: pd.DataFrame, logs: Sequence[str], columns: Sequence[str]) -> Array:
    parts = [np.ones(len(rows))]
    parts += [np.log(rows[name].to_numpy(dtype=float)) for name in logs]
    parts += [rows[name].to_numpy(dtype=float) for name in columns]
    return np.column_stack(parts)


def _offset(rows: pd.DataFrame, offsets: Sequence[str]) -> Array:
    return np.asarray(np.log(rows[list(offsets)].to_numpy(dtype=float)).sum(axis=1))


def _usable(
    table: pd.DataFrame, logs: Sequence[str], columns: Sequence[str], offsets: Sequence[str]
) -> npt.NDArray[np.bool_]:
    above = table[[*logs, *offsets]].to_numpy(dtype=float)
    given = table[list(columns)].to_numpy(dtype=float)
    # Comparing with a missing value is false, so that a missing length is not usable either.
    good = (above > 0).all(axis=1) & np.isfinite(above).all(axis=1)
    return np.asarray(good & np.isfinite(given).all(axis=1))


def _check(table: pd.DataFrame, wanted: Sequence[str], crashes: str) -> None:
    if absent := [name for name in wanted if name not in table.columns]:
        raise PlanError(f"The sites have no column {absent[0]}.", "Name a column of the table.")
    counts = pd.to_numeric(table[crashes], errors="coerce").to_numpy(dtype=float)
    if not len(table) or not (np.isfinite(counts) & (counts >= 0)).all():
        raise PlanError(
            f"{crashes} must be a count of 0 or more at every one of {len(table)} sites.",
            "Give at least one site, and leave out those whose crashes are not known.",
        )
