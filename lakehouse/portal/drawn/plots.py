"""Lines, bands and fans as SVG paths in a box of 1000 by 200, whole numbers, y pointing down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lakehouse.portal.drawn.axis import Axis

WIDTH, HEIGHT, DASH = 1000, 200, 3
Point = tuple[float, float | None]


@dataclass(frozen=True)
class Mark:
    """A sign on a plot, in per cent from the left and from the top; ``kind`` names its look."""

    x: int
    y: int
    kind: str
    label: str = ""


@dataclass(frozen=True)
class Plot:
    """Paths by the name of their look, in drawing order, with the signs on them.

    ``first`` and ``last`` are written under the ends; ``axis`` labels the side, from the bottom.
    """

    paths: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    axis: Axis
    first: str
    last: str


@dataclass(frozen=True)
class Box:
    """Where values lie: ``start`` to ``end`` from left to right, along ``axis`` upwards."""

    start: float
    end: float
    axis: Axis

    def x(self, at: float) -> int:
        """Units from the left."""
        return round(WIDTH * (at - self.start) / ((self.end - self.start) or 1))

    def y(self, value: float) -> int:
        """Units from the top; what lies below the axis is drawn at its foot."""
        low, high = self.axis.start, self.axis.end
        return round(HEIGHT * (high - max(low, value)) / (high - low))

    def line(self, points: Sequence[Point]) -> str:
        """A line through the points from left to right; gaps stay gaps."""
        parts, pen_up = [], True
        for at, value in points:
            if value is None:
                pen_up = True
                continue
            parts.append(f"{'M' if pen_up else 'L'}{self.x(at)} {self.y(value)}")
            pen_up = False
        # A point without neighbours is drawn too, as a dash.
        starts = [i for i, part in enumerate(parts) if part[0] == "M"]
        for i in starts:
            if i + 1 in starts or i + 1 == len(parts):
                parts[i] += f"m-{DASH} 0h{2 * DASH}"
        return "".join(parts)

    def band(self, low: Sequence[Point], high: Sequence[Point]) -> str:
        """The surface between two lines over the same places; where one lacks, it has a gap."""
        runs: list[list[tuple[float, float, float]]] = [[]]
        for (at, a), (_, b) in zip(low, high, strict=True):
            if a is not None and b is not None:
                runs[-1].append((at, a, b))
            elif runs[-1]:
                runs.append([])
        return "".join(self._surface(run) for run in runs if run)

    def _surface(self, run: list[tuple[float, float, float]]) -> str:
        there = "L".join(f"{self.x(at)} {self.y(b)}" for at, _, b in run)
        back = "L".join(f"{self.x(at)} {self.y(a)}" for at, a, _ in reversed(run))
        return f"M{there}L{back}z"

    def mark(self, at: float, value: float, kind: str, label: str = "") -> Mark:
        """A sign at a point."""
        x, y = round(100 * self.x(at) / WIDTH), round(100 * self.y(value) / HEIGHT)
        return Mark(x, y, kind, label)
