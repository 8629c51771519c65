"""A release that stands says that a newer one was stopped, once, and can be freed of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lakehouse.portal.data import PageData
from lakehouse.portal.pages import pages
from lakehouse.portal.said.wording import Words
from lakehouse.portal.stopped import with_stopped, without_stopped
from lakehouse.portal.withdrawn import with_notice

FIRST, SECOND = date(2020, 6, 2), date(2020, 6, 9)


def test_every_page_says_it_in_its_header_with_the_last_day(
    release: Callable[..., PageData], words: Words
) -> None:
    for html in pages(release()).values():
        told = with_stopped(html, FIRST, "PromiseBroken", words)
        again = with_stopped(told, SECOND, "PromiseBroken", words)
        assert told.index("<header>") < told.index('id="stopped"') < told.index("</header>")
        assert again.count('id="stopped"') == 1
        assert words.day(SECOND) in again and f"on {words.day(FIRST)}" not in again
        assert without_stopped(again) == html == without_stopped(html)


def test_the_notice_of_a_withdrawal_stays(words: Words) -> None:
    withdrawn = with_notice("<body><p>1</p>", "Wrong.", words)
    assert without_stopped(with_stopped(withdrawn, FIRST, "Unfair", words)) == withdrawn


def test_what_has_no_words_of_its_own_is_a_check(words: Words) -> None:
    assert "a check failed" in with_stopped("<body>", FIRST, "SetupError", words)
