"""Which segments of one street adjoin, and in which order, where that can be known."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

ORDER = ["road", "turn", "backwards"]
WANTED = ["site_id", "street", "first_end", "last_end", "metres"]
Row = dict[str, Any]
Beside = dict[tuple[tuple[str, str], int], int]  # at a node of a street, by whom one is followed
Found = dict[int, tuple[str, int, bool]]


def street_order(sites: pd.DataFrame) -> pd.DataFrame:
    """``road``, ``turn`` and ``backwards`` of each row, in the rows' order.

    ``sites`` are of one class, with site_id, street, first_end and last_end (nodes; may be
    missing), and metres. Two segments are contiguous where they alone, of their street and class,
    meet at a node; where three do, or the street is a ring, nobody knows which comes next, and a
    segment without a street, an end or a length has no neighbour. A road begins at the end whose
    site comes first by name; ``backwards`` says that a segment is passed from its last end.
    """
    rows: list[Row] = [
        {str(k): v for k, v in row.items()} for row in sites[WANTED].to_dict("records")
    ]
    meet: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        known = all(isinstance(row[n], str) and row[n] for n in ("street", "first_end", "last_end"))
        for end in ("first_end", "last_end") if known else ():
            meet[row["street"], row[end]].append(i)
    pairs = {at: two for at, two in meet.items() if len({*two}) == len(two) == 2}
    measured = {i for i, row in enumerate(rows) if row["metres"] > 0}
    beside = {(at, i): sum(two) - i for at, two in pairs.items() if measured >= {*two} for i in two}
    found: Found = {}
    by_name = sorted(range(len(rows)), key=lambda i: str(rows[i]["site_id"]))
    for i in by_name:
        street = rows[i]["street"]
        free = [end for end in ("first_end", "last_end")
                if ((street, rows[i][end]), i) not in beside]  # fmt: skip
        if i not in found and free:
            _walk(i, free[0] == "last_end", rows, beside, found)
    for i in by_name:
        found.setdefault(i, (str(rows[i]["site_id"]), 0, False))
    return pd.DataFrame([found[i] for i in range(len(rows))], columns=ORDER, index=sites.index)


def _walk(start: int, backwards: bool, rows: list[Row], beside: Beside, found: Found) -> None:
    """Numbers a road from one end to the other."""
    name, at, turn = str(rows[start]["site_id"]), start, 0
    while True:
        found[at] = name, turn, backwards
        node = rows[at]["first_end" if backwards else "last_end"]
        following = beside.get(((rows[at]["street"], node), at))
        if following is None:
            return
        at, turn, backwards = following, turn + 1, rows[following]["first_end"] != node
