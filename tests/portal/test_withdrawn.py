"""The notice of a withdrawn release is on the page once; the list of releases can be replaced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lakehouse.portal.data import PageData
from lakehouse.portal.pages import environment, pages
from lakehouse.portal.said.wording import read_words
from lakehouse.portal.withdrawn import with_notice, with_releases
from tests.portal.changed import every_release

WORDS = read_words()


@pytest.fixture
def made(release: Callable[..., PageData]) -> dict[str, str]:
    return pages(replace(release(), releases=every_release()))


def test_every_page_gets_the_notice_once_and_in_its_header(made: dict[str, str]) -> None:
    for html in made.values():
        told = with_notice(html, "Last year's <file>.", WORDS)
        assert told.count('id="withdrawn"') == 1
        assert "do not decide from this release.</b> Last year&#39;s &lt;file&gt;." in told
        assert told.index("<header>") < told.index('id="withdrawn"') < told.index("</header>")
        assert with_notice(told, "Another reason.", WORDS) == told


def test_a_page_of_another_make_gets_it_on_top() -> None:
    assert with_notice("<html><body class='x'><p>1</p>", "Wrong.", WORDS).startswith(
        "<html><body class='x'><div"
    )
    assert with_notice("<p>1</p>", "Wrong.", WORDS).startswith("<div")


def test_the_list_is_replaced_and_nothing_else(made: dict[str, str]) -> None:
    rows = every_release()
    anew = with_releases(made["releases.html"], rows[1:], environment(), WORDS)
    assert rows[0].name in made["releases.html"] and rows[0].name not in anew
    assert "withdrawn: Last year&#39;s &lt;file&gt;." in anew
    assert with_releases(anew, rows, environment(), WORDS) == made["releases.html"]
    assert with_releases(made["data.html"], rows, environment(), WORDS) == made["data.html"]


def test_without_releases_there_is_no_page_of_them_and_no_link(
    release: Callable[..., PageData],
) -> None:
    made = pages(release())
    assert "releases.html" not in made and "changes.html" not in made
    assert 'href="releases.html"' not in made["index.html"]
