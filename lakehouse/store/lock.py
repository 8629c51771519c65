"""One run at a time per lake: the lock says who holds it, and the system frees it when they die."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lakehouse.declare.errors import LakeBusy


@contextmanager
def hold(
    lake: Path, doing: str, wait: float = 0, tell: Callable[[str], None] = print
) -> Iterator[None]:
    """Hold the lake for the block; raises :class:`LakeBusy` naming the holder after ``wait`` s.

    Delta's log on a local disk is not atomic between processes (two writers can both win), so
    every write of ours happens inside this lock. It belongs to the process: ``kill -9`` frees it.
    """
    lake.mkdir(parents=True, exist_ok=True)
    handle = os.open(lake / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(handle, lake, wait, tell)
        told = {"pid": os.getpid(), "doing": doing, "since": time.strftime("%Y-%m-%d %H:%M:%S")}
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(told).encode(), 0)
        yield
    finally:
        os.close(handle)


def holder(lake: Path) -> str:
    """Who wrote the lock last, in words."""
    try:
        said = json.loads((lake / ".lock").read_text())
        return f"process {said['pid']} ({said['doing']}, since {said['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"


def _acquire(handle: int, lake: Path, wait: float, tell: Callable[[str], None]) -> None:
    until, told = time.monotonic() + wait, False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise LakeBusy(
                    f"The lake {lake} is held by {holder(lake)}.",
                    "Wait for it, or run again with --wait SECONDS.",
                ) from None
            if not told:
                tell(f"Waiting for {holder(lake)} to release the lake.")
                told = True
            time.sleep(0.2)


def is_held(lake: Path) -> str:
    """Who holds the lake now, in words; empty when nobody does."""
    try:
        handle = os.open(lake / ".lock", os.O_RDONLY)  # whoever may only read asks too
    except FileNotFoundError:
        return ""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return ""
    except BlockingIOError:
        return holder(lake)
    finally:
        os.close(handle)
