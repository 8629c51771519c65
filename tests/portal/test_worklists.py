"""The week of the inspectors and the hazards still open have a page each, to be worked off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from lakehouse.declare.errors import PromiseBroken
from lakehouse.portal import pages
from lakehouse.portal.data import PageData
from lakehouse.portal.said.wording import read_words
from lakehouse.portal.views.worklists import HAZARDS, MOST, WEEK, worklist_view
from tests.portal.drawn_lists import hazards, week

Release = Callable[..., PageData]
WORDS = read_words()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


def test_the_week_names_every_visit_and_which_are_by_lot(release: Release) -> None:
    made = pages(release(more=week()))
    said = text_of(made["week.html"])
    assert "20 visits fit this week, 2 of them by lot" in said
    assert said.count("drawn by lot") == 2 + 1 and "four violations last time" in said
    assert 'href="week.html"' in made["decision-premises_to_inspect_first.html"]


def test_open_hazards_say_what_is_overdue_and_what_nobody_can_tell(release: Release) -> None:
    made = pages(release(more=hazards()))
    said = text_of(made["hazards.html"])
    assert "2 hazards are past their deadline, 2 more are open" in said
    assert "2 of them have no deadline" in said and "7 days over" in said
    assert (
        "Fire at building B9" in said
        and "Violation at food premises Old Café guests may fall ill" in said
    )
    assert "Diner &amp; Grill 1 Main St: guests may fall ill" in said and "2 Main St guests" in said
    assert 'href="hazards.html"' in made["index.html"]
    assert "none past its deadline" in text_of(pages(release(more=hazards(0)))["hazards.html"])


def test_a_long_register_is_cut_and_its_file_named(release: Release) -> None:
    many = {name: pd.concat([made] * 50) for name, made in hazards().items()}
    files = (("hazards_overdue.csv", "ab" * 32, 200),)
    view = worklist_view(HAZARDS, release(more=many, files=files), WORDS)
    assert (len(view["lines"]), view["more"]) == (MOST, 50)
    assert view["file"] == "hazards_overdue.csv"


def test_what_is_done_first_stands_first_however_the_file_is_ordered(release: Release) -> None:
    (rows,) = hazards().values()
    mixed = rows.assign(risk=[15, 20, 9, 25], hazard_id=["c", "d", "a", "b"]).sort_values(
        "hazard_id"
    )
    view = worklist_view(HAZARDS, release(more={"hazards_overdue": mixed}), WORDS)
    names = [line.name for line in view["lines"]]
    assert ["2 Main" in names[0], "Diner" in names[1], "B9" in names[2], "Old" in names[3]] == [
        True
    ] * 4
    (visits,) = week().values()
    view = worklist_view(WEEK, release(more={"inspections_this_week": visits[::-1]}), WORDS)
    assert [line.name for line in view["lines"]] == [f"Kitchen {n}" for n in range(1, 21)]


def test_without_the_tables_there_is_no_page_and_no_link(release: Release) -> None:
    made = pages(release())
    assert not {"week.html", "hazards.html"} & set(made)
    assert "hazards.html" not in made["index.html"]


def test_a_table_without_a_column_is_refused(release: Release) -> None:
    (rows,) = hazards().values()
    with pytest.raises(PromiseBroken, match="hazards_overdue"):
        pages(release(more={"hazards_overdue": rows.drop(columns="control")}))
