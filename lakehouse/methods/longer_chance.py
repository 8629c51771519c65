"""The chance over several windows from that of one, if it stays as it is."""

from __future__ import annotations

from typing import Any


def chance_within(chance: Any, windows: int) -> Any:
    """1 - (1 - chance) ** windows, for numbers, arrays and Spark columns alike.

    The chance of at least one event in ``windows`` windows that each have ``chance`` and do not
    depend on each other: nothing is done about it, and nothing wears out meanwhile.
    """
    return 1 - (1 - chance) ** windows
