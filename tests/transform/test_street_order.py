"""Segments adjoin where their street and their nodes leave no doubt, and nowhere else."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.transform.street_order import street_order


def order(*rows: tuple[str, str | None, str | None, str | None]) -> list[tuple[str, int, bool]]:
    made = pd.DataFrame(rows, columns=["site_id", "street", "first_end", "last_end"])
    made["metres"] = [np.nan if site == "S0" else 100.0 for site in made["site_id"]]
    return list(street_order(made).itertuples(index=False, name=None))


def test_a_street_is_walked_from_end_to_end_whatever_way_its_segments_were_drawn() -> None:
    rows = [("S2", "Main", "b", "c"), ("S1", "Main", "b", "a"), ("S3", "Main", "d", "c")]
    assert order(*rows) == [("S1", 1, False), ("S1", 0, True), ("S1", 2, True)]
    # The order of rows is nothing.
    assert order(*rows[::-1]) == order(*rows)[::-1]


def test_another_street_at_the_same_node_is_none_of_it() -> None:
    found = order(("S1", "Main", "a", "b"), ("S2", "Side", "b", "c"), ("S3", "Main", "b", "d"))
    assert found == [("S1", 0, False), ("S2", 0, False), ("S1", 1, False)]


def test_at_a_fork_and_on_a_ring_nobody_knows_which_comes_next() -> None:
    fork = [("S1", "M", "a", "b"), ("S2", "M", "b", "c"), ("S3", "M", "b", "d")]
    ring = [("S1", "M", "a", "b"), ("S2", "M", "b", "c"), ("S3", "M", "c", "a")]
    twice = [("S1", "M", "a", "b"), ("S2", "M", "a", "b")]
    unmeasured = [*fork[:2], ("S0", "M", "b", "d")]
    for rows in (fork, ring, twice, unmeasured):
        assert order(*rows) == [(site, 0, False) for site, *_ in rows]


def test_without_a_street_an_end_or_a_length_a_segment_has_no_neighbour() -> None:
    for odd in (
        ("S2", None, "b", "c"),
        ("S2", "M", None, "c"),
        ("S0", "M", "b", "c"),
        ("S2", "M", "b", "b"),
    ):
        rows = [("S1", "M", "a", "b"), odd, ("S3", "M", "c", "d")]
        assert order(*rows) == [(site, 0, False) for site, *_ in rows], odd
