"""What is declared of one monitor, as its page takes it, and which released series are its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MonitorCard:
    """A question whether something is unusual.

    ``watches`` says what one row of its table is; ``every`` is the number of days of a period;
    ``alert``, ``warning`` and ``fdr`` are its levels as declared; ``ladder`` has each method with
    the number of periods it needs before the one it judges. ``result`` is the last name of the
    released table that holds its series, '' where none does, and ``series`` are their keys: what
    is told of counts is taken from that table alone.
    """

    name: str
    asks: str
    watches: str
    every: int
    alert: float
    warning: float
    fdr: float
    ladder: tuple[tuple[str, int], ...]
    owner: str = ""
    version: str = ""
    changed: tuple[date, ...] = ()
    limits: tuple[str, ...] = ()
    result: str = ""
    series: frozenset[str] = frozenset()

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"model-{self.name}.html"

    @property
    def a_year(self) -> int:
        """Periods of a year."""
        return 365 // self.every
