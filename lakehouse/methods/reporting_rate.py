"""How much of what happens anybody reports, told by how often the same need is reported again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import lambertw
from scipy.stats import norm

FEWEST = 30  # needs from which an area speaks for itself


def reporting_share(
    needs: npt.ArrayLike, reports: npt.ArrayLike, level: float = 0.95
) -> pd.DataFrame:
    """share, share_low and share_high (0 to 1) for areas with so many reported needs and reports.

    Reports of one need are a Poisson process, and a need without a report is not on file, so the
    reports of each need on file follow a Poisson cut off at zero. Its maximum likelihood gives
    the rate (here by Lambert's W), and 1 - exp(-rate) is the share that anybody reports: Liu,
    Bhandaram and Garg, Nature Computational Science 2024. The interval is normal for the mean
    number of reports. An area of less than 30 needs takes the share of all areas together, with
    the interval of its own few. Raises :class:`ValueError` where reports are fewer than needs.
    """
    n, told = (np.atleast_1d(np.asarray(x, dtype=float)) for x in (needs, reports))
    if (n < 1).any() or (told < n).any():
        raise ValueError("Every need on file was reported at least once.")
    mean = np.where(n < FEWEST, told.sum() / n.sum(), told / n)
    rate = _rate(mean)
    # Variance of a Poisson cut off at zero, over the number of needs.
    half = norm.ppf((1 + level) / 2) * np.sqrt(np.maximum(mean * (1 + rate - mean), 0) / n)
    ends = {"share": mean, "share_low": mean - half, "share_high": mean + half}
    return pd.DataFrame({name: _share(_rate(m)) for name, m in ends.items()})


def _rate(mean: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The rate of a Poisson whose mean above zero is this; 0 where nothing was told twice."""
    above = np.maximum(mean, 1.0)
    return np.asarray(np.maximum(np.real(above + lambertw(-above * np.exp(-above))), 0.0))


def _share(rate: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(np.maximum(-np.expm1(-rate), 1e-3))
