"""What comes of a list that learns from what its own visits found, with and without safeguards."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]


def visit_shares(
    need: npt.ArrayLike,
    start: npt.ArrayLike,
    *,
    days: int,
    visits: int,
    found: float = 0.2,
    random_share: float = 0.0,
    corrected: bool = False,
    seed: int = 0,
) -> Array:
    """The share of visits that each area is due on each day, shape (days, areas); rows add to 1.

    A day's ``visits`` are spread over the areas in proportion to what was found there so far, as
    in the urn of Ensign and others (Runaway feedback loops in predictive policing, FAT* 2018),
    but for the ``random_share`` of them that is drawn by lot. A visit finds something with a
    chance in proportion to ``need`` (``found`` on average, 1 at most). ``start`` is what was on
    file before the first day. ``corrected``: a find counts by one over the area's share of the
    visits, so that a place is not worse for being looked at more often. ValueError unless
    needs and starts are above 0.
    """
    needs, file = (np.asarray(x, dtype=float) for x in (need, start))
    if needs.shape != file.shape or (needs <= 0).any() or (file <= 0).any():
        raise ValueError("Every area has a need and something on file, both above 0.")
    rng, areas = np.random.default_rng(seed), len(needs)
    chance = np.minimum(1.0, found * needs / needs.mean())
    score, shares = file.copy(), np.empty((days, areas))
    for day in range(days):
        share = random_share / areas + (1 - random_share) * score / score.sum()
        shares[day] = share
        finds = rng.binomial(rng.multinomial(visits, share / share.sum()), chance)
        score += finds / (areas * share) if corrected else finds
    return shares


def misplaced(shares: Array, need: npt.ArrayLike) -> Array:
    """The part of each day's visits that is not where the need is (total variation), 0 to 1."""
    fair = np.asarray(need, dtype=float) / np.sum(need)
    return np.asarray(np.abs(shares - fair).sum(axis=1) / 2)


def runaway(shares: Array, need: npt.ArrayLike, year: int = 365) -> pd.Series:
    """slope (change of the misplaced part a year, by least squares), first and last of it.

    first and last are the means of the first and the last quarter of a ``year`` of days. A loop
    runs away when the slope stays above 0: each year's visits follow the need less.
    """
    part = misplaced(shares, need)
    time = np.arange(len(part)) / year
    quarter = max(1, year // 4)
    slope = float(np.polyfit(time, part, 1)[0])
    ends = part[:quarter].mean(), part[-quarter:].mean()
    return pd.Series({"slope": slope, "first": float(ends[0]), "last": float(ends[1])})
