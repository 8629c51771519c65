"""Frames that are held in memory while something is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pyspark.sql import DataFrame

FEW = 10_000


@contextmanager
def holding() -> Iterator[Callable[[DataFrame], DataFrame]]:
    """A function that holds a frame from its first use to the end of the ``with`` block.

    Spark moves to disk what memory has no room for.
    """
    held: list[DataFrame] = []

    def hold(frame: DataFrame) -> DataFrame:
        held.append(frame.persist())
        return held[-1]

    try:
        yield hold
    finally:
        # The last one first: letting go of a frame would also let go of those made of it.
        for frame in reversed(held):
            frame.unpersist()


def at_hand(frame: DataFrame, many: Callable[[DataFrame], DataFrame] = lambda f: f) -> DataFrame:
    """The same rows in this process where they are few, so that asking again plans and reads none.

    Where they are not, what ``many`` makes of the frame.
    """
    rows = frame.limit(FEW + 1).toArrow()
    if rows.num_rows > FEW:
        return many(frame)
    return frame.sparkSession.createDataFrame(rows, frame.schema)
