"""All pages in the states a release can be in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pandas as pd
import pytest

from lakehouse.declare.errors import PromiseBroken
from lakehouse.portal import PageData, Source, pages
from lakehouse.portal.data import MEANINGS, TRIALS
from tests.portal.changed import every_change, every_release

Release = Callable[..., PageData]
MakeFrame = Callable[..., pd.DataFrame]
VOID = {"meta", "input", "br", "path", "circle", "rect"}
LISTED = "premises_to_inspect_first"
FOOD = "decision-premises_to_inspect_first.html"
ROW = '<th scope="row"><details>'


def page(data: PageData) -> str:
    """The page of the food list."""
    return pages(data)[FOOD]


WRITTEN = {"name", "address", "facility", "reason_1", "reason_2", "reason_3", "candidate", "says",
           "verdict", "meaning", "title", "why_no_bound", "algorithm", "why_not_combined",
           "stratum", "why_no_score", "one_row", "owner", "decides", "measure"}  # fmt: skip


class Tags(HTMLParser):
    """Collects ids and links, and notices tags that do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        self.labels += [found["aria-labelledby"] or ""] if "aria-labelledby" in found else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@cache
def tags_of(html: str) -> Tags:
    """The tags of a page; most pages are the same in many states."""
    return Tags(html)


def states(
    release: Release, city: Release, rows: MakeFrame, trials: MakeFrame, each: bool
) -> dict[str, PageData]:
    """Releases by what is so about them; with ``each``, every result missing, empty or alone."""
    late = Source("x", "Y", date(2020, 1, 1), 9, 8, 1, 1, note="A note.")
    none = Source("z", "Y", None, 0, 0, 0, 0)
    everything = city().results
    made = {
        "good": release(),
        "example": release(example=True),
        "nothing scored": release(list_rows=rows(0, 5)),
        "no rows": release(list_rows=rows(0, 0)),
        "few": release(list_rows=rows(5, 1)),
        "plain won": release(trials=trials(plain_won=True)),
        "untested": release(trials=trials().iloc[:0]),
        "late": release(sources=(late, none), problems=("One table was refused.",)),
        "bare": release(sources=(), files=(), meanings=release().results[MEANINGS].iloc[:0]),
        "no places": release(list_rows=rows(300).assign(latitude=None)),
        "no chances": release(list_rows=rows(300).assign(probability=None)),
        "city": city(),
        "no map": city(outlines=()),
        "a map without measures": release(outlines=city().outlines),
        "nothing": PageData("Testville", False, date(2020, 6, 1), {}),
    }
    for name in everything if each else ():
        left = {key: frame for key, frame in everything.items() if key != name}
        made[f"without {name}"] = replace(city(), results=left)
        made[f"empty {name}"] = replace(city(), results=left | {name: everything[name].iloc[:0]})
        made[f"only {name}"] = replace(city(), results={name: everything[name]})
    for n, moved in enumerate(every_change()):
        made[f"changes {n}"] = replace(release(), changes=moved, releases=every_release())
    return made


@pytest.mark.parametrize("each", [False, pytest.param(True, marks=pytest.mark.whole)])
def test_every_page_is_well_formed_in_every_state_and_its_links_lead_somewhere(
    release: Release, city: Release, make_rows: MakeFrame, make_trials: MakeFrame, each: bool
) -> None:
    for name, data in states(release, city, make_rows, make_trials, each).items():
        made = pages(data)
        tags = {file: tags_of(html) for file, html in made.items()}
        there = {file for file, _, _ in data.files}
        for file, html in made.items():
            where, found = (name, file), tags[file]
            assert found.open == [], where
            assert len(found.ids) == len(set(found.ids)), where
            assert set(found.labels) <= set(found.ids), where
            assert html.count("<h1>") == 1, where
            assert not re.search(r"https?://|\bNone\b|\bnan\b|NaT|<NA>", html), where
            assert headings_in_order(html), where
            for link in found.links:
                target, _, part = link.partition("#")
                assert target in made or target in there or not target, (where, link)
                assert not part or part in tags[target or file].ids, (where, link)


def headings_in_order(html: str) -> bool:
    """The first is an h1, and none is more than one level below the one before."""
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    return levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(levels))


def test_a_heading_too_deep_is_noticed() -> None:
    assert headings_in_order("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>")
    assert not headings_in_order("<h1>a</h1><h3>b</h3>")


@pytest.mark.whole
def test_the_same_release_gives_the_same_bytes(city: Release) -> None:
    once = pages(city())
    assert pages(city()) == once
    shuffled = {
        name: frame if name in (TRIALS, MEANINGS) else frame.sample(frac=1, random_state=2)
        for name, frame in city().results.items()
    }
    again = replace(city(), results=dict(reversed(shuffled.items())))
    for name, html in pages(again).items():
        assert html == once[name], name


def test_the_policy_comes_before_anything_that_could_ask_the_network(city: Release) -> None:
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    )
    for html in pages(city()).values():
        assert html.index(f'content="{policy}"') < min(html.index("<style"), html.index("<script"))
        assert not re.search(r"<(link|img|iframe)\b|@import|url\((?!#)|\ssrc=", html)


def test_sections_come_in_the_order_of_the_questions(release: Release) -> None:
    html = page(release())
    order = ["answer", "<h1>", 'id="list"', "unscored-title", 'id="trust"', "calibration-title",
             "contest-title", "<footer"]  # fmt: skip
    places = [html.index(part, html.index("<main")) for part in order[1:]]
    assert places == sorted(places)


def test_the_example_strip_is_on_the_page_of_an_example_only(release: Release) -> None:
    assert " data-example>" in page(release(example=True))
    assert 'class="example"' in page(release(example=True))
    assert "data-example" not in page(release())


