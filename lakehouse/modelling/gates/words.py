"""Gates and groups as a card tells them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lakehouse.methods.fairness import PASS
from lakehouse.modelling.gates.gate import Gate
from lakehouse.modelling.markdown import table


def gate_table(gates: Sequence[Gate]) -> str:
    """How many gates were passed, and every other one with its reason."""
    rows = [[g.candidate, g.name, g.verdict, g.reason] for g in gates if g.verdict != PASS]
    said = f"{len(gates) - len(rows)} of {len(gates)} gates were passed."
    return f"{said}\n\n{table(['candidate', 'gate', 'verdict', 'why'], rows)}" if rows else said


def group_table(told: pd.DataFrame) -> str:
    """Each group of one candidate, however small, beside the one best known."""
    rows = [
        [
            *(r.group, r.rate, f"{r.of:.0f}", f"{r.share:.1%}", f"{r.disparity:.2f}"),
            *(f"{r.low:.2f} to {r.high:.2f}", r.verdict),
        ]
        for r in told.itertuples()
    ]
    header = ["group", "rate", "of", "share", "times that", "between", "verdict"]
    return f"Beside {told['reference'].iloc[0]}, the group best known.\n\n{table(header, rows)}"


def range_table(told: pd.DataFrame) -> str:
    """Each group of one candidate, however small, with how often its ranges held."""
    rows = [
        [
            *(r.group, f"{r.rows:,}", f"{r.ranges:,}"),
            *((f"{r.share:.0%}", f"{r.low:.0%} to {r.high:.0%}") if r.ranges else ("", "")),
            r.verdict,
        ]
        for r in told.itertuples()
    ]
    return table(["group", "rows", "ranges", "held", "between", "verdict"], rows)
