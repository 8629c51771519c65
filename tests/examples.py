"""How many examples a property is tried on: a part by ``make test``, all by ``make whole``."""

from __future__ import annotations

import pytest
from hypothesis import is_hypothesis_test

FEWEST = 5
# Other examples are drawn each time, so that few at a time become many.
PART = 5
_whole = False


def begin(markexpr: str) -> None:
    """Which command runs; before any test is collected."""
    global _whole
    _whole = markexpr == "whole"


def examples(many: int) -> int:
    """``many`` by ``make whole``, a part of them by ``make test``."""
    return many if _whole else max(FEWEST, many // PART)


def also_whole(items: list[pytest.Item]) -> None:
    """Under ``make whole`` every property is tried as well."""
    if _whole:
        for item in items:
            if is_hypothesis_test(getattr(item, "obj", None)):
                item.add_marker(pytest.mark.whole)
