"""A contest about counts over all its windows: measures beside the bars, and how counts spread."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lakehouse.declare.judge import Capture
from lakehouse.modelling.count_line import Slope
from lakehouse.modelling.count_tally import count_trust
from lakehouse.modelling.count_verdict import SLOPE, measure_against
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.scorecard import Pooled
from lakehouse.modelling.summary import joined
from lakehouse.modelling.tally import Top, top_name
from lakehouse.modelling.ties import ratio
from lakehouse.modelling.verdict import compare


def count_summary(
    candidates: Mapping[str, Candidate],
    shown: Mapping[str, pd.DataFrame],
    measures: Mapping[str, Mapping[str, Pooled]],
    slopes: Mapping[str, Slope],
    judge: Capture,
    plain: str,
    decisive: str,
    level: float,
) -> pd.DataFrame:
    """The ``summary`` of a contest about counts, nobody chosen yet.

    ``shown``: the judged rows of each candidate, ``measures`` the pooled ones, ``slopes`` the
    calibration slopes. Each is set beside ``plain`` and beside those named by the judge.
    """
    parts = []
    for name in candidates:
        parts.append(compare(name, None if name == plain else plain, measures, level))
        for other in judge.against:
            if other not in (name, plain):
                gap = compare(name, other, measures, level)
                kept = gap[gap["measure"] == decisive]
                parts.append(kept.assign(measure=measure_against(decisive, other)))
        told = count_trust(shown[name], judge.share, slopes[name])
        trust = pd.DataFrame({"measure": list(told), "value": list(told.values())})
        slope = trust["measure"] == SLOPE
        trust.loc[slope, ["low", "high"]] = slopes[name].low, slopes[name].high
        parts.append(trust.assign(candidate=name))
    return joined(parts)


def of_the_most(
    measures: Mapping[str, Mapping[str, Pooled]], best: Mapping[str, Pooled], top: Top
) -> tuple[dict[str, dict[str, Pooled]], str]:
    """Each candidate's share of the most that so many places hold (PEI), and its name.

    ``best`` are the measures of the list that knows all. Even that finds a half where what happens
    is spread wide: only beside it can a list be too good to be true.
    """
    capture, name = f"capture_{top_name(top)}", f"pei_{top_name(top)}"
    most = best[capture]
    made = {
        candidate: {
            name: Pooled(
                float(ratio(np.array(own[capture].value), np.array(most.value))),
                ratio(own[capture].draws, most.draws),
            )
        }
        for candidate, own in measures.items()
    }
    return made, name
