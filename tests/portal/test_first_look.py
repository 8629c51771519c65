"""What is seen before anything is scrolled, and how tall a row is: as the wireframes have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.driven import Browser, driven
from tests.portal.test_in_chromium import FOOD, STEPPED

pytestmark = pytest.mark.browser
LAPTOP, PHONE = (1440, 900), (390, 844)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with driven(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def ends(page: Browser, what: str) -> list[int]:
    """Where each of ``what`` that is drawn ends, in pixels from the top."""
    found = f"Array.from(document.querySelectorAll({what!r}))"
    drawn = f"{found}.map(e => e.getBoundingClientRect()).filter(b => b.height)"
    return [int(y) for y in page.value(f"{drawn}.map(b => Math.round(b.bottom))")]


def heights(page: Browser, what: str) -> list[int]:
    found = f"Array.from(document.querySelectorAll({what!r}))"
    return [int(y) for y in page.value(f"{found}.map(e => e.offsetHeight).filter(h => h)")]


def test_a_laptop_shows_answer_cards_map_and_all_ten_before_anything_is_scrolled(
    chromium: Browser, folder: Path
) -> None:
    chromium.open(folder / "index.html", *LAPTOP)
    assert ends(chromium, "header")[0] <= 88
    assert len(ends(chromium, ".do:not(.many) .card")) == 3
    assert max(ends(chromium, ".do:not(.many) .card")) <= 480
    rows = ends(chromium, ".by-rank tbody tr")
    assert len(rows) == 10 and max(rows) <= LAPTOP[1]
    assert max(ends(chromium, "svg.areas")) <= LAPTOP[1]
    assert max(heights(chromium, ".by-rank tbody tr")) <= 31
    # Single places need two lines or three: their reasons are sentences.
    assert sorted(heights(chromium, ".ten:not(.by-rank) tbody tr"))[5] <= 56


def test_a_laptop_shows_the_first_ten_of_a_list(chromium: Browser, folder: Path) -> None:
    for name, least in ((FOOD, 8), (STEPPED, 10)):
        chromium.open(folder / name, *LAPTOP)
        # A name as long as names get, the first of the food premises, has two lines more.
        assert sum(end <= LAPTOP[1] for end in ends(chromium, ".list tbody tr")) >= least
        # A row with a mark below its address, or with a long reason, has one line more.
        assert sorted(heights(chromium, ".list tbody tr"))[7] <= 48


def test_a_phone_shows_the_answer_and_a_row_stays_in_place(chromium: Browser, folder: Path) -> None:
    chromium.open(folder / "index.html", *PHONE)
    assert ends(chromium, "h1")[0] <= 320 and ends(chromium, ".do .card h3")[0] <= PHONE[1]
    assert max(heights(chromium, ".by-rank tbody tr")) <= 80
    assert chromium.value("document.documentElement.scrollHeight") < 11_000
    for name in (FOOD, STEPPED):
        chromium.open(folder / name, *PHONE)
        assert sorted(heights(chromium, ".list tbody tr"))[-2] <= 155
