"""Rows of a table on a screen: side by side where they fit, else one below the other."""

from __future__ import annotations

import pandas as pd
from rich.markup import escape
from rich.table import Table as Grid

from lakehouse.run import say


def fits(frame: pd.DataFrame) -> bool:
    """Whether the columns fit beside each other on the screen."""
    widths = [max([len(str(n)), *(len(cell(v)) for v in frame[n])]) for n in frame.columns]
    return sum(widths) + 3 * len(widths) + 1 <= say.out.width


def grid_of(title: str, frame: pd.DataFrame) -> Grid:
    """Rows below each other, columns side by side."""
    grid = Grid(title=title, title_justify="left")
    for name in frame.columns:
        grid.add_column(str(name))
    for row in frame.itertuples(index=False):
        grid.add_row(*(escape(cell(value)) for value in row))
    return grid


def blocks(title: str, frame: pd.DataFrame) -> str:
    """A row below the other, each column on its own line: what is too wide for a grid."""
    width = max(len(str(name)) for name in frame.columns)
    rows = [
        "\n".join(
            f"  {name:{width}}  {cell(row[name])}" for name in frame.columns if cell(row[name])
        )
        for row in frame.to_dict("records")
    ]
    return escape("\n\n".join([title, *rows]))


def cell(value: object) -> str:
    """A value as the screen shows it, nothing where it is missing."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    return number(value) if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """A whole number whole, a part of one with four digits, another with four decimals.

    Four digits of a latitude are a kilometre.
    """
    if value == value and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return f"{value:.4f}".rstrip("0").rstrip(".") if 1 <= abs(value) < 1e9 else f"{value:.4g}"
