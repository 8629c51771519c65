"""The outlines of areas: their names, their pages, and the box they lie in."""

from __future__ import annotations

import re

import pandas as pd

from lakehouse.portal.data import Outline
from lakehouse.portal.said.figures import text_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COMMAND = re.compile(r"([MmLlHhVvZz])([^MmLlHhVvZz]*)")


def area_page(code: str) -> str:
    """The name of an area's page; codes are city codes, so anything else is left out."""
    return f"area-{re.sub('[^A-Za-z0-9_-]', '', code)}.html"


def view_box(outlines: tuple[Outline, ...]) -> str:
    """The box that holds all paths, with a little room."""
    xs, ys = [], []
    for _, _, path, *_ in outlines:
        for x, y in corners(path):
            xs.append(x)
            ys.append(y)
    left, top = min(xs, default=0), min(ys, default=0)
    wide, high = max(xs, default=0) - left, max(ys, default=0) - top
    return f"{left - 6:.0f} {top - 6:.0f} {wide + 12:.0f} {high + 12:.0f}"


def corners(path: str) -> list[tuple[float, float]]:
    """The corners of a path of straight lines (M, L, H, V and Z, absolute or relative)."""
    x = y = start_x = start_y = 0.0
    found = []
    for command, text in _COMMAND.findall(path):
        numbers = [float(n) for n in _NUMBER.findall(text)]
        near = command.islower()
        if command in "Zz":
            x, y = start_x, start_y
            continue
        width = 1 if command in "HhVv" else 2
        for at in range(0, len(numbers) - width + 1, width):
            if command in "Hh":
                x = numbers[at] + (x if near else 0)
            elif command in "Vv":
                y = numbers[at] + (y if near else 0)
            else:
                x, y = (numbers[at] + (x if near else 0), numbers[at + 1] + (y if near else 0))
            if command in "Mm" and at == 0:
                start_x, start_y = x, y
            found.append((x, y))
    return found


def named(outlines: tuple[Outline, ...], chosen: pd.DataFrame) -> dict[str, str]:
    """Names of the areas by code, from the outlines and the measures."""
    names = {code: name for code, name, *_ in outlines}
    if not chosen.empty:
        for row in chosen.drop_duplicates("community_area").to_dict("records"):
            names.setdefault(str(row["community_area"]), text_of(row["name"]))
    return names
