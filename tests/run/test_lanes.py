"""Work that is done side by side: all of it, each piece after what it waits for, few at a time."""

from __future__ import annotations

import threading
from time import sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.run.computing.lanes import in_lanes

Graph = dict[str, set[str]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Names in an order in which all can be done; some wait for what nobody does here."""
    names = [f"n{i}" for i in range(draw(st.integers(0, 12)))]
    waits = {}
    for i, name in enumerate(names):
        some = st.sampled_from([*names[:i], "elsewhere"])
        waits[name] = set(draw(st.lists(some, max_size=3)))
    return waits


class Watched:
    """Work that notes what was done before it, and what is done at the same time."""

    def __init__(self, alone: set[str]) -> None:
        self.alone, self.lock = alone, threading.Lock()
        self.doing: set[str] = set()
        self.done: list[str] = []
        self.most, self.most_alone = 0, 0

    def __call__(self, name: str) -> None:
        with self.lock:
            self.doing.add(name)
            self.most = max(self.most, len(self.doing))
            self.most_alone = max(self.most_alone, len(self.doing & self.alone))
        sleep(0.0005)
        with self.lock:
            self.doing.remove(name)
            self.done.append(name)


@settings(max_examples=60, deadline=None)
@given(graphs(), st.integers(1, 4), st.sets(st.integers(0, 12).map("n{}".format)))
def test_all_is_done_once_and_after_what_it_waits_for(
    waits: Graph, lanes: int, alone: set[str]
) -> None:
    seen = Watched(alone)
    in_lanes(waits, seen, lanes, alone=alone)
    assert sorted(seen.done) == sorted(waits)
    at = {name: i for i, name in enumerate(seen.done)}
    assert all(at[o] < at[name] for name, others in waits.items() for o in others & {*waits})
    assert seen.most <= lanes and seen.most_alone <= 1
    if lanes == 1:
        assert seen.done == [*waits]


def test_two_that_wait_for_nothing_are_done_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=20)
    met: list[str] = []

    def work(name: str) -> None:
        both.wait()
        met.append(name)

    in_lanes({"a": set(), "b": set()}, work, 2)
    assert sorted(met) == ["a", "b"]


def test_what_most_others_wait_for_is_begun_first() -> None:
    waits: Graph = {"last": set(), "a": set(), "root": set(), "x": {"root"}, "y": {"x"}}
    begun: list[str] = []
    in_lanes(waits, begun.append, 2, alone=[*waits])
    assert begun[:2] == ["root", "x"]


@pytest.mark.parametrize("lanes", [1, 2])
def test_what_goes_wrong_ends_the_whole(lanes: int) -> None:
    done: list[str] = []

    def work(name: str) -> None:
        if name == "bad":
            raise ZeroDivisionError(name)
        done.append(name)

    stopped: list[type] = []
    with pytest.raises(ZeroDivisionError):
        in_lanes(
            {"a": set(), "bad": {"a"}, "c": {"bad"}},
            work,
            lanes,
            stop=lambda error: stopped.append(type(error)),
        )
    assert done == ["a"] and stopped == [ZeroDivisionError] * (lanes - 1)


def test_each_thread_begins_before_its_first_work() -> None:
    begun: set[int] = set()
    missing: list[str] = []

    def work(name: str) -> None:
        if threading.get_ident() not in begun:
            missing.append(name)

    def begin() -> None:
        begun.add(threading.get_ident())

    in_lanes({str(i): set() for i in range(8)}, work, 3, begin=begin)
    assert not missing and begun
