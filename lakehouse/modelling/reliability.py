"""Whether a probability of 0.2 comes true one time in five."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm, rankdata

from lakehouse.methods.wilson import wilson
from lakehouse.modelling.logistic_line import fit_line, log_odds
from lakehouse.modelling.measures import squared_errors
from lakehouse.modelling.ties import checked

BINS = 10


@dataclass(frozen=True)
class CalibrationLine:
    """Slope and intercept of outcome on logit(probability), with intervals; 1 and 0 are right.

    A slope below 1 says that the probabilities are too extreme, above 1 too timid.
    """

    slope: float
    slope_low: float
    slope_high: float
    intercept: float
    intercept_low: float
    intercept_high: float


def calibration_line(
    probability: npt.ArrayLike,
    outcome: npt.ArrayLike,
    blocks: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> CalibrationLine:
    """Cox's calibration regression (Cox 1958) with Wald intervals.

    With ``blocks`` (one name per row) the variance is cluster-robust, for rows of one week are
    alike; without, rows are independent. All six numbers are missing when the probabilities or
    the outcomes are all the same.
    """
    chance, outcomes = checked(probability, outcome)
    line = fit_line(log_odds(chance), outcomes, blocks)
    if line is None:
        return CalibrationLine(*[float("nan")] * 6)
    covariance = line.inverse if blocks is None else line.covariance
    half = norm.ppf((1 + level) / 2) * np.sqrt(np.diag(covariance))
    return CalibrationLine(
        line.slope,
        line.slope - half[1],
        line.slope + half[1],
        line.intercept,
        line.intercept - half[0],
        line.intercept + half[0],
    )


def equal_mass_bins(values: npt.ArrayLike, bins: int = BINS) -> npt.NDArray[np.int64]:
    """The bin of each value, 0 lowest, about as many rows in each.

    Equal values share a bin whatever the order of the rows, so bins may be uneven or empty.
    """
    ranks = rankdata(np.asarray(values, dtype=float))
    return np.asarray(np.floor((ranks - 0.5) / len(ranks) * bins), dtype=np.int64)


def reliability_table(
    probability: npt.ArrayLike, outcome: npt.ArrayLike, bins: int = BINS, level: float = 0.95
) -> pd.DataFrame:
    """One row per bin: rows, mean probability, observed share with its interval.

    Columns bin, rows, probability, observed, low, high; the interval is Wilson's (1927).
    """
    squared_errors(probability, outcome)  # refuses what is not a probability
    chance, outcomes = checked(probability, outcome)
    frame = pd.DataFrame(
        {"bin": equal_mass_bins(chance, bins), "probability": chance, "observed": outcomes}
    )
    table = frame.groupby("bin").agg(
        rows=("observed", "size"),
        probability=("probability", "mean"),
        observed=("observed", "mean"),
    )
    low, high = wilson(table["observed"].to_numpy(), table["rows"].to_numpy(dtype=float), level)
    return table.assign(low=low, high=high).reset_index()


def calibration_error(
    probability: npt.ArrayLike, outcome: npt.ArrayLike, bins: int = BINS
) -> float:
    """Expected calibration error over equal-mass bins (Naeini, Cooper and Hauskrecht 2015)."""
    table = reliability_table(probability, outcome, bins)
    gap = (table["probability"] - table["observed"]).abs()
    return float((gap * table["rows"]).sum() / table["rows"].sum())
