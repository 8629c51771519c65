"""The pages by the keyboard alone: every key is pressed in Chromium, none by a script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.portal.driven import Browser, driven
from tests.portal.test_in_chromium import FOOD, KINDS, STEPPED

pytestmark = pytest.mark.browser

# What has the focus: where, how it is marked, and whether something else lies over its middle.
FOCUS = """(function () {
  var on = document.activeElement;
  if (!on || on === document.body) return null;
  var box = on.getClientRects()[0] || on.getBoundingClientRect(), style = getComputedStyle(on);
  var x = box.left + box.width / 2, y = box.top + box.height / 2;
  var there = document.elementFromPoint(x, y), map = on.closest("[role=listbox]");
  var cur = map && document.querySelector(".areas .cur2").getAttribute("d");
  return { html: on.outerHTML.slice(0, 120), at: [].indexOf.call(stops(), on),
    marked: map ? cur === on.getAttribute("d")
      : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3,
    seen: box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.top < innerHeight,
    free: !!there && (on.contains(there) || there.contains(on) || !!map),
    left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY };
})()"""
# All that can have the focus, as the page is written.
STOPS = """var stops = function () {
  return [].filter.call(document.querySelectorAll("a[href],button,input,summary,[tabindex='0']"),
    function (x) { return !x.disabled && x.checkVisibility({ visibilityProperty: true }) &&
      (x.tagName === "SUMMARY" || !x.closest("details:not([open])")); }); };"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with driven(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def opened(browser: Browser, page: Path, width: int) -> Browser:
    browser.open(page, width)
    browser.value(STOPS)
    return browser


def to(browser: Browser, selector: str) -> None:
    """Press Tab until what ``selector`` names has the focus."""
    for _ in range(400):
        browser.press("Tab")
        if browser.value(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"Tab never comes to {selector}")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", [kind for kind in KINDS if not kind.startswith("rows-")])
def test_tab_comes_to_everything_in_the_order_of_reading_and_is_always_seen(
    chromium: Browser, folder: Path, name: str, width: int
) -> None:
    page, walk = opened(chromium, folder / name, width), list[dict[str, Any]]()
    while True:
        page.press("Tab")
        focus = page.value(FOCUS)
        # Behind the last stop comes the browser itself, or the first stop again.
        if focus is None or (walk and focus["at"] == 0):
            break
        assert focus["marked"] and focus["seen"] and focus["free"], focus
        walk.append(focus)
        assert len(walk) < 1_000, "Tab goes round without an end."
    assert sorted(one["at"] for one in walk) == list(range(page.value("stops().length")))
    # What comes next stands below, or beside; above only where another column begins.
    for one, after in pairwise(walk[1:]):
        above = after["bottom"] <= one["top"] + 1
        assert not above or after["left"] >= one["right"] - 1, (one, after)


def test_the_first_stop_skips_to_the_content(chromium: Browser, folder: Path) -> None:
    page = opened(chromium, folder / FOOD, 1440)
    page.press("Tab")
    assert page.value("document.activeElement.className") == "skip"
    assert page.value("document.activeElement.getBoundingClientRect().left") >= 0
    page.press("Enter")
    page.press("Tab")
    assert page.value("!!document.activeElement.closest('main')")
    page.press("Tab", shift=True)
    assert page.value("!document.activeElement.closest('main')")


@pytest.mark.parametrize(("name", "what"), [(FOOD, ".list summary"), ("index.html", "#rely>*"),
                                            ("data.html", ".dict summary")])  # fmt: skip
def test_enter_and_space_open_and_close_what_is_folded(
    chromium: Browser, folder: Path, name: str, what: str
) -> None:
    page = opened(chromium, folder / name, 1440)
    to(page, what)
    state = "document.activeElement.parentNode.open"
    found = [page.value(state)]
    for key in ("Enter", " "):
        page.press(key)
        found.append(page.value(state))
    assert found == [False, True, False]


def test_the_menu_of_a_phone_opens_and_leads_on(chromium: Browser, folder: Path) -> None:
    page = opened(chromium, folder / "index.html", 390)
    assert page.value("getComputedStyle(document.querySelector('.words')).display") == "none"
    to(page, ".menu summary")
    page.press("Enter")
    to(page, ".menu a[href='pulse.html']")
    page.heard.clear()
    page.press("Enter")
    page.until("Page.loadEventFired")
    assert page.value("location.pathname.split('/').pop()") == "pulse.html"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_list_is_sorted_stepped_and_opened_from_the_keyboard(
    chromium: Browser, folder: Path, width: int
) -> None:
    page = opened(chromium, folder / STEPPED, width)
    to(page, "#steps button:last-of-type")
    page.press(" ")
    assert page.value("document.getElementById('k').value") == "101"
    to(page, ".sort[data-by='2']")
    sorted_so = "document.activeElement.parentNode.getAttribute('aria-sort')"
    found = []
    for key in ("Enter", " "):
        page.press(key)
        found.append(page.value(sorted_so))
    assert found == ["descending", "ascending"]
    assert page.value("document.querySelector('.list tbody td b').textContent") != "1"
    to(page, "#more")
    page.press("Enter")
    assert page.value("document.activeElement.getAttribute('aria-expanded')") == "true"


@pytest.mark.parametrize("name", ["index.html", "areas.html"])
def test_the_map_is_one_stop_and_its_keys_go_by_rank(
    chromium: Browser, folder: Path, name: str
) -> None:
    page = opened(chromium, folder / name, 1440)
    read = "document.getElementById('read').textContent"
    rest = page.value(read)
    assert page.value("document.querySelectorAll('.areas [tabindex=\"0\"]').length") == 1
    to(page, ".areas .a")
    said = {}
    for key in ("End", "Home", "ArrowRight", "ArrowLeft"):
        page.press(key)
        said[key] = page.value(read)
    assert "rank 1 of 12" in said["Home"] and "rank 12 of 12" in said["End"]
    assert "rank 2 of 12" in said["ArrowRight"] and "rank 1 of 12" in said["ArrowLeft"]
    page.press("Tab")
    assert page.value("!document.activeElement.closest('.areas')")
    page.press("Tab", shift=True)
    page.press("Escape")
    assert page.value(read) == rest
    to(page, ".areas .a")
    page.heard.clear()
    page.press("Enter")
    page.until("Page.loadEventFired")
    assert page.value("location.pathname.split('/').pop()").startswith("area-")
