"""One run of the sample city, from delivered files to a published list."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.table import Result
from tests.run.sample_run import CATALOGUE, LISTED, RANKING, Asked, Made

pytestmark = pytest.mark.doors


def test_the_run_succeeds_and_says_what_it_did(first: Made) -> None:
    assert first.done.code == 0, first.done.err
    assert "As of 28 June 2024" in first.done.out
    assert re.search(r"published\.premises_to_inspect_first v0 +1,199 rows", first.done.out)
    assert "Traceback" not in first.done.out + first.done.err
    assert "problem" not in first.done.out


def test_a_good_run_has_nothing_to_say_on_the_error_stream(first: Made) -> None:
    assert first.done.err == ""


def test_what_it_says_to_try_next_works(first: Made, ask: Asked) -> None:
    said = first.done.out.split("Try next:")[1]
    commands = re.findall(r"^  citylake (.+?)(?:   |$)", said, re.MULTILINE)
    assert [c.split()[0] for c in commands] == ["explain", "show"]
    for command in commands:
        assert ask(first, *command.split(), "--city", "sample").exit_code == 0
    assert f"open {first.published}/latest/index.html" in said
    assert str(first.delivered / "damaged") in said


def test_every_declared_table_is_there_with_its_declared_columns(first: Made) -> None:
    made = first.versions()
    # Tables of departments that this city does not hear of are declared and stay away.
    filled = {f.fills for f in CATALOGUE.feeds} | {f.landed.name for f in CATALOGUE.feeds}
    filled |= {t.name for step in CATALOGUE.steps for t in step.outputs}
    ours = {n for n in CATALOGUE.tables if n.startswith(("governance.", "quarantine."))}
    # No list is old enough to be held against what came, or to be worked off; no computed row
    # breaks a rule.
    ours -= {f"governance.{n}" for n in ("model_performance", "list_follow_up", "computed_quality")}
    wanted = filled | ours
    assert set(made) == wanted
    for name in wanted:
        assert list(first.frame(name).columns) == CATALOGUE.tables[name].column_names
    assert {v for n, v in made.items() if n != "quarantine.row"} == {0}


def test_every_premises_has_a_score_or_a_reason(first: Made, listed: pd.DataFrame) -> None:
    known = first.frame("city.food_premises")
    assert sorted(listed["premises_id"]) == sorted(known["premises_id"])
    assert (listed["rank"].notna() ^ listed["why_no_score"].notna()).all()
    for reason in listed["why_no_score"].dropna().unique():
        assert " " in reason


def test_ranks_are_counted_without_gaps_and_follow_the_chance(scored: pd.DataFrame) -> None:
    assert len(scored) > 100
    assert scored["rank"].tolist() == list(range(1, len(scored) + 1))
    assert (np.diff(scored["probability"]) <= 0).all()
    assert scored["probability"].nunique() > 10


def test_a_chance_lies_within_its_range(scored: pd.DataFrame) -> None:
    assert (scored["probability_low"] <= scored["probability"]).all()
    assert (scored["probability"] <= scored["probability_high"]).all()
    assert scored["probability_low"].min() >= 0 and scored["probability_high"].max() <= 1
    assert (scored["probability_low"] < scored["probability_high"]).mean() > 0.9


def test_every_scored_row_has_three_reasons_in_words(
    listed: pd.DataFrame, scored: pd.DataFrame
) -> None:
    words = [c for c in listed.columns if c.startswith("reason_")]
    assert len(words) == 3
    said = scored[words]
    assert said.notna().all().all()
    assert said.map(lambda text: len(str(text).split()) >= 3).all().all()
    known = [*RANKING.meanings.values(), "nothing else stands out"]
    assert said.map(lambda text: any(str(text).startswith(m) for m in known)).all().all()
    assert (said["reason_1"][: len(said) // 4] != "nothing else stands out").all()
    assert listed.loc[listed["rank"].isna(), words].isna().all().all()


def test_about_a_tenth_is_drawn_by_lot_whatever_its_rank(scored: pd.DataFrame) -> None:
    drawn = scored["random_share"].astype(bool)
    # Within four standard deviations of a tenth.
    assert abs(drawn.mean() - 0.1) < 4 * np.sqrt(0.09 / len(scored))
    half = len(scored) // 2
    assert drawn[:half].any() and drawn[half:].any()


def test_every_row_says_its_day_its_data_and_its_model(listed: pd.DataFrame) -> None:
    for name in ("as_of", "data_through", "model_name", "model_version"):
        assert listed[name].notna().all() and listed[name].nunique() == 1
    assert listed["as_of"].iloc[0] == dt.date(2024, 6, 28)
    assert listed["data_through"].iloc[0] == dt.date(2024, 6, 27)
    assert listed["model_name"].iloc[0] == "sample_food_premises"


def test_nothing_on_the_list_was_known_only_later(first: Made, listed: pd.DataFrame) -> None:
    visits = first.frame("health.food_inspection")
    last = visits[visits["known_at"] < dt.date(2024, 6, 28)].groupby("licence_number")
    wanted = last["inspected_on"].max().reindex(listed["premises_id"])
    assert listed["last_visit_on"].fillna(0).tolist() == wanted.fillna(0).tolist()
    assert (visits["known_at"] >= dt.date(2024, 6, 28)).any()


def test_the_trials_hold_every_candidate_and_one_winner(first: Made) -> None:
    trials = first.frame("risk.food_premises_trials")
    assert set(trials["candidate"]) == set(RANKING.candidates)
    winner = trials.loc[trials["chosen"], "candidate"].unique()
    assert len(winner) == 1
    assert trials["verdict"].nunique() == 1
    assert f"{winner[0]} is used" in trials["verdict"].iloc[0]
    assert set(first.frame(LISTED)["candidate"].dropna()) == set(winner)


def test_a_window_is_learnt_from_when_it_is_over_and_judged_on_rows_of_its_own(
    first: Made,
) -> None:
    trials = first.frame("risk.food_premises_trials")
    windows = sorted(set(trials["window"]) - {"all"})
    assert len(windows) >= 7 and max(windows) < "2024-06-28"
    assert set(trials.groupby("candidate")["window"].nunique()) == {len(windows) + 1}
    matrix = first.frame("risk.food_premises_features")
    past = matrix[matrix["outcome"].notna()]
    assert (past["happened_on"] >= past["as_of"]).all()
    assert past["happened_on"].max() < dt.date(2024, 6, 28)


def test_the_published_trials_are_the_trials(first: Made) -> None:
    by = ["candidate", "window", "measure"]
    one = first.frame("risk.food_premises_trials").sort_values(by, ignore_index=True)
    two = first.frame("published.how_good_are_the_models").sort_values(by, ignore_index=True)
    pd.testing.assert_frame_equal(two, one[two.columns])
    assert len(one) > 6 * 7


def test_the_dictionary_explains_every_column(first: Made) -> None:
    said = first.frame("published.what_the_tables_mean")
    wanted = {(t.name, c.name) for t in CATALOGUE.tables.values() for c in t.columns}
    # What is handed out says how good its sources are.
    handed = [t for t in CATALOGUE.tables.values() if isinstance(t, Result)]
    wanted |= {(t.name, "source_quality") for t in handed}
    assert set(zip(said["table_name"], said["column_name"], strict=True)) == wanted
    assert said["meaning"].str.len().min() > 0
