"""Names stand in a sentence as people write them."""

from __future__ import annotations

import pytest

from lakehouse.portal.wording import Words


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "<c>"], "A, B and &lt;c&gt;")],
)
def test_the_last_two_names_are_joined_by_and(names: list[str], said: str, words: Words) -> None:
    assert words.listing(names) == said
