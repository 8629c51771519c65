"""One run of the sample city, from delivered files to a published list."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare import Ranking
from lakehouse.run.catalogue import find_steps, load_catalogue
from lakehouse.tables import published, risk
from tests.small_city import small_settings

pytestmark = pytest.mark.doors
Made = Any
LISTED = "published.premises_to_inspect_first"
RANKING = next(s for s in find_steps() if s.writes is risk.food_premises)
assert isinstance(RANKING, Ranking)
CATALOGUE = load_catalogue(small_settings().city)


@pytest.fixture(scope="module")
def listed(first: Made) -> pd.DataFrame:
    return first.frame(LISTED)


@pytest.fixture(scope="module")
def scored(listed: pd.DataFrame) -> pd.DataFrame:
    return listed[listed["rank"].notna()].sort_values("rank")


def test_the_run_succeeds_and_says_what_it_did(first: Made) -> None:
    assert first.done.code == 0, first.done.err
    assert "As of 28 June 2024" in first.done.out
    assert re.search(r"published\.premises_to_inspect_first v0 +600 rows", first.done.out)
    assert "Traceback" not in first.done.out + first.done.err
    assert "problem" not in first.done.out


def test_a_good_run_has_nothing_to_say_on_the_error_stream(first: Made) -> None:
    assert first.done.err == ""


def test_what_it_says_to_try_next_works(first: Made, ask: Callable[..., Any]) -> None:
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
    assert set(zip(said["table_name"], said["column_name"], strict=True)) == wanted
    assert said["meaning"].str.len().min() > 0


# What departments delivered.


def test_what_is_held_back_is_what_was_planted(first: Made) -> None:
    held = first.frame("quarantine.row")
    planted = pd.read_csv(first.delivered / "truth" / "defects_truth.csv")
    wrong = set(zip(planted["file"], planted["row"], strict=True))
    found = set(zip(held["file"], held["row"], strict=True))
    assert len(wrong & found) >= 0.99 * len(wrong)
    assert len(wrong & found) >= 0.99 * len(found)
    assert held["reasons"].map(len).min() >= 1 and held["owner"].notna().all()


def test_every_delivery_balances(first: Made) -> None:
    delivery = first.frame("governance.delivery")
    assert (delivery["delivered"] == delivery["good"] + delivery["quarantined"]).all()
    for file, rows in zip(delivery["file"], delivery["delivered"], strict=True):
        # No value of the sample holds a line break.
        assert rows == (first.delivered / file).read_bytes().count(b"\n") - 1
    sent = [p for p in first.delivered.glob("*/*.csv") if p.parent.name != "truth"]
    assert sorted(delivery["file"]) == sorted(str(p.relative_to(first.delivered)) for p in sent)
    assert delivery["quarantined"].sum() == len(first.frame("quarantine.row"))


def test_a_file_is_known_by_the_hash_of_its_content(first: Made) -> None:
    delivery = first.frame("governance.delivery")
    for file, digest in zip(delivery["file"], delivery["delivery"], strict=True):
        assert hashlib.sha256((first.delivered / file).read_bytes()).hexdigest() == digest


# What the run says of itself.


def test_the_run_is_written_down_step_by_step(first: Made) -> None:
    steps = first.frame("governance.run_step")
    assert steps["run"].nunique() == 1
    assert set(steps["outcome"]) == {"done"}
    wanted = {f.name for f in CATALOGUE.feeds} | {s.writes.name for s in CATALOGUE.steps}
    assert set(steps["step"]) == wanted | {"run"}
    assert (steps["seconds"] >= 0).all()
    assert (steps["seconds"] <= first.done.seconds).all()


def test_each_step_names_the_versions_it_read(first: Made) -> None:
    steps = first.frame("governance.run_step").set_index("step")
    for step in CATALOGUE.steps:
        read = set(steps.loc[step.writes.name, "reads"])
        there = [t.name for t in step.reads if t.name in CATALOGUE.tables]
        assert read == {f"{name}@{first.version(name)}" for name in there}
        assert there
    for feed in CATALOGUE.feeds:
        assert list(steps.loc[feed.name, "reads"]) == [f"landed.{feed.name}@0"]


def test_the_log_names_the_day_on_every_step_after_landing(first: Made) -> None:
    steps = first.frame("governance.run_step").set_index("step")
    assert steps.loc["run", "as_of"] == dt.date(2024, 6, 28)
    assert {steps.loc[s.writes.name, "as_of"] for s in CATALOGUE.steps} == {dt.date(2024, 6, 28)}


def test_rows_and_versions_in_the_log_are_those_of_the_tables(first: Made) -> None:
    steps = first.frame("governance.run_step").set_index("step")
    for step in CATALOGUE.steps:
        assert steps.loc[step.writes.name, "rows"] == len(first.frame(step.writes.name))
        assert steps.loc[step.writes.name, "version"] == first.version(step.writes.name)


def test_nothing_half_made_is_left(first: Made) -> None:
    assert not list((first.lake / "_staging").glob("*"))
    assert not list((first.lake / "_runs").glob("*.jsonl"))
    assert not list(first.work.rglob("*.part"))


# What is handed out.


def test_latest_points_to_the_release_of_the_day(first: Made) -> None:
    latest = first.published / "latest"
    assert latest.is_symlink() and not Path(latest.readlink()).is_absolute()
    assert latest.resolve().name.startswith("2024-06-28-")
    assert len([p for p in first.published.iterdir() if not p.is_symlink()]) == 1


def test_every_file_is_what_the_manifest_says(first: Made) -> None:
    latest = first.published / "latest"
    manifest = json.loads((latest / "manifest.json").read_text("utf-8"))
    named = {f["name"] for f in manifest["files"]}
    assert named | {"manifest.json"} == {p.name for p in latest.iterdir()}
    for entry in manifest["files"]:
        content = (latest / entry["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(content) == entry["bytes"]
    assert manifest["as_of"] == "2024-06-28"
    assert manifest["made_of"][LISTED] == first.version(LISTED)


@pytest.mark.parametrize(
    "table",
    [
        published.premises_to_inspect_first,
        published.how_good_are_the_models,
        published.what_the_tables_mean,
    ],
    ids=lambda t: t.last,
)
def test_csv_and_parquet_hold_the_table(first: Made, table: Any) -> None:
    latest = first.published / "latest"
    frame = first.frame(table.name)
    parquet = pd.read_parquet(latest / f"{table.last}.parquet")
    csv = pd.read_csv(latest / f"{table.last}.csv", dtype=str)
    assert list(parquet.columns) == list(csv.columns) == table.column_names
    assert len(parquet) == len(csv) == len(frame)
    key = list(table.key)
    for found in (parquet.astype(str), csv):
        both = frame[key].astype(str).merge(found[key], on=key)
        assert len(both) == len(frame)


def test_the_handed_out_list_is_in_order(first: Made) -> None:
    csv = pd.read_csv(first.published / "latest" / "premises_to_inspect_first.csv")
    ranks = csv["rank"].dropna()
    assert ranks.tolist() == list(range(1, len(ranks) + 1))
    assert csv["rank"].isna().tolist() == sorted(csv["rank"].isna())


def test_the_pages_stand_by_themselves(first: Made) -> None:
    latest = first.published / "latest"
    texts = {p.name: p.read_text("utf-8") for p in latest.glob("*.html")}
    assert {"index.html", "decision-premises_to_inspect_first.html", "data.html"} <= set(texts)
    assert any("premises_to_inspect_first.csv" in text for text in texts.values())
    for name, text in texts.items():
        assert "Sample city" in text, name
        # The one address allowed is the name of SVG's namespace, which nothing fetches.
        assert not re.search(r"https?://", text.replace("http://www.w3.org/2000/svg", "")), name
        assert not re.search(r"<(link|script|img|iframe)[^>]+(src|href)=", text), name
        assert "Traceback" not in text and "{{" not in text, name
        links = re.findall(r'href="([^"#]+)', text)
        assert [link for link in links if not (latest / link).exists()] == [], name


# What a person is told.

Asked = Callable[..., Any]


def test_show_prints_the_first_of_the_list(first: Made, ask: Asked, scored: pd.DataFrame) -> None:
    said = ask(first, "show", "premises_to_inspect_first", "-n", "1")
    assert said.exit_code == 0
    assert f"{LISTED}: 600 rows" in said.output


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
    assert said.exit_code == 0 and "published" in said.output and "600" in said.output


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
    assert f"{LISTED}: 600 rows as of 2024-06-28" in said.output
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
