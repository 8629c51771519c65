"""The card of a forecast: what a coordinator or an auditor should know before planning with it."""

from __future__ import annotations

from collections.abc import Sequence

from lakehouse.modelling.forecasting.contest import ForecastContest
from lakehouse.modelling.gates.words import gate_table
from lakehouse.modelling.markdown import table
from lakehouse.modelling.measure_words import READS_AS


def forecast_card(
    played: ForecastContest, *, question: str, outcome: str, limits: Sequence[str]
) -> str:
    """The card as Markdown text; every number in it comes from the contest."""
    rows = played.judged[played.judged["candidate"] == played.winner]
    first, last = rows["origin"].min().date(), rows["origin"].max().date()
    judged = (
        f"Every day from {first} to {last} was taken as the last one known, "
        f"{rows['origin'].nunique()} days and {len(rows):,} forecasts {played.horizon} days ahead; "
        "what is learnt was learnt from the days before. Intervals hold "
        f"{played.level:.0%} of the draws when fortnights are drawn again."
    )
    parts = [
        f"# {question}",
        played.verdict,
        f"## What is forecast\n\n{outcome}",
        f"## How it was judged\n\n{judged}",
        f"## Candidates\n\n{_candidates(played)}",
        f"## Gates\n\n{gate_table(played.gates)}",
        f"## Series by series\n\n{_series(played)}",
        "## Limits\n\n" + ("\n".join(f"- {limit}" for limit in limits) or "None declared."),
    ]
    return "\n\n".join(parts) + "\n"


def _candidates(played: ForecastContest) -> str:
    found = played.summary.set_index(["candidate", "measure"])
    rows = []
    for name, candidate in played.candidates.items():
        fate = "used" if name == played.winner else played.failed.get(name, "not the best")
        loss = found.loc[(name, "scaled_pinball")]
        shown = f"{loss['value']:.3f} ({loss['low']:.3f} to {loss['high']:.3f})"
        kind = "plain" if candidate.plain else "learns"
        rows.append([name, kind, candidate.says, shown, fate])
    header = ["candidate", "kind", "what it does", "scaled pinball loss", "result"]
    return table(header, rows)


def _series(played: ForecastContest) -> str:
    found = played.summary[played.summary["candidate"] == played.winner].set_index("measure")
    rows = []
    for series in played.series:
        if f"pinball {series}" not in found.index:
            rows.append([series, "too few days", "", "", ""])
            continue
        ratio = found.loc[f"pinball_to_naive {series}"]
        cells = [
            f"{series}",
            *(f"{found.loc[f'{name} {series}', 'value']:.2f}" for name in ("pinball", "crps")),
        ]
        cells.append(f"{ratio['value']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})")
        covered = f"coverage_90_percent {series}"
        known = covered in found.index
        rows.append([*cells, f"{found.loc[covered, 'value']:.0%}" if known else "not measured"])
    header = [
        "series",
        "pinball loss",
        READS_AS["crps"],
        f"ratio to {played.beside}",
        "90 % band held",
    ]
    return table(header, rows)
