"""What every candidate of a contest went through, as rows of governance.model_gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.forecasting.contest import ForecastContest
from lakehouse.modelling.outlook.contest import OutlookContest
from lakehouse.run.answers.model_part import told_of

Played = Contest | ForecastContest | OutlookContest


def gate_rows(played: Played, stamp: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row per candidate and gate; ``stamp`` has model_name, model_version and as_of."""
    return [
        {
            **told_of(stamp),
            "candidate": gate.candidate,
            "chosen": gate.candidate == played.winner,
            "gate": gate.name,
            "verdict": gate.verdict,
            "reason": gate.reason,
        }
        for gate in played.gates
    ]
