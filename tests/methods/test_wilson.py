"""Wilson's interval is the textbook's, of many shares and of one."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.methods.wilson import wilson, wilson_of


def test_wilson_is_the_textbook_interval() -> None:
    # 10 of 100 at 95 %: 0.0552 to 0.1744 (Newcombe 1998, method 3).
    low, high = wilson(np.array([0.1]), np.array([100.0]))
    assert (low[0], high[0]) == (pytest.approx(0.0552, abs=1e-4), pytest.approx(0.1744, abs=1e-4))
    assert wilson_of(0.1, 100) == (low[0], high[0])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_all_or_none_had_is_not_certain(share: float) -> None:
    low, high = wilson_of(share, 20)
    assert 0 <= low <= share <= high <= 1 and 0.1 < high - low < 0.2


def test_a_higher_level_is_a_wider_interval() -> None:
    low, high = wilson_of(0.3, 50, 0.99)
    inner = wilson_of(0.3, 50)
    assert low < inner[0] < inner[1] < high
