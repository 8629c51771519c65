"""The whole page in its states."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from lakehouse.declare.errors import PromiseBroken
from lakehouse.portal import PageData, Source, page

Release = Callable[..., PageData]
MakeFrame = Callable[..., pd.DataFrame]
VOID = {"meta", "input", "br", "path", "circle"}


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


def states(release: Release, rows: MakeFrame, trials: MakeFrame) -> dict[str, PageData]:
    late = Source("x", "Y", date(2020, 1, 1), 9, 8, 1, 1, note="A note.")
    none = Source("z", "Y", None, 0, 0, 0, 0)
    return {
        "good": release(),
        "example": release(example=True),
        "nothing scored": release(list_rows=rows(0, 5)),
        "no rows": release(list_rows=rows(0, 0)),
        "few": release(list_rows=rows(5, 1)),
        "plain won": release(trials=trials(plain_won=True)),
        "untested": release(trials=trials().iloc[:0]),
        "late": release(sources=(late, none), problems=("One table was refused.",)),
        "bare": release(sources=(), files=(), meanings=release().meanings.iloc[:0]),
        "no places": release(list_rows=rows(300).assign(latitude=None)),
        "no chances": release(list_rows=rows(300).assign(probability=None)),
    }


def test_every_state_is_well_formed_and_its_links_lead_somewhere(
    release: Release, make_rows: MakeFrame, make_trials: MakeFrame
) -> None:
    for name, data in states(release, make_rows, make_trials).items():
        html = page(data)
        tags = Tags(html)
        assert tags.open == [], name
        assert len(tags.ids) == len(set(tags.ids)), name
        inside = {link[1:] for link in tags.links if link.startswith("#")}
        assert inside | set(tags.labels) <= set(tags.ids), name
        assert html.count("<h1>") == 1, name
        assert not re.search(r"https?://|\bNone\b|\bnan\b|NaT", html), name


def test_the_same_release_gives_the_same_bytes(release: Release) -> None:
    assert page(release()) == page(release())
    shuffled = release().list_rows.sample(frac=1, random_state=2)
    assert page(release(list_rows=shuffled)) == page(release())


def test_the_policy_comes_before_anything_that_could_ask_the_network(release: Release) -> None:
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    )
    html = page(release())
    assert html.index(f'content="{policy}"') < min(html.index("<style"), html.index("<script"))
    assert not re.search(r"<(link|img|iframe)\b|@import|url\(|\ssrc=", html)


def test_sections_come_in_the_order_of_the_questions(release: Release) -> None:
    html = page(release())
    order = ["answer", "<h1>", 'id="list"', "unscored-title", 'id="trust"', "calibration-title",
             "contest-title", 'id="sources"', 'id="data"', 'id="take"', "<footer"]  # fmt: skip
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


def test_a_list_of_five_hundred_fits_and_names_the_rest(
    release: Release, make_rows: MakeFrame
) -> None:
    html = page(release(list_rows=make_rows(2000, 3000)))
    assert html.count('<th scope="row"><details>') == 500
    assert "Show all 500 premises" in html
    assert "1,500 more scored premises" in html
    assert "200 scored premises were drawn to be visited whatever their rank, 50 of them" in html
    assert len(html.encode()) < 300_000


def test_a_row_shows_two_reasons_and_opens_for_the_third(release: Release) -> None:
    row = re.search(r"<tr[^>]*><td><b>1</b>.*?</tr>", page(release()))
    assert row is not None
    opened, shown = row[0].split("</details>")
    assert "Also: years since its first licence on record: 1.1 (city 6)." in opened
    assert shown.count("<br>") == 1
    assert "<b>42%</b> open" in shown
    assert "29 to 55" in shown


def test_a_plain_winner_has_a_heading_of_the_same_size(
    release: Release, make_trials: MakeFrame
) -> None:
    plain = page(release(trials=make_trials(plain_won=True)))
    learned = page(release())
    heading = '<h2 id="contest-title">'
    assert f"{heading}A plain rule won: past violations per visit makes the list</h2>" in plain
    assert f"{heading}logistic regression makes the list</h2>" in learned


def test_a_late_source_and_a_problem_are_said_on_top_and_below(release: Release) -> None:
    late = Source("x", "Y", date(2020, 1, 1), 9, 9, 0, 1)
    html = page(release(sources=(late,)))
    assert '<a href="#sources">1 source is late</a>' in html
    assert '<span class="st late">◆ late</span>' in html
    troubled = page(release(problems=("A table was refused.", "B too.")))
    assert '<a href="#problems">2 problems in this run</a>' in troubled
    assert "<li>A table was refused.</li>" in troubled


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 * 7 }}{0}"])
def test_what_people_wrote_stays_text(evil: str, release: Release, make_trials: MakeFrame) -> None:
    rows = release().list_rows.assign(
        name=evil, address=evil, facility=evil, reason_1=evil, reason_3=evil, candidate=evil
    )
    trials = make_trials().replace({"The verdict of the test.": evil, "Adds up 9 features.": evil})
    source = Source(evil, evil, None, 1, 1, 0, 1, note=evil)
    files = ((evil, "00", 1),)
    data = release(city_title=evil, list_rows=rows, trials=trials, sources=(source,),
                   files=files, problems=(evil,))  # fmt: skip
    html = page(data)
    assert Tags(html).open == []
    assert "49" not in re.findall(r"<summary>(.*?)</summary>", html)
    assert html.count("<script>") == 1
    assert "<img" not in html


def test_a_frame_without_its_columns_is_refused_by_name(release: Release) -> None:
    rows = release().list_rows.drop(columns="rank")
    with pytest.raises(PromiseBroken, match=r"premises_to_inspect_first.*rank"):
        page(release(list_rows=rows))


def test_files_are_linked_beside_the_page_with_their_checksum(release: Release) -> None:
    html = page(release(files=(("a b.csv", "cd" * 32, 1200),)))
    assert '<a href="a%20b.csv">a b.csv</a>' in html
    assert "cd" * 32 in html
    assert "1,200" in html
