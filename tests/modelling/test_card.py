"""The card says who won, by how much, and what people declared; nothing is left blank."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from lakehouse.modelling.card import Facts, card
from lakehouse.modelling.contest import Contest

Played = tuple[pd.DataFrame, Contest]
FACTS = Facts(
    question="Which kitchens should be inspected next?",
    cohort="Canvass inspections that took place.",
    outcome="At least one critical violation.",
    meanings={"heat": "burglaries | nearby", "past_critical": "earlier critical violations"},
    excluded={"inspector": "It would judge the inspector, not the kitchen."},
    limits=["Outcomes are known only where someone went."],
)
SECTIONS = [
    *("Who is ranked", "What counts as the outcome", "How it was judged", "Candidates"),
    *("Measures", "Can the probabilities be trusted?", "Gates", "Features"),
    *("Left out on purpose", "Limits"),
]


def test_every_section_is_there_with_its_text(planted: Played) -> None:
    text = card(planted[1], FACTS)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert text.startswith(f"# {FACTS.question}\n\n{planted[1].verdict}\n")
    for said in (FACTS.cohort, FACTS.outcome, *FACTS.limits, *FACTS.excluded.values()):
        assert said in text
    assert "nan" not in text.lower().split() and "None" not in text


def test_numbers_are_those_of_the_contest(planted: Played) -> None:
    text, played = card(planted[1], FACTS), planted[1]
    auc = played.summary.query("measure == 'auc' and candidate == @played.winner").iloc[0]
    assert f"{auc.value:.3f} ({auc.low:.3f} to {auc.high:.3f})" in text
    assert f"{auc.difference:.3f} ({auc.difference_low:.3f} to" in text


def test_tables_are_whole_whatever_people_write(planted: Played) -> None:
    text = card(planted[1], FACTS)
    assert "burglaries \\| nearby" in text and "(no meaning was declared)" in text
    for table in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.strip().splitlines()}
        assert len(cells) == 1


@pytest.mark.parametrize("which", ["planted", "noise"])
def test_the_plain_candidate_always_has_its_column(
    which: str, request: pytest.FixtureRequest
) -> None:
    played = request.getfixturevalue(which)[1]
    assert f"| {played.best_plain} (plain) |" in card(played, FACTS)


def test_a_card_for_noise_says_why_no_learner_is_used(noise: Played) -> None:
    text = card(noise[1], FACTS)
    assert "does not rank better" in text and "| used |" in text


def test_nothing_declared_is_said(planted: Played) -> None:
    text = card(planted[1], Facts("Q?", "c", "o", {}, {}, []))
    assert "## Left out on purpose\n\nNothing." in text and "None declared." in text


def test_a_gate_that_was_not_passed_is_told_with_its_reason(noise: Played) -> None:
    text, gates = card(noise[1], FACTS), noise[1].gates
    told = text.split("## Gates")[1].split("##")[0]
    passed = [g for g in gates if g.verdict == "pass"]
    assert f"{len(passed)} of {len(gates)} gates were passed." in told
    assert all(g.reason in told for g in gates if g.verdict == "fail")
    assert not any(g.reason in told for g in passed)


def test_every_group_is_listed_however_small(planted: Played) -> None:
    played = planted[1]
    told = {"candidate": played.winner, "rate": "fpr", "group": ["port", "south"], "of": [3, 900]}
    more = {"share": 0.1, "disparity": 1.1, "low": 0.2, "high": 3, "verdict": "insufficient"}
    groups = pd.DataFrame({**told, **more, "reference": "north"})
    text = card(replace(played, groups=groups), FACTS).split("## Does it treat groups alike?")[1]
    assert "Beside north, the group best known." in text
    assert "| port | fpr | 3 | 10.0% | 1.10 | 0.20 to 3.00 | insufficient |" in text


def test_how_often_ranges_held_is_told_of_every_group(planted: Played) -> None:
    played = planted[1]
    told = {"candidate": played.winner, "group": ["port", "south"], "rows": [3, 900]}
    more = {"ranges": [0, 9], "share": [None, 0.5], "low": [None, 0.3], "high": [None, 0.7]}
    ranges = pd.DataFrame({**told, **more, "verdict": ["insufficient", "fail"]})
    text = card(replace(played, ranges=ranges), FACTS)
    said = text.split("## Do its ranges hold in every group?")[1]
    assert "| port | 3 | 0 |  |  | insufficient |" in said
    assert "| south | 900 | 9 | 50% | 30% to 70% | fail |" in said
