"""What is put on the pages of a release that stands while a newer one was stopped."""

from __future__ import annotations

import re
from datetime import date

from lakehouse.portal.said.wording import Words
from lakehouse.portal.withdrawn import placed

_NOTICE = '<div class="example" id="stopped">'
_THERE = re.compile(re.escape(_NOTICE) + r".*?</div>\n", re.DOTALL)


def with_stopped(html: str, day: date, kind: str, words: Words) -> str:
    """The page with the notice that a release of ``day`` was stopped, in place of an earlier one.

    ``kind`` is the class of the error that stopped it; one without words of its own is a check.
    """
    key = f"stopped.{kind}" if f"stopped.{kind}" in words.sentences else "stopped.check"
    said = words("stopped.notice", day=words.day(day), why=words(key))
    return placed(without_stopped(html), f'{_NOTICE}<p class="wrap">{said}</p></div>\n')


def without_stopped(html: str) -> str:
    """The page without that notice."""
    return _THERE.sub("", html)
