"""One result in two releases: which rows came and went, who entered, left and moved on a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lakehouse.portal.change import Cause, Change, Move, Parts
from lakehouse.portal.decision import kind_of
from lakehouse.portal.said.figures import number_in, text_of

FIRST = 15  # places of a list that are compared one by one; as many as a page shows at first
VALUES = ("probability", "expected")
STAMPS = ("as_of", "data_through", "model_name", "model_version")
NAMES = ("name", "title", "address")


def compared(
    result: str,
    key: Sequence[str],
    frames: tuple[pd.DataFrame, pd.DataFrame],
    cause: Cause,
    parts: Mapping[str, Parts] | None = None,
    share: Parts | None = None,
) -> Change:
    """The change of one result; ``frames`` are its rows before and after.

    ``parts`` splits the change of a row's chance by key, ``share`` those that entered.
    """
    before, after = (_keyed(frame, key) for frame in frames)
    rows = counted(before, after)
    if kind_of(frames[1]) != "list" or kind_of(frames[0]) != "list":
        return Change(result, rows, cause)
    value = next(v for v in VALUES if v in after)
    lists = _List(before, after, value, parts or {})
    first = min(FIRST, int(after["rank"].notna().sum()))
    old, new = (set(f.index[f["rank"].between(1, first)]) for f in (before, after))
    moved = [k for k in old & new if before["rank"][k] != after["rank"][k]]
    return Change(
        result,
        rows,
        cause,
        is_list=True,
        is_chance=value == "probability",
        first=first,
        entered=lists.moves(new - old),
        left=lists.moves(old - new),
        moved=lists.moves(moved),
        far=_far(before, after, value),
        share=share,
    )


def counted(before: pd.DataFrame, after: pd.DataFrame) -> tuple[int, int, int, int]:
    """Rows that came, went, say something else and say the same; stamps of the run aside."""
    shared = before.index.intersection(after.index)
    told = [c for c in after.columns if c in before.columns and c not in STAMPS]
    old, new = before.loc[shared, told], after.loc[shared, told]
    other = ~((old == new) | (old.isna() & new.isna())).all(axis=1)
    if set(after.columns) - set(STAMPS) != set(before.columns) - set(STAMPS):
        other[:] = True
    changed = int(other.sum())
    return (
        *(len(after) - len(shared), len(before) - len(shared)),
        *(changed, len(shared) - changed),
    )


def _keyed(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """The frame with its key as text for index, so that a key that changed type still fits."""
    index = frame[list(key)].astype(str).agg(" / ".join, axis=1) if len(frame) else []
    return frame.set_axis(pd.Index(index, dtype=object), axis=0)


class _List:
    """A list before and after, from which single moves are told."""

    def __init__(
        self, before: pd.DataFrame, after: pd.DataFrame, value: str, parts: Mapping[str, Parts]
    ) -> None:
        self.before, self.after = before.to_dict("index"), after.to_dict("index")
        self.value, self.parts = value, parts

    def moves(self, keys: Any) -> tuple[Move, ...]:
        """The moves of these rows, in the order of the new list, then of the old one."""
        made = [self.move(key) for key in keys]
        last = float("inf")
        return tuple(sorted(made, key=lambda m: tuple(r or last for r in reversed(m.ranks))))

    def move(self, key: str) -> Move:
        old, new = self.before.get(key, {}), self.after.get(key, {})
        names = (text_of((new or old).get(name)) for name in NAMES)
        ranks, values = (
            tuple(number_in(row.get(column)) for row in (old, new))
            for column in ("rank", self.value)
        )
        whole = tuple(None if rank is None else int(rank) for rank in ranks)
        title = next((name for name in names if name), key)
        return Move(key, title, whole, values, self.parts.get(key))  # type: ignore[arg-type]


def _far(before: pd.DataFrame, after: pd.DataFrame, value: str) -> int:
    """Rows whose new value lies outside the range it was said to have before."""
    low, high = f"{value}_low", f"{value}_high"
    if not {low, high} <= set(before.columns):
        return 0
    shared = before.index.intersection(after.index)
    old, new = before.loc[shared], after.loc[shared, value]
    return int(((new < old[low]) | (new > old[high])).sum())
