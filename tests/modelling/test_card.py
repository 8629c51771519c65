"""The card says who won, by how much, and what people declared; nothing is left blank."""

from __future__ import annotations

import re

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
    *("Measures", "Can the probabilities be trusted?", "Features", "Left out on purpose", "Limits"),
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
