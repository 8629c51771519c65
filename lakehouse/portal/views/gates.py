"""Whether a model passed its gates, and who was kept out by one, in words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from lakehouse.portal.said.figures import text_of
from lakehouse.portal.said.wording import Words

PASS, UNSURE = "pass", "insufficient"


@dataclass(frozen=True)
class GateRow:
    """One gate: who went through it, what had to be so, how it ended, and why."""

    who: str
    gate: str
    verdict: str
    why: str


@dataclass(frozen=True)
class GatesTold:
    """The winner's gates, the others that failed one, and the finding of both."""

    title: Markup
    own: tuple[GateRow, ...]
    kept_out: tuple[GateRow, ...]


def gates_told(gates: pd.DataFrame, words: Words) -> GatesTold:
    """``gates`` as ``ModelCard.gates``."""
    if gates.empty:
        return GatesTold(words("model.gates_none"), (), ())
    chosen = gates["chosen"].astype(bool)
    own = [_row(row, words) for row in gates[chosen].to_dict("records")]
    failed = gates[~chosen & (gates["verdict"] == "fail")]
    passed = sum(row.verdict == PASS for row in own)
    key = "model.gates_all" if passed == len(own) else "model.gates_some"
    title = words.plural(key, passed, all=words.number(len(own)))
    return GatesTold(
        title if own else words("model.gates_plain"),
        tuple(sorted(own, key=lambda row: row.verdict == PASS)),
        tuple(_row(row, words) for row in failed.to_dict("records")),
    )


def _row(row: dict[str, object], words: Words) -> GateRow:
    gate = text_of(row["gate"])
    named = words.named(f"model.gate.{gate.replace(' ', '_')}", gate[:1].upper() + gate[1:])
    why = text_of(row["reason"]).replace("_", " ")
    return GateRow(text_of(row["candidate"]), named, text_of(row["verdict"]), why)
