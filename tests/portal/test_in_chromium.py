"""The pages in a real browser: widths, light and dark, print, axe, and no network."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from lakehouse.portal import PageData, pages
from tests.portal import drawn_city as drawn
from tests.portal.driven import CHROMIUM, QUIET

# Brings axe.min.js; the package itself drives another browser, and is not imported.
AXE = find_spec("axe_playwright_python")
WIDTHS = (1440, 768, 390, 320)
FOOD = "decision-premises_to_inspect_first.html"
STEPPED = "decision-intersections_to_make_safer.html"
# One page of each kind, and each decision that has sentences or pictures of its own.
KINDS = (
    *("index.html", "brief.html", "week.html", "hazards.html", FOOD, STEPPED),
    *("decision-health_alerts.html", "decision-hospital_load.html"),
    *("decision-hours_and_places_to_watch.html", "decision-speeds_to_expect.html"),
    *("decision-service_alerts.html", "decision-streets_to_make_safer.html"),
    *("decision-beaches_to_close.html", "decision-lamps_to_mend_first.html"),
    *("areas.html", "area-1.html", "risk.html", "pulse.html", "changes.html", "releases.html"),
    *("trust.html", "model-test_food_premises.html", "model-test_alert_week.html", "data.html"),
    "rows-premises_to_inspect_first-2.html",
)
# How many sides a page takes on paper at most.
SIDES = {"index.html": 1, "brief.html": 1, "area-1.html": 1, "hazards.html": 1} | dict.fromkeys(
    (name for name in KINDS if name.startswith("decision-") or name == "risk.html"), 2
)
# What axe asks beyond its defaults, and which of its rules look at colours.
AXE_ASKS = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
PROBE = (Path(__file__).parent / "probe.js").read_text("utf-8")
HOST = """<body><pre></pre><script>addEventListener("message", function (event) {
  document.querySelector("pre").textContent += event.data + "\\n"; });</script>"""

pytestmark = pytest.mark.browser


def browse(folder: Path, file: Path, *options: str) -> str:
    """What Chromium prints when it opens ``file`` with a new and empty profile."""
    assert CHROMIUM is not None, "Chromium is not there. On Debian: apt-get install chromium."
    profile = folder / f"profile-{len(list(folder.glob('profile-*')))}"
    command = [
        CHROMIUM,
        *QUIET,
        "--virtual-time-budget=8000",
        f"--user-data-dir={profile}",
        *options,
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    return done.stdout


def probed(
    folder: Path, addresses: list[tuple[str, int, str]], script: str = "", theme: str = ""
) -> list[dict[str, Any]]:
    """What the probe found on each (page, width, hash); ``script`` runs before it."""
    frames = ""
    for name, width, hash_ in addresses:
        text = (folder / name).read_text("utf-8")
        assert text.count("</head>") == 1
        probe = f"<script>{script}</script><script>{PROBE}</script></head>"
        text = text.replace("</head>", probe)
        if theme:
            text = text.replace("<html ", f'<html data-theme="{theme}" ')
        (folder / f"probed-{name}").write_text(text, "utf-8")
        style = f"width:{width}px;height:900px;border:0"
        frames += f'<iframe src="probed-{name}{hash_}" style="{style}"></iframe>'
    host = folder / "host.html"
    host.write_text(HOST + frames, "utf-8")
    printed = browse(folder, host, "--window-size=1600,1000", "--dump-dom")
    found = re.search(r"<pre>(.*?)</pre>", printed, re.DOTALL)
    assert found is not None
    said = [json.loads(line) for line in html.unescape(found[1]).splitlines()]
    assert len(said) == len(addresses)
    return said


@cache
def axe(asks: str) -> str:
    """The script of axe with what it is to look for, as it may stand in a page."""
    assert AXE is not None and AXE.origin is not None, "make browser installs axe"
    script = (Path(AXE.origin).parent / "axe.min.js").read_text("utf-8")
    return script.replace("</script", "<\\/script") + f"\nvar asks = {asks};"


@pytest.mark.parametrize("name", KINDS)
def test_every_width_holds_without_the_network_and_axe_finds_nothing(
    folder: Path, name: str
) -> None:
    # A page of 500 rows takes axe half a minute at each width.
    widths = (1440, 320) if name.startswith("rows-") else WIDTHS
    for said in probed(folder, [(name, width, "") for width in widths], axe(json.dumps(AXE_ASKS))):
        assert said["too_wide"] <= 0, said
        assert (said["requests"], said["broken"]) == (0, []), said
        assert said["small"] == [], said
        assert said["paper"] != said["other_paper"], said
        assert said["nodes"] < (9_000 if name.startswith("rows-") else 3_000), said
        assert said["stops"] > 5 and said["nameless"] == [], said
        assert said["axe_rules"] > 20 and said["axe"] == [], said["axe"]


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_colours_too_alike_in_the_dark(folder: Path, name: str) -> None:
    """Only colours differ between the themes."""
    asked = [(name, width, "") for width in ((390,) if name.startswith("rows-") else (1440, 390))]
    for said in probed(folder, asked, axe(json.dumps(COLOURS)), "dark"):
        assert said["axe"] == [], said["axe"]


def test_every_kind_of_page_is_looked_at(folder: Path) -> None:
    made = {path.name for path in folder.glob("*.html")}
    many = re.compile(r"(area-|rows-|model-).*|(decision-).*")
    kinds = {many.sub(r"\1\2", name) for name in made if not name.startswith(("probed-", "host"))}
    assert kinds == {many.sub(r"\1\2", name) for name in KINDS}


@pytest.mark.parametrize("name", [FOOD, "decision-hospital_load.html", "pulse.html"])
def test_numbers_stand_at_the_ends_of_their_axes_and_no_cell_has_a_bare_label(
    folder: Path, name: str
) -> None:
    for said in probed(folder, [(name, width, "") for width in WIDTHS]):
        assert said["axes"] and max(said["axes"]) < 14, said["axes"]
        assert said["bare"] == [], said["bare"]


def test_the_list_opens_and_the_filter_lives_in_the_address(folder: Path) -> None:
    asked = [(FOOD, 1440, ""), (FOOD, 1200, "#find=149%20w%20tested"), (FOOD, 390, "#find=zzz")]
    whole, one, none = sorted(probed(folder, asked), key=lambda said: -said["width"])
    assert (whole["rows"], whole["rows_after_all"], whole["status"]) == (15, 150, "")
    assert (one["rows"], one["status"]) == (1, "1 of the 150 premises on this page")
    assert one["hash"] == "#find=149 w tested"
    assert none["rows"] == 0
    assert none["status"] == "No premises on this page matches ‘zzz’. Clear the filter."


@pytest.mark.parametrize("width", [1440, 390])
def test_a_heading_sorts_both_ways_and_the_missing_stay_last(folder: Path, width: int) -> None:
    (said,) = probed(folder, [(FOOD, width, "")])
    by_rank, by_name, by_value = said["sorted"]
    assert all(each["active"] == 1 and each["is"] for each in said["sorted"])
    # Ranks stand in order at first, so that the first press turns them round.
    assert by_rank["once"] == by_rank["twice"][::-1] == [str(n) for n in range(150, 0, -1)]
    names = [name.casefold() for name in by_name["once"]]
    assert names == sorted(names)
    assert by_value["once"][:2] == ["42% open", "42% open"] and by_value["once"][-3:] == ["[x]"] * 3
    assert by_value["twice"][-3:] == ["[x]"] * 3
    assert by_value["ranks"][-3:] == ["4", "5", "6"]
    assert said["spoken"] == ["", "Sorted by Rank, descending.", "Sorted by Premises, ascending.",
                              "Sorted by Chance, descending."]  # fmt: skip


def test_one_more_changes_marks_and_gain_at_once(folder: Path) -> None:
    (said,) = probed(folder, [(STEPPED, 1440, "")])
    own, one_more, one = said["steps"]
    assert own[:2] == ["100", 100] and one_more[:2] == ["101", 101] and one[:2] == ["1", 1]
    assert own[2].startswith("100 intersections are") and one_more[2].startswith("101 ")
    assert one[2].startswith("1 intersection is expected") and one[3]
    assert said["dots"] == [100, 101, 1]
    assert (
        said["map"][1].startswith("Half of the first 101")
        and said["map"][2] == "Where the first one lies"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_screenshots_are_drawn(folder: Path, width: int) -> None:
    host = folder / f"host-{width}.html"
    style = f"width:{width}px;height:3000px;border:0"
    host.write_text(f'<body style="margin:0"><iframe src="index.html" style="{style}">', "utf-8")
    shot = folder / f"{width}.png"
    browse(folder, host, f"--window-size={width},3000", f"--screenshot={shot}")
    assert shot.read_bytes().startswith(b"\x89PNG")
    assert shot.stat().st_size > 50_000


@pytest.mark.parametrize("name", SIDES)
def test_print_keeps_to_its_sides(folder: Path, name: str) -> None:
    sheet = folder / "page.pdf"
    browse(folder, folder / name, "--no-pdf-header-footer", f"--print-to-pdf={sheet}")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheet.read_bytes())) <= SIDES[name]


def test_a_long_worklist_begins_on_its_first_side(
    release: Callable[..., PageData], tmp_path: Path
) -> None:
    rows = drawn.hazards()["hazards_overdue"].iloc[[0] * 56]
    html = pages(release(more={"hazards_overdue": rows}, example=True))["hazards.html"]
    (tmp_path / "hazards.html").write_text(html, "utf-8")
    sheet = tmp_path / "page.pdf"
    browse(tmp_path, tmp_path / "hazards.html", "--no-pdf-header-footer", f"--print-to-pdf={sheet}")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet.read_bytes())) == 2


@pytest.mark.parametrize("name", ["one list", "no result", "six decisions", "long words"])
def test_the_brief_is_one_side_whatever_a_city_has(
    release: Callable[..., PageData], city: Callable[..., PageData], tmp_path: Path, name: str
) -> None:
    some = ("hospital_load", "health_alerts", "beaches_to_close", "traps_to_treat")
    few = {key: drawn.everything()[key] for key in (*some, "intersections_to_make_safer")}
    long = drawn.city_risk(names={code: f"Greater {title} Crossing and Harbour"
                                  for code, title in drawn.NAMES.items()})  # fmt: skip
    made = {
        "one list": lambda: release(),
        "no result": lambda: replace(release(), results={}),
        "six decisions": lambda: release(more=few),
        "long words": lambda: replace(city(more=drawn.everything() | {"city_risk": long}),
                                      problems=("A feed of the city is late. " * 4,) * 3),
    }  # fmt: skip
    (tmp_path / "brief.html").write_text(pages(made[name]())["brief.html"], "utf-8")
    sheet = tmp_path / "brief.pdf"
    browse(tmp_path, tmp_path / "brief.html", "--no-pdf-header-footer", f"--print-to-pdf={sheet}")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet.read_bytes())) == 1


LETTERS = """<script>addEventListener("load", function () {
  var found = [...document.querySelectorAll("main *, footer *")].filter(function (e) {
    return !e.closest("svg, .sr") && e.checkVisibility() &&
      [...e.childNodes].some(function (n) { return n.nodeType === 3 && n.data.trim(); }); });
  document.title = Math.min(...found.map(function (e) {
    return parseFloat(getComputedStyle(e).fontSize) * e.currentCSSZoom; })); });</script></body>"""


def test_the_brief_is_printed_in_letters_that_can_be_read(folder: Path) -> None:
    text = (folder / "brief.html").read_text("utf-8").replace("@media print{", "@media all{")
    letters = folder / "probed-letters.html"
    letters.write_text(text.replace("</body>", LETTERS), "utf-8")
    printed = browse(folder, letters, "--window-size=718,1047", "--dump-dom")
    smallest = re.search(r"<title>([\d.]+)</title>", printed)
    # The size of the wireframe's notes on paper, 7.6 points at 96 pixels an inch.
    assert smallest is not None and float(smallest[1]) >= 7.6 * 96 / 72 - 0.01
