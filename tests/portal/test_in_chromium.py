"""The page in a real browser: three widths, light and dark, filter, print, and no network."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.portal import PageData, page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
WIDTHS = (1440, 390, 320)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--virtual-time-budget=4000"),
)
PROBE = """<script>
var broken = [];
addEventListener("error", function (event) { broken.push(String(event.message)); });
addEventListener("securitypolicyviolation", function (e) { broken.push(e.violatedDirective); });
addEventListener("load", function () { setTimeout(function () {
  var seen = function () {
    return Array.prototype.filter.call(document.querySelectorAll("table.list tbody tr"),
      function (row) { return row.offsetHeight > 0; }).length;
  };
  var more = document.getElementById("more"), said = {};
  said.width = innerWidth;
  said.hash = decodeURIComponent(location.hash);
  said.too_wide = document.documentElement.scrollWidth - innerWidth;
  said.requests = performance.getEntriesByType("resource").length;
  said.rows = seen();
  said.status = document.querySelector("[role=status]").textContent;
  said.small = Array.prototype.filter.call(document.querySelectorAll("button, input, summary"),
    function (x) { return x.offsetHeight > 0 && x.offsetHeight < (innerWidth < 800 ? 44 : 24); }
  ).length;
  said.paper = getComputedStyle(document.body).backgroundColor;
  document.getElementById("theme").click();
  said.other_paper = getComputedStyle(document.body).backgroundColor;
  if (more.offsetHeight) more.click();
  said.rows_after_all = seen();
  said.broken = broken;
  parent.postMessage(JSON.stringify(said), "*");
}, 200); });
</script></head>"""
HOST = """<body><pre></pre><script>addEventListener("message", function (event) {
  document.querySelector("pre").textContent += event.data + "\\n"; });</script>"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def browse(folder: Path, file: Path, *options: str) -> str:
    """What Chromium prints when it opens ``file`` with a new and empty profile."""
    profile = folder / f"profile-{len(list(folder.glob('profile-*')))}"
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", *options, file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.fixture
def city(
    release: Callable[..., PageData], make_rows: Callable[..., pd.DataFrame], tmp_path: Path
) -> Path:
    """A page of 500 rows of which one has a name as long as names get."""
    rows = make_rows(900, 100)
    rows.loc[0, "name"] = "THE " + "VERYLONGNAMEWITHOUTANYSPACE" * 2
    file = tmp_path / "page.html"
    file.write_text(page(release(list_rows=rows, example=True)), "utf-8")
    return file


def probed(city: Path, addresses: list[tuple[int, str]]) -> list[dict[str, Any]]:
    text = city.read_text("utf-8")
    assert text.count("</head>") == 1
    city.with_name("probed.html").write_text(text.replace("</head>", PROBE), "utf-8")
    frames = "".join(
        f'<iframe src="probed.html{hash_}" style="width:{width}px;height:900px;border:0"></iframe>'
        for width, hash_ in addresses
    )
    host = city.with_name("host.html")
    host.write_text(HOST + frames, "utf-8")
    printed = browse(city.parent, host, "--window-size=1600,1000", "--dump-dom")
    found = re.search(r"<pre>(.*?)</pre>", printed, re.DOTALL)
    assert found is not None
    return [json.loads(line) for line in html.unescape(found[1]).splitlines()]


def test_every_width_holds_and_nothing_is_asked_of_the_network(city: Path) -> None:
    found = {said["width"]: said for said in probed(city, [(w, "") for w in WIDTHS])}
    assert set(found) == set(WIDTHS)
    for said in found.values():
        assert said["too_wide"] <= 0, said
        assert (said["requests"], said["broken"]) == (0, []), said
        assert (said["rows"], said["rows_after_all"]) == (15, 500), said
        assert (said["status"], said["small"]) == ("", 0), said
        assert said["paper"] != said["other_paper"], said


def test_the_filter_lives_in_the_address(city: Path) -> None:
    addresses = [(1440, "#find=499%20w%20tested"), (390, "#find=zzz")]
    one, none = sorted(probed(city, addresses), key=lambda said: -said["width"])
    assert (one["rows"], one["status"]) == (1, "1 of 500 premises")
    assert one["hash"] == "#find=499 w tested"
    assert (none["rows"], none["status"]) == (0, "No premises matches ‘zzz’. Clear the filter.")


@pytest.mark.parametrize("width", WIDTHS)
def test_screenshots_are_drawn(city: Path, width: int) -> None:
    host = city.with_name(f"frame-{width}.html")
    style = f"width:{width}px;height:3000px;border:0"
    host.write_text(f'<body style="margin:0"><iframe src="page.html" style="{style}">', "utf-8")
    shot = city.with_name(f"{width}.png")
    browse(city.parent, host, f"--window-size={width},3000", f"--screenshot={shot}")
    assert shot.read_bytes().startswith(b"\x89PNG")
    assert shot.stat().st_size > 50_000


def test_print_fits_three_sides(city: Path) -> None:
    sheet = city.with_name("page.pdf")
    browse(city.parent, city, "--no-pdf-header-footer", f"--print-to-pdf={sheet}")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheet.read_bytes())) <= 3