def test_without_a_score_no_list_is_shown(release: Release, make_rows: MakeFrame) -> None:
    html = page(release(list_rows=make_rows(0, 5)))
    assert '<table class="list' not in html
    assert "5 of 5 premises have no score" in html
    assert "its licence has run out" in html


def test_a_long_list_fits_and_goes_on_by_rank_on_pages_of_its_own(
    release: Release, make_rows: MakeFrame
) -> None:
    made = pages(release(list_rows=make_rows(2000, 3000)))
    html = made[FOOD]
    assert html.count(ROW) == 150
    assert "Show 150 premises" in html
    assert "1,850 more scored premises follow by rank" in html
    assert "200 scored premises were drawn to be visited whatever their rank, 15 of them" in html
    rows = [made[f"rows-{LISTED}-{n}.html"] for n in (1, 2, 3, 4)]
    assert f"rows-{LISTED}-5.html" not in made
    assert [text.count(ROW) for text in rows] == [500] * 4
    ranks = [int(n) for text in rows for n in re.findall(r"<td><b>(\d+)</b>", text)]
    assert ranks == list(range(1, 2001))
    assert "501 to 1,000 of 2,000" in rows[1] and FOOD in rows[1]


def test_a_list_that_fits_has_no_further_pages(release: Release, make_rows: MakeFrame) -> None:
    for scored, further in ((150, 0), (151, 1)):
        made = pages(release(list_rows=make_rows(scored)))
        assert sum(name.startswith("rows-") for name in made) == further


def test_a_row_shows_two_reasons_and_opens_for_the_third(release: Release) -> None:
    row = re.search(r"<tr[^>]*><td><b>1</b>.*?</tr>", page(release()))
    assert row is not None
    opened, shown = row[0].split("</details>")
    assert "Also: years since its first licence on record: 1.1 (typical 6)." in opened
    assert shown.count("<br>") == 1
    assert "<b>42%</b> open" in shown
    assert "29 to 55" in shown


def test_a_plain_winner_has_a_heading_of_the_same_size(
    release: Release, make_trials: MakeFrame
) -> None:
    plain = page(release(trials=make_trials(plain_won=True)))
    learned = page(release())
    heading = '<h2 id="contest-title">'
    assert f"{heading}A plain rule won: past violations per visit</h2>" in plain
    assert f"{heading}Chosen: logistic regression</h2>" in learned


def test_a_late_source_and_a_problem_are_said_on_every_page(release: Release) -> None:
    late = Source("x", "Y", date(2020, 1, 1), 9, 9, 0, 1)
    made = pages(release(sources=(late,)))
    assert all('<a href="data.html#sources">1 source is late</a>' in h for h in made.values())
    assert '<span class="st late">◆ late</span>' in made["data.html"]
    assert "152 days before the release" in made["index.html"]
    troubled = pages(release(problems=("A table was refused.", "B too.")))
    assert all('<a href="data.html#problems">2 problems' in h for h in troubled.values())
    assert "<li>A table was refused.</li>" in troubled["data.html"]
    assert troubled["index.html"].count("2 problems in this run") == 2


def test_a_decision_says_how_right_its_worst_source_is(release: Release) -> None:
    told = replace(release(), quality={LISTED: (0.9876, "food_violation"), "others": (0.5, "dog")})
    said = "<dt>Rows right in its worst source</dt> <dd>98.7 of 100 (food violation)</dd>"
    assert said in page(told) and "dog" not in page(told)
    assert "worst source" not in page(release())


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 * 7 }}{0}"])
def test_what_people_wrote_stays_text(evil: str, city: Release) -> None:
    texts = {
        name: frame.assign(**{c: evil for c in frame if c in WRITTEN})
        for name, frame in city().results.items()
    }
    source = Source(evil, evil, None, 1, 1, 0, 1, note=evil)
    shapes = tuple((code, evil, path, x, y) for code, _, path, x, y in city().outlines)
    data = city(city_title=evil, sources=(source,), files=((evil, "00", 1),), problems=(evil,),
                missing={"a": evil}, outlines=shapes)  # fmt: skip
    for html in pages(replace(data, results=texts)).values():
        assert Tags(html).open == []
        assert "49" not in re.findall(r"<summary>(.*?)</summary>", html)
        assert html.count("<script>") == 1
        assert "<img" not in html


def test_a_frame_without_its_columns_is_refused_by_name(release: Release) -> None:
    rows = release().results[LISTED].drop(columns="rank")
    with pytest.raises(PromiseBroken, match=r"premises_to_inspect_first.*rank"):
        page(release(list_rows=rows))


def test_files_are_linked_beside_the_page_with_their_checksum(release: Release) -> None:
    html = pages(release(files=(("a b.csv", "cd" * 32, 1200),)))["data.html"]
    assert '<a href="a%20b.csv">a b.csv</a>' in html
    assert "cd" * 32 in html
    assert "1,200" in html


def test_pages_keep_their_budget(city: Release, make_rows: MakeFrame) -> None:
    made = pages(city(list_rows=make_rows(2000, 3000)))
    weight = {name: len(html.encode()) for name, html in made.items()}
    front = [name for name in made if name == "index.html" or name.startswith("decision-")]
    assert max(weight[name] for name in front) < 300_000
    assert max(len(re.findall(r"<\w", made[name])) for name in front) < 3_000
    rows = [name for name in made if name.startswith("rows-")]
    assert len(rows) > 4 and max(weight[name] for name in rows) < 2_000_000
    assert max(weight[name] for name in made if name not in rows) < 1_000_000
