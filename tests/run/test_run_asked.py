"""What a person is told who asks after a run: show, status and explain."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from lakehouse.tables import risk
from tests.run.sample_run import LISTED, RANKING, Asked, Made

pytestmark = pytest.mark.doors


def test_show_prints_the_first_of_the_list(first: Made, ask: Asked, scored: pd.DataFrame) -> None:
    said = ask(first, "show", "premises_to_inspect_first", "-n", "1")
    assert said.exit_code == 0
    assert f"{LISTED}: 1,199 rows" in said.output


def test_show_chooses_rows(first: Made, ask: Asked, listed: pd.DataFrame) -> None:
    said = ask(first, "show", LISTED, "--where", "random_share=True")
    drawn = int(listed["random_share"].eq(True).sum())
    assert said.exit_code == 0 and f"{LISTED}: {drawn} rows" in said.output


def test_show_chooses_rows_by_a_whole_number(first: Made, ask: Asked) -> None:
    said = ask(first, "show", LISTED, "--where", "rank=1")
    assert said.exit_code == 0 and f"{LISTED}: 1 rows" in said.output


def test_show_refuses_a_condition_that_is_none(first: Made, ask: Asked) -> None:
    said = ask(first, "show", LISTED, "--where", "rank")
    assert said.exit_code == 2 and "is not column=value" in said.output


def test_show_names_the_column_that_was_probably_meant(first: Made, ask: Asked) -> None:
    assert "did you mean rank?" in ask(first, "show", LISTED, "--where", "rankk=1").output


def test_a_mistyped_column_is_a_wrong_option(first: Made, ask: Asked) -> None:
    assert ask(first, "show", LISTED, "--where", "rankk=1").exit_code in (2, 8)


def test_show_lists_every_table_with_its_rows(first: Made, ask: Asked) -> None:
    said = ask(first, "show")
    assert said.exit_code == 0 and "published" in said.output and "1,199" in said.output


@pytest.mark.parametrize(
    "table",
    [
        risk.food_premises.name,
        "weather.day",
        "police.burglary",
    ],
)
def test_show_can_be_read_where_it_is_no_terminal(first: Made, ask: Asked, table: str) -> None:
    said = ask(first, "show", table, "-n", "1").output
    frame = first.frame(table)
    row = frame.sort_values("rank").iloc[0] if "rank" in frame else frame.iloc[0]
    assert all(name in said for name in row.dropna().index)
    assert "…" not in said


def test_show_holds_back_what_is_graded(first: Made, ask: Asked) -> None:
    held = first.frame("quarantine.row")
    said = ask(first, "show", "quarantine.row", "-n", "1")
    assert "Not shown, because of its grade: content" in said.output
    assert held["content"].iloc[0][:20] not in said.output


def test_status_says_what_landed_ran_and_was_published(first: Made, ask: Asked) -> None:
    said = ask(first, "status")
    assert said.exit_code == 0
    assert "nobody runs" in said.output
    assert re.search(r"Last run .*: done\.", said.output)
    assert f"{LISTED}: 1,199 rows as of 2024-06-28" in said.output
    assert "latest/index.html" in said.output


def test_explain_walks_from_a_scored_row_to_the_files(
    first: Made, ask: Asked, scored: pd.DataFrame
) -> None:
    row = scored.iloc[0]
    said = ask(first, "explain", "premises_to_inspect_first", row["premises_id"])
    assert said.exit_code == 0
    text = said.output
    assert "sample_food_premises version 1" in text and row["reason_1"] in text
    assert "Its features, from what was known before 2024-06-28" in text
    for name in RANKING.learned:
        assert f"({name})" in text
    _tells_of_files(first, text)


def test_explain_shows_the_values_the_model_saw(
    first: Made, ask: Asked, scored: pd.DataFrame
) -> None:
    key = scored["premises_id"].iloc[0]
    matrix = first.frame("risk.food_premises_features").query("case_id == @key")
    visits = matrix.loc[matrix["outcome"].isna(), "visits"].iloc[0]
    text = ask(first, "explain", LISTED, key).output
    assert re.search(rf" {visits:.4g}  earlier visits \(visits\)", text)
    seen = re.search(r"health\.food_inspection: (\d+) row", text)
    assert seen and int(seen[1]) == visits


def _tells_of_files(first: Made, text: str) -> None:
    delivery = first.frame("governance.delivery")
    tail = text.split("The files they were delivered in:")[1]
    named = [line.split()[0] for line in tail.strip().splitlines()]
    assert named and set(named) <= set(delivery["file"])
    for name, line in zip(named, tail.strip().splitlines(), strict=True):
        assert delivery.loc[delivery["file"] == name, "delivery"].iloc[0][:12] in line


def test_explain_walks_from_a_row_without_a_score(
    first: Made, ask: Asked, listed: pd.DataFrame
) -> None:
    row = listed[listed["rank"].isna()].sort_values("premises_id").iloc[0]
    said = ask(first, "explain", "premises_to_inspect_first", row["premises_id"])
    assert said.exit_code == 0
    assert row["why_no_score"] in said.output and "it was not scored" in said.output
    _tells_of_files(first, said.output)


def test_explain_has_no_row_for_a_key_that_is_not_there(first: Made, ask: Asked) -> None:
    said = ask(first, "explain", "premises_to_inspect_first", "no-such-key")
    assert said.exit_code == 8
    assert "has no row with that premises_id" in said.output and "citylake show" in said.output


def test_explain_needs_a_result_with_one_key(first: Made, ask: Asked) -> None:
    assert ask(first, "explain", "how_good_are_the_models", "x").exit_code == 8
    assert ask(first, "explain", "city.food_visit", "x").exit_code == 8
    said = ask(first, "explain", "premises_to_inspect_frst", "x")
    assert said.exit_code == 8 and "did you mean" in said.output
