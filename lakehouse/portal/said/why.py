"""Why a row stands on its list, in figures of its own, where its list gives no reasons."""

from __future__ import annotations

from lakehouse.portal.said.figures import number_in
from lakehouse.portal.said.voice import Voice

# Figures that a list may speak of, with their decimals.
FIGURES = {"relative_risk": 1, "risk_low": 1, "risk_high": 1, "cases": 0, "expected": 0}


def why(cells: dict[str, object], voice: Voice) -> tuple[str, ...]:
    """The one sentence of a list that has one for it; none where a figure of it is withheld."""
    if not voice.has("row.why"):
        return ()
    given = {name: number_in(cells.get(name)) for name in FIGURES}
    if any(value is None for value in given.values()):
        return ()
    told = {name: voice.words.number(value or 0, FIGURES[name]) for name, value in given.items()}
    return (str(voice("row.why", **told).unescape()),)
