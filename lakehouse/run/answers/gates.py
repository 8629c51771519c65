"""What every candidate of a contest went through, as rows of governance.model_gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.forecasting.contest import ForecastContest
from lakehouse.run.answers.trials import frame_of
from lakehouse.store.lake import Lake
from lakehouse.tables.governance import model_gate


def gate_rows(played: Contest | ForecastContest, stamp: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row per candidate and gate; ``stamp`` has model_name, model_version and as_of."""
    fixed = {
        "model": stamp["model_name"],
        "version": stamp["model_version"],
        "as_of": stamp["as_of"],
    }
    return [
        {
            **fixed,
            "candidate": gate.candidate,
            "chosen": gate.candidate == played.winner,
            "gate": gate.name,
            "verdict": gate.verdict,
            "reason": gate.reason,
        }
        for gate in played.gates
    ]


def write_gates(lake: Lake, played: Contest | ForecastContest, stamp: Mapping[str, Any]) -> None:
    """Replace the model's rows by those of its last contest."""
    rows = frame_of(lake, model_gate, gate_rows(played, stamp))
    lake.replace_part(model_gate, rows.coalesce(1), "model", str(stamp["model_name"]))
