"""The card of an outlook: what should be known before hours or places are chosen by it."""

from __future__ import annotations

from collections.abc import Sequence

from lakehouse.modelling.gates.words import gate_table
from lakehouse.modelling.markdown import table
from lakehouse.modelling.measure_words import named
from lakehouse.modelling.outlook.contest import OutlookContest, row_of


def outlook_card(
    played: OutlookContest, *, question: str, outcome: str, limits: Sequence[str]
) -> str:
    """The card as Markdown text; every number in it comes from the contest."""
    parts = [
        f"# {question}",
        played.verdict,
        f"## What is told\n\n{outcome}",
        f"## How it was judged\n\n{played.how}",
        f"## Candidates\n\n{_candidates(played)}",
        f"## Gates\n\n{gate_table(played.gates)}",
        f"## Every measure of {played.winner}\n\n{_measures(played)}",
        "## Limits\n\n" + ("\n".join(f"- {limit}" for limit in limits) or "None declared."),
    ]
    return "\n\n".join(parts) + "\n"


def _candidates(played: OutlookContest) -> str:
    rows = []
    for name, candidate in played.candidates.items():
        fate = "used" if name == played.winner else played.failed.get(name, "not the best")
        kind = "plain" if candidate.plain else "learns"
        rows.append([name, kind, candidate.says, _loss(played, name), fate])
    return table(["candidate", "kind", "what it does", named(played.measure), "result"], rows)


def _loss(played: OutlookContest, name: str) -> str:
    if played.summary.empty:
        return "not measured"
    row = row_of(played.summary, name, played.measure)
    return f"{row['value']:.4g} ({row['low']:.4g} to {row['high']:.4g})"


def _measures(played: OutlookContest) -> str:
    rows = [
        [named(r.measure), f"{r.value:.4g}", f"{r.low:.4g} to {r.high:.4g}"]
        for r in played.summary[played.summary["candidate"] == played.winner].itertuples()
    ]
    if not rows:
        return "Nothing could be measured."
    return table(["measure", "value", f"{played.level:.0%} interval"], rows)
