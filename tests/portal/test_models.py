"""The page of a model says what is on record, in the pages' own words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from lakehouse.portal import PageData, pages
from lakehouse.portal.said.wording import Words
from lakehouse.portal.views.gates import gates_told
from lakehouse.portal.views.groups import groups_told
from tests.portal import drawn_models as drawn

Release = Callable[..., PageData]
CARD = f"model-{drawn.FOOD}.html"


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


@pytest.fixture
def made(release: Release) -> dict[str, str]:
    bins = {drawn.FOOD: drawn.reliability()}
    return pages(release(models=(drawn.card(),), calibration=bins))


def test_the_page_says_who_answers_what_is_left_out_and_its_limits(made: dict[str, str]) -> None:
    said = words_of(made[CARD])
    assert "Answers for it Health" in said and "go to: Health." in said
    assert "It tells more about the inspector than the premises." in said
    assert "2 limits" in said and "Outcomes are known only where inspectors went." in said
    assert "earlier visits" in said and "nothing on services sanitation complaint" in said
    assert "<h1>It ordered the cases better than" in made[CARD]
    assert made[CARD].count('<path class="span"') == 10


def test_no_code_of_a_verdict_a_rate_a_feature_or_markdown_is_on_it(made: dict[str, str]) -> None:
    said = words_of(made[CARD])
    codes = (*("insufficient", "fnr", "fdr", "fpr", "excepted", "police_district"), "visits_raw")
    assert [code for code in codes if re.search(rf"\b{code}\b", said)] == []
    assert "##" not in said and "|" not in said


def test_it_is_reached_from_the_trust_page_and_from_the_decision(made: dict[str, str]) -> None:
    for name in ("trust.html", "decision-premises_to_inspect_first.html"):
        assert f'href="{CARD}"' in made[name], name
    assert 'href="decision-premises_to_inspect_first.html"' in made[CARD]


def test_what_was_not_passed_comes_first_and_who_was_kept_out_is_named(words: Words) -> None:
    told = gates_told(drawn.gates(), words)
    assert told.title == "It passed 7 of 8 gates; the others come first"
    assert (told.own[0].gate, told.own[0].verdict) == ("Treats groups alike", "insufficient")
    assert [row.who for row in told.kept_out] == [drawn.LOST]
    every = gates_told(drawn.gates("pass", lost=False), words)
    assert every.title == "It passed all 8 gates" and every.kept_out == ()
    assert gates_told(pd.DataFrame(), words).own == ()


def test_a_plain_rule_without_gates_says_so_beside_who_was_kept_out(
    release: Release, words: Words
) -> None:
    lost = drawn.gates().query("not chosen")
    told = gates_told(lost, words)
    assert told.title == "It is a plain rule: no gate is set for it"
    assert told.own == () and len(told.kept_out) == (lost["verdict"] == "fail").sum() > 0
    made = pages(release(models=(drawn.card(gates=lost),)))
    page = next(html for name, html in made.items() if name.startswith("model-"))
    assert "all 0 gates" not in page and told.kept_out[0].gate in page


@pytest.mark.parametrize(
    ("worst", "says"),
    [("pass", "21 of 22 groups are treated alike"), ("insufficient", "20 of 22 groups"),
     ("fail", "1 of 22 groups is not treated like"), ("excepted", "1 of 22 groups is not")],
)  # fmt: skip
def test_the_finding_counts_the_groups(worst: str, says: str, words: Words) -> None:
    assert says in groups_told(drawn.groups(worst), words).title


def test_groups_stand_in_order_and_of_few_cases_nothing_is_told(words: Words) -> None:
    told = groups_told(drawn.groups(), words)
    assert [one.title for one in told.measures] == [
        "Missed cases", "Visits for nothing", "False alarms", "Ranges that held",
    ]  # fmt: skip
    assert not any(one.opens for one in told.measures)
    assert groups_told(drawn.groups("fail"), words).measures[0].opens
    rows = told.measures[0].rows
    assert [row.name for row in rows] == [str(n) for n in range(1, 23)]
    assert (rows[0].times, rows[0].low, rows[0].high, rows[0].verdict) == (
        "0.91", "0.61", "1.41", "pass",
    )  # fmt: skip
    assert rows[0].bar is not None and rows[0].bar.dot == 30
    assert (rows[-1].share, rows[-1].low, rows[-1].bar, rows[-1].verdict) == ("", "", None, "few")
    ranges = told.measures[-1].rows[0]
    assert (ranges.share, ranges.times, ranges.low, ranges.high) == ("42", "", "70", "97")


def test_all_alike_is_said_of_all(words: Words) -> None:
    rows = drawn.groups("pass", districts=5)
    told = groups_told(rows[rows["group"] != "5"], words)
    assert told.title == "All 4 groups are treated alike"


def test_a_model_that_was_never_judged_says_so(release: Release) -> None:
    bare = drawn.card(gates=pd.DataFrame(), groups=pd.DataFrame(), limits=(), name="test_new")
    said = words_of(pages(release(models=(bare,)))["model-test_new.html"])
    assert "No past test of this exists" in said and "No gates are on record" in said
    assert "No groups are compared" in said and "No limits are on record" in said
