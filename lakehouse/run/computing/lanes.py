"""Do pieces of work side by side, each when those that it waits for are done."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from threading import Timer

from lakehouse.run import say
from lakehouse.run.computing.runner import Run
from lakehouse.store.session import cancel_jobs, join_session

INTERRUPTED = 130  # what a shell makes of Ctrl-C
PATIENCE = 5  # seconds that whoever pressed it is kept waiting for what is being done
Waits = Mapping[str, Collection[str]]


def side_by_side(
    run: Run, waits: Waits, work: Callable[[str], None], alone: Collection[str] = ()
) -> None:
    """:func:`in_lanes` with the run's session, in as many lanes as its settings say."""

    def begin() -> None:
        join_session(run.lake.spark)

    # What is left then is what a kill would leave: the next run makes it anew.
    end = Timer(PATIENCE, os._exit, [INTERRUPTED])

    def stop(error: BaseException) -> None:
        run.stopping = True
        cancel_jobs(run.lake.spark)
        if isinstance(error, KeyboardInterrupt):
            say.say("Stopping. The next run goes on from what is done.")
            end.start()

    try:
        in_lanes(waits, work, run.settings.lanes, alone=alone, begin=begin, stop=stop)
    finally:
        end.cancel()


def in_lanes(
    waits: Waits,
    work: Callable[[str], None],
    lanes: int,
    *,
    alone: Collection[str] = (),
    begin: Callable[[], None] = lambda: None,
    stop: Callable[[BaseException], None] = lambda error: None,
) -> None:
    """Call ``work`` with every name of ``waits``, each after the names of them that it waits for.

    ``waits`` is in an order in which all can be done; one lane keeps to it. Of more lanes, each in
    a thread that calls ``begin`` first, no two do what is named in ``alone``. What ``work`` raises
    ends the whole once ``stop`` was told of it and the other lanes are through with what they do.
    """
    if lanes == 1:
        for name in waits:
            work(name)
        return
    graph = {name: [w for w in others if w in waits] for name, others in waits.items()}
    place = _most_waited_for(graph)
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    ready: list[str] = []
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(lanes, initializer=begin) as pool:
        try:
            while sorter.is_active():
                ready = sorted([*ready, *sorter.get_ready()], key=place.index)
                for name in list(ready):
                    waiting = name in alone and any(n in alone for n in running.values())
                    if len(running) < lanes and not waiting:
                        ready.remove(name)
                        running[pool.submit(work, name)] = name
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    sorter.done(running.pop(future))
                    future.result()
        except BaseException as error:
            stop(error)
            raise


def _most_waited_for(graph: Mapping[str, Collection[str]]) -> list[str]:
    """The names, first those that most others wait for, at once or through others."""
    after: dict[str, set[str]] = {name: set() for name in graph}
    for name in reversed(list(graph)):  # who waits for a name stands behind it
        for other in graph[name]:
            after[other] |= {name} | after[name]
    return sorted(graph, key=lambda name: -len(after[name]))
