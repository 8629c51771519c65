"""Axes that end at round numbers, and where bars lie on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lakehouse.portal.said.figures import round_up

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Bar:
    """An interval with its dot, in whole per cent of the axis."""

    low: int
    high: int
    dot: int


@dataclass(frozen=True)
class Axis:
    """From ``start`` to ``end``, with (per cent, label) of its numbers."""

    end: float
    ticks: tuple[tuple[int, str], ...]
    start: float = 0.0


def bar_of(low: float, high: float, dot: float, end: float, start: float = 0.0) -> Bar:
    """Low, high and dot as whole per cent of an axis from ``start`` to ``end``."""
    at = (round(100 * (x - start) / (end - start)) for x in (low, high, dot))
    return Bar(*(min(100, max(0, place)) for place in at))


def chance_axis(highest: float, most: int = 5) -> Axis:
    """An axis of shares up to the next full tenth, labelled in 100, with few numbers."""
    end = round_up(highest)
    step = 0.1 if end <= most / 10 else 0.2
    at = [step * k for k in range(int(round(end / step, 6)) + 1)]
    return Axis(end, tuple((round(100 * x / end), str(round(100 * x))) for x in at))


def count_axis(highest: float, most: int = 5, lowest: float = 0.0) -> Axis:
    """An axis of counts in at most ``most`` round steps (one more where it starts above 0).

    It starts at 0 unless ``lowest``, the lowest value of a line, is more than half of the highest:
    a line may leave zero out, a bar may not.
    """
    least = lowest if lowest > highest / 2 else 0.0
    step = round_step((highest - least) / most) if highest > least else 1.0
    first = math.floor(round(least / step, 9))
    last = max(first + 1, math.ceil(round(highest / step, 9)))
    decimals = 0 if step >= 1 and step == int(step) else max(1, -math.floor(math.log10(step)))
    ticks = tuple(
        (round(100 * (k - first) / (last - first)), f"{step * k:.{decimals}f}")
        for k in range(first, last + 1)
    )
    return Axis(step * last, ticks, step * first)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(s * power for s in _STEPS if s * power >= least * (1 - 1e-9))
