"""Whatever goes wrong, and in whatever order: in the end there are exactly the rows, each once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import DeliveryMissing
from tests.examples import examples
from tests.store.open_data.fetched import QUICK, Town
from tests.store.open_data.server import Fault, Portal, dogs, serving

FAULTS = [
    *(Fault("status", code) for code in (202, 429, 500, 503)),
    *(Fault("cut"), Fault("torn"), Fault("drop")),
]
faults = st.lists(st.one_of(st.none(), st.sampled_from(FAULTS)), max_size=25)
slow = settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))


def until_done(town: Town, kind: str, **changes: str) -> None:
    """Fetch as a scheduler would, until a fetch ends well; faults run out."""
    for _ in range(30):
        try:
            town.fetch(town.entry(kind, **changes))
            return
        except DeliveryMissing:
            assert not [p for p in town.files() if p.stat().st_size == 0]
    raise AssertionError("never ended")


@slow
@given(st.sampled_from(["socrata", "ckan"]), faults, st.integers(1, 23), st.integers(1, 7))
def test_every_row_comes_once(kind: str, plan: list[Fault | None], rows: int, most: int) -> None:
    portal = Portal(dogs(range(rows)), faults=list(plan), most=most)
    with serving(portal), tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), portal, manners=QUICK)
        until_done(town, kind)
        assert town.tags() == list(range(rows)) and len(town.files()) == 1


@slow
@given(faults, st.binary(min_size=1, max_size=4000), st.booleans())
def test_every_byte_comes_once(plan: list[Fault | None], body: bytes, ranges: bool) -> None:
    content = b"Tag\n" + body
    portal = Portal(files={"/dogs.csv": content}, faults=list(plan), ranges=ranges)
    with serving(portal), tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), portal, manners=QUICK)
        until_done(town, "url", location=f"{portal.address}/dogs.csv")
        assert [p.read_bytes() for p in town.files()] == [content]


@pytest.mark.whole
@slow
@example([], [(3, 0), (10, 1)])  # a row that moves to the newest moment once all pages are there
@example([], [(3, 0), (11, 1)])
@given(faults, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=12))
def test_rows_that_come_and_change_while_they_are_fetched_all_come(
    plan: list[Fault | None], changes: list[tuple[int, int]]
) -> None:
    """``changes`` are (request before which it happens, row that is changed or comes)."""
    portal = Portal(dogs(range(5)), faults=list(plan))
    count, moments = 0, [set[int]()]

    def change(number: int) -> None:
        nonlocal count
        for _, row in [c for c in changes if c[0] == number]:
            count += 1
            # Two at the same moment, but no row twice: its portal could not tell that either.
            if row in moments[-1] or len(moments[-1]) == 2:
                moments.append(set())
            moments[-1].add(row)
            at = f"2020-03-01T00:{len(moments):02d}:00.000Z"
            old = [r for r in portal.rows if r["_id"] != row]
            portal.rows = [*old, {**dogs(range(row, row + 1), at)[0], "Name": f"new {count}"}]

    portal.before = change
    with serving(portal), tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), portal, manners=QUICK)
        until_done(town, "socrata", since=":updated_at")
        portal.before = lambda number: None
        until_done(town, "socrata", since=":updated_at")
        # As landing does: a row with a known identity replaces the one before.
        landed = {r["Tag"]: r["Name"] for file in town.files() for r in town.rows(file)}
        assert landed == {r["Tag"]: r["Name"] or "" for r in portal.rows}
