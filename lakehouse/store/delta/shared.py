"""Tables that many steps write parts of: one write at a time, whatever runs side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_lock = RLock()


def one_at_a_time(write: Callable[P, R]) -> Callable[P, R]:
    """The function, of whose calls (and those of all others so marked) one is at work at a time."""

    @wraps(write)
    def alone(*args: P.args, **named: P.kwargs) -> R:
        with _lock:
            return write(*args, **named)

    return alone
