"""By what the rows of a list can be sorted: places in an order made here, never text or numbers."""

from __future__ import annotations

import pandas as pd

from lakehouse.portal.listed import Listed
from lakehouse.portal.said.figures import text_of

NONE = ""


def sort_keys(found: Listed, shown: pd.DataFrame) -> list[str]:
    """Per row of ``shown`` its rank, and its place by name and by value, joined by commas.

    Equal values share a place, so that their rows stay in the order of rank. A value is compared
    as exactly as the list is ranked, which only says again what the ranks say. One that is
    missing has no place: its row stays last, whichever way the list is sorted.
    """
    names = [text_of(name).casefold() for name in shown["name"]]
    ranks = [str(int(rank)) for rank in shown["rank"]]
    columns = (ranks, _places(pd.Series(names).replace("", None)), _places(shown["value"]))
    return [",".join(keys) for keys in zip(*columns, strict=True)]


def _places(values: pd.Series) -> list[str]:
    places = values.rank(method="dense")
    return [NONE if place != place else str(int(place)) for place in places]
