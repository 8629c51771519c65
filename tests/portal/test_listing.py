"""Names stand in a sentence as people write them."""

from __future__ import annotations

import pytest

from lakehouse.portal.said.wording import Words


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "<c>"], "A, B and &lt;c&gt;")],
)
def test_the_last_two_names_are_joined_by_and(names: list[str], said: str, words: Words) -> None:
    assert words.listing(names) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "traffic to 2018-12-30, safety to 2014-04-16",
            "traffic to 30 December 2018, safety to 16 April 2014",
        ),
        ("no day: 2018-13-40", "no day: 2018-13-40"),
        ("", ""),
    ],
)
def test_days_in_what_a_table_says_are_written_as_people_write_them(
    text: str, said: str, words: Words
) -> None:
    assert words.dated(text) == said
