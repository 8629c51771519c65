"""Bad forecasts, each refused by the gate that was built for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from lakehouse.methods.fairness import FAIL
from lakehouse.modelling.forecasting.bands import Bands
from lakehouse.modelling.forecasting.candidates import WeekdayNaive
from lakehouse.modelling.forecasting.contest import ForecastContest, forecast_contest
from lakehouse.modelling.forecasting.panel import panel_of
from lakehouse.modelling.forecasting.paths import Path, ahead
from lakehouse.modelling.gates import gate as gates
from tests.modelling.forecasting.conftest import LEVELS, draw_series, rows_of

SERIES = draw_series(200, level=900, seed=2)
MAY = (61, 92)  # days of the series


@dataclass(frozen=True)
class Spoilt(WeekdayNaive):
    """What is to come, known in part: ``share`` of the naive's error is left, but on ``only``."""

    share: float = 0.5
    only: tuple[int, int] = (0, 10_000)
    plain: bool = False

    def path(self, values: Any, horizons: Any) -> Path:
        found = super().path(values, horizons)
        truth = np.stack([ahead(SERIES, h)[: len(values)] for h in horizons], axis=1)
        knows = np.zeros((len(values), 1), dtype=bool)
        knows[slice(*self.only)] = True
        kept = np.where(knows & np.isfinite(truth), self.share, 1.05)
        left = np.nan_to_num(truth - found.center)
        return replace(found, center=found.center + (1 - kept) * left)


def hold(learner: WeekdayNaive) -> ForecastContest:
    return forecast_contest(
        panel_of(rows_of({"beds": SERIES}), ["name"]),
        {"naive": WeekdayNaive(), "learner": learner},
        beside="naive",
        horizon=7,
        quantiles=LEVELS,
        tolerance=0.02,
        draws=60,
    )


def test_one_that_knows_a_part_of_what_is_to_come_would_pass() -> None:
    played = hold(Spoilt())
    assert played.winner == "learner" and not played.failed


@pytest.mark.parametrize(
    ("learner", "gate", "said"),
    [
        (Spoilt(share=1.0), gates.BASELINE, "is not better than naive for sure"),
        (Spoilt(share=0.0), gates.TOO_GOOD, "is not believed"),
        (Spoilt(share=0.05, only=MAY), gates.STABLE, "its advantage comes from a few"),
        (Spoilt(share=0.3, bands=Bands(half_life=0.5)), gates.COVERED, "held"),
    ],
)
def test_each_bad_one_is_refused_by_its_gate(learner: Spoilt, gate: str, said: str) -> None:
    played = hold(learner)
    (ours,) = (g for g in played.gates if (g.candidate, g.name) == ("learner", gate))
    assert ours.verdict == FAIL and said in ours.reason
    assert played.winner == "naive" and "learner" in played.failed
