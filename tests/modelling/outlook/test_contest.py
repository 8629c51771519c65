"""A loss has to be lower for sure, believable and in most windows, and the card tells all of it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lakehouse.modelling.gates.gate import BASELINE, STABLE, TOO_GOOD
from lakehouse.modelling.outlook.card import outlook_card
from lakehouse.modelling.outlook.contest import (
    OutlookContest,
    Tried,
    loss_gates,
    nothing_judged,
    row_of,
)

CANDIDATES = {"count": Tried("Counts.", plain=True), "trees": Tried("Grow.", plain=False)}


def figures(value: float, high: float, weeks: tuple[float, ...]) -> tuple[pd.DataFrame, ...]:
    """A summary and its windows, in which counting loses 10."""
    row = {"candidate": "trees", "measure": "loss", "value": value, "low": 1.0, "high": 12.0}
    row |= {"difference": value - 10, "difference_low": -9.0, "difference_high": high}
    bar = {"candidate": "count", "measure": "loss", "value": 10.0, "low": 9.0, "high": 11.0}
    each = [
        {"candidate": name, "window": date(2024, 1, 1 + n), "measure": "loss", "value": loss}
        for n, week in enumerate(weeks)
        for name, loss in (("trees", week), ("count", 10.0))
    ]
    return pd.DataFrame([bar, row]), pd.DataFrame(each)


@pytest.mark.parametrize(
    ("value", "high", "weeks", "fails"),
    [
        (8.0, -0.5, (8.0, 8.0, 8.0), set()),
        (8.0, 0.1, (8.0, 8.0, 8.0), {BASELINE}),
        (8.0, float("nan"), (8.0, 8.0, 8.0), {BASELINE}),
        (8.0, -0.5, (2.0, 11.0, 11.0), {STABLE}),
        (0.4, -0.5, (0.4, 0.4, 0.4), {TOO_GOOD}),
    ],
)
def test_each_gate_refuses_what_it_is_for(
    value: float, high: float, weeks: tuple[float, ...], fails: set[str]
) -> None:
    summary, each = figures(value, high, weeks)
    gates = loss_gates("trees", "count", "loss", summary, each)
    assert {g.name for g in gates} == {BASELINE, STABLE, TOO_GOOD}
    assert {g.name for g in gates if g.verdict == "fail"} == fails


def contest(summary: pd.DataFrame, each: pd.DataFrame) -> OutlookContest:
    gates = loss_gates("trees", "count", "loss", summary, each) if len(each) else []
    return OutlookContest(
        candidates=CANDIDATES, measure="loss", how="On other weeks.", judged=each,
        summary=summary, per_window=each, winner="count", best_plain="count",
        failed={"trees": "It is no better."}, verdict="Counting is used.",
        through=date(2024, 2, 1), gates=tuple(gates),
    )  # fmt: skip


def test_the_card_says_who_tried_what_they_lost_and_what_not_to_do_with_it() -> None:
    summary, each = figures(8.0, 0.1, (8.0, 8.0, 8.0))
    assert row_of(summary, "trees", "loss")["value"] == 8
    told = outlook_card(
        contest(summary, each), question="How many?", outcome="All.", limits=["No."]
    )
    assert told.startswith("# How many?\n\nCounting is used.\n\n## What is told\n\nAll.")
    assert "| trees | learns | Grow. | 8 (1 to 12) | It is no better. |" in told
    assert "| count | plain | Counts. | 10 (9 to 11) | used |" in told
    assert "2 of 3 gates were passed" in told and told.endswith("## Limits\n\n- No.\n")


def test_a_card_of_what_nobody_could_judge_says_so() -> None:
    none = nothing_judged()
    told = outlook_card(contest(none, none), question="How many?", outcome="All.", limits=[])
    assert "| count | plain | Counts. | not measured | used |" in told
    assert "Nothing could be measured." in told and "None declared." in told
