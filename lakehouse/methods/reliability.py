"""How reliable travel times are: the indices that road authorities publish."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lakehouse.declare.errors import PlanError

RELIABLE = 1.5
WORST = 0.95


@dataclass(frozen=True)
class Reliability:
    """Indices of one road section in one part of the day; 1 is free flow, or always the same.

    ``travel_time_index`` mean / free flow; ``planning_time_index`` 95th percentile / free flow;
    ``buffer_index`` (95th percentile - mean) / mean, and from the median; ``lottr`` 80th / 50th
    percentile, ``tttr`` 95th / 50th; ``misery_index`` mean of the worst 5 % / free flow.
    """

    times: int
    mean: float
    free_flow: float
    median: float
    p80: float
    p95: float
    travel_time_index: float
    planning_time_index: float
    buffer_index: float
    buffer_index_median: float
    lottr: float
    tttr: float
    misery_index: float

    @property
    def is_reliable(self) -> bool:
        """Whether the level of travel-time reliability is below 1.50 (23 CFR 490.511)."""
        return self.lottr < RELIABLE


def reliability(times: npt.ArrayLike, free_flow: float | None = None) -> Reliability:
    """Indices of travel times in any one unit (FHWA 2006; 23 CFR 490.511 and 490.611).

    Percentiles interpolate between neighbours (type 7); LOTTR and TTTR have two decimals, as
    ruled. ``free_flow`` is the 15th percentile when it is not given. PlanError without a time, or
    when one is missing or not above zero.
    """
    seen = np.asarray(times, dtype=float)
    if not len(seen) or not (np.isfinite(seen) & (seen > 0)).all():
        raise PlanError(
            f"{len(seen)} travel times are not all above zero.",
            "Leave out what was not measured, and say how many were.",
        )
    p15, p50, p80, p95 = (float(q) for q in np.quantile(seen, [0.15, 0.5, 0.8, WORST]))
    free, mean = p15 if free_flow is None else free_flow, float(seen.mean())
    return Reliability(
        times=len(seen),
        mean=mean,
        free_flow=free,
        median=p50,
        p80=p80,
        p95=p95,
        travel_time_index=mean / free,
        planning_time_index=p95 / free,
        buffer_index=(p95 - mean) / mean,
        buffer_index_median=(p95 - p50) / p50,
        lottr=round(p80 / p50, 2),
        tttr=round(p95 / p50, 2),
        misery_index=float(seen[seen >= p95].mean()) / free,
    )
