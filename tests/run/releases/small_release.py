"""Small releases written without Spark: a list and a table of two places each, of one value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.declare import Column
from lakehouse.run.published.handed import Handing, entry, export
from lakehouse.run.releases.kept import Release, releases
from lakehouse.run.releases.made import make
from tests.drawn_result import PLACE, RANK, VALUE, drawn_result

LISTED = drawn_result(
    "places_first",
    RANK,
    PLACE,
    Column("probability", "double", "Its chance.", rule="probability between 0 and 1"),
    Column("probability_low", "double", "Its lower end."),
    Column("probability_high", "double", "Its upper end."),
)
BESIDE = drawn_result("places_beside", PLACE, VALUE)
HANDING = Handing("r", "Delft", "Open data.")


def listed(chances: dict[str, float]) -> pd.DataFrame:
    """The list of places by chance, each with a range of a tenth to both sides."""
    order = sorted(chances, key=lambda place: -chances[place])
    rows = [(n, p, chances[p], chances[p] - 0.1, chances[p] + 0.1) for n, p in enumerate(order, 1)]
    return pd.DataFrame(rows, columns=LISTED.column_names)


def fill(part: Path, value: float, **more: Any) -> dict[str, Any]:
    """Both tables and a page, every number of them ``value``; the manifest."""
    one = listed({"a": value, "b": value / 2})
    two = pd.DataFrame({"place": ["a", "b"], "value": [value, value]})
    files = export(one, LISTED, part, HANDING) + export(two, BESIDE, part, HANDING)
    page = part / "index.html"
    page.write_text(f"<html><body><p>{value}</p></body></html>\n", "utf-8")
    manifest = {"as_of": "2024-06-28", "made_of": {"value": value}, "licence": "Open data."}
    return manifest | {"files": [*files, entry(page, None)]} | more


def release(root: Path, run: str, value: float = 0.5, **more: Any) -> Release:
    """Make release ``<day>-<run>``; ``more`` goes into its manifest."""
    day = more.get("as_of", "2024-06-28")
    name = f"{day}-{run}"
    make(root, name, lambda part: fill(part, value, **more))
    return next(r for r in releases(root) if r.name == name)
