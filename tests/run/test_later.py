"""What a second run does: nothing, or what is new, and never harm."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.chaos.runs import contents
from tests.run.sample_run import CATALOGUE, RANKING

pytestmark = pytest.mark.doors
Made = Any
LISTED = "published.premises_to_inspect_first"
BEFORE = dt.date(2023, 12, 31)
LATER = dt.date(2024, 7, 15)
# Written by every run that did something.
OWN = "governance.run_step"


def models(made: Made) -> int:
    with sqlite3.connect(made.lake / "mlflow.db") as store:
        return int(store.execute("select count(*) from model_versions").fetchone()[0])


# The same deliveries once more.


def test_running_twice_changes_no_table(first: Made, again: Made) -> None:
    assert again.done.code == 0, again.done.err
    old, new = first.versions(), again.versions()
    assert new.pop(OWN) == old.pop(OWN) + 1
    assert new == old
    assert models(again) == models(first) == 1


def test_running_twice_says_so(again: Made) -> None:
    assert f"{len(CATALOGUE.steps) + len(CATALOGUE.feeds)} unchanged" in again.done.out
    assert "Published before and unchanged" in again.done.out


def test_running_twice_hands_out_the_same_release(first: Made, again: Made) -> None:
    assert (first.published / "latest").readlink() == (again.published / "latest").readlink()


def test_an_unchanged_run_is_written_down_as_one(again: Made) -> None:
    steps = again.frame(OWN)
    assert steps["run"].nunique() == 2
    last = steps[steps["run"] == steps["run"].max()]
    assert set(last.loc[last["step"] != "run", "outcome"]) == {"unchanged"}
    assert last.loc[last["step"] == "run", "outcome"].tolist() == ["done"]


def test_an_unchanged_step_names_the_version_it_found(again: Made) -> None:
    steps = again.frame(OWN)
    assert steps.loc[steps["outcome"] == "unchanged", "version"].notna().all()


@pytest.mark.whole
def test_a_process_of_its_own_makes_the_same_tables_one_after_another(
    first: Made, citylake: Any, tmp_path: Path
) -> None:
    shutil.copytree(first.delivered, tmp_path / "sample")
    done = citylake(tmp_path, "run", "--city", "sample", lanes="1")
    assert done.code == 0 and not done.err.strip(), done.err
    assert contents(tmp_path) == contents(first.work)


# An earlier day; that a list knows nothing of its own day on is asked of every run.


@pytest.mark.whole
def test_a_day_in_the_past_is_decided_from_what_was_known_then(back: Made) -> None:
    assert back.done.code == 0, back.done.err
    listed = back.frame(LISTED)
    assert set(listed["as_of"]) == {BEFORE}
    assert set(listed["data_through"]) == {BEFORE - dt.timedelta(days=1)}
    assert listed["last_visit_on"].dropna().max() < BEFORE
    matrix = back.frame("risk.food_premises_features")
    assert matrix["happened_on"].dropna().max() < BEFORE and matrix["as_of"].max() == BEFORE


@pytest.mark.whole
def test_a_day_in_the_past_knows_no_premises_that_came_later(first: Made, back: Made) -> None:
    licence, visit = back.frame("licensing.food_licence"), back.frame("health.food_inspection")
    known = {*licence.loc[licence["known_at"] < BEFORE, "licence_number"]}
    known |= {*visit.loc[visit["known_at"] < BEFORE, "licence_number"]}
    assert set(back.frame(LISTED)["premises_id"]) == known
    assert len(known) < len(first.frame(LISTED))


@pytest.mark.whole
def test_going_back_computes_only_what_depends_on_the_day(first: Made, back: Made) -> None:
    old, new = first.versions(), back.versions()
    same = [n for n in old if new[n] == old[n]]
    undated = {n for n in old if n.startswith(("landed", "health", "city", "police"))}
    # The register of hazards is that of its day.
    assert undated - {"city.hazard"} <= set(same)
    assert new["risk.food_premises"] == old["risk.food_premises"] + 1
    assert models(back) == 2


@pytest.mark.whole
def test_another_day_draws_another_share_by_lot(first: Made, back: Made) -> None:
    one, two = (
        set(m.frame(LISTED).query("random_share == True")["premises_id"]) for m in (first, back)
    )
    assert len(one & two) < 0.5 * min(len(one), len(two))


@pytest.mark.whole
def test_the_earlier_release_stays_beside_the_new_one(first: Made, back: Made) -> None:
    old = (first.published / "latest").readlink()
    assert (back.published / old / "manifest.json").is_file()
    assert str((back.published / "latest").readlink()).startswith("2023-12-31-")


# A later day, with a delivery more and a damaged one: a whole run more, asked by `make whole`.


@pytest.mark.whole
def test_a_damaged_file_ends_the_run_with_its_own_code_and_words(later: Made) -> None:
    assert later.done.code == 4
    said = later.done.err
    assert all(word in said for word in ("weather_day", "daily_2024-07.csv", "humidity_pct"))
    assert "Traceback" not in said
    assert "1 problem(s)" in later.done.out


@pytest.mark.whole
def test_a_damaged_file_changes_no_stored_row(first: Made, later: Made) -> None:
    for name in ("landed.weather_day", "weather.day"):
        assert later.version(name) == first.version(name)
    assert "weather/daily_2024-07.csv" not in set(later.frame("governance.delivery")["file"])


@pytest.mark.whole
def test_the_other_feeds_go_on(first: Made, later: Made) -> None:
    fresh = set(later.frame("health.food_inspection")["inspection_id"])
    old = set(first.frame("health.food_inspection")["inspection_id"])
    assert len(fresh - old) == 10 and old < fresh
    delivery = later.frame("governance.delivery").query("feed == 'food_inspection'")
    assert delivery["sequence"].max() == len(delivery) == 26
    assert (delivery["delivered"] == delivery["good"] + delivery["quarantined"]).all()


@pytest.mark.whole
def test_the_later_list_knows_the_later_visits(first: Made, later: Made) -> None:
    listed = later.frame(LISTED)
    assert set(listed["as_of"]) == {LATER}
    fresh = later.frame("health.food_inspection")
    visited = fresh[
        ~fresh["inspection_id"].isin(first.frame("health.food_inspection")["inspection_id"])
    ]
    last = listed.set_index("premises_id")["last_visit_on"]
    for premises, day in zip(visited["licence_number"], visited["inspected_on"], strict=True):
        assert last[premises] >= day >= dt.date(2024, 7, 1)


@pytest.mark.whole
def test_data_through_is_the_day_the_slowest_source_reaches(later: Made) -> None:
    ranking = RANKING
    dated = [t for t in ranking.reads if t.happened_at]
    reached = {t.name: later.frame(t.name)[t.happened_at].max() for t in dated}
    assert len(reached) == 4 and max(reached.values()) >= dt.date(2024, 7, 10)
    assert set(later.frame(LISTED)["data_through"]) == {min(reached.values())}


@pytest.mark.whole
def test_the_later_pages_tell_of_the_problem(later: Made) -> None:
    made = Path(later.published / "latest")
    assert "data.html#problems" in (made / "index.html").read_text("utf-8")
    assert "daily_2024-07.csv" in (made / "data.html").read_text("utf-8")


@pytest.mark.whole
def test_the_log_tells_of_the_problem(later: Made) -> None:
    steps = later.frame(OWN)
    last = steps[steps["run"] == steps["run"].max()].set_index("step")
    assert last.loc["run", "outcome"] == "failed"
    assert "humidity_pct" in last.loc["run", "message"]
    refused = last[last["outcome"] == "refused"]
    assert len(refused) == 1 and "humidity_pct" in refused["message"].iloc[0]


@pytest.mark.whole
def test_a_new_model_was_registered_and_the_old_one_kept(later: Made) -> None:
    assert models(later) == 2
    assert set(later.frame(LISTED)["model_version"]) == {"2"}


# Nothing delivered at all.


def test_without_any_delivery_every_feed_says_what_to_do(
    tmp_path: Path, citylake_here: Any
) -> None:
    done = citylake_here(tmp_path, "run", "--city", "sample")
    assert done.code == 3
    assert "citylake sample" in done.err and str(tmp_path / "sample") in done.err
    assert done.err.count("does not exist") == 6
    assert not list((tmp_path / "lake").glob("*/*/*/_delta_log/*")) or list(
        (tmp_path / "lake" / "sample").glob("governance/run_step")
    )
    steps = pd.read_parquet(next((tmp_path / "lake").rglob("run_step/*.parquet")))
    assert set(steps["outcome"]) == {"refused", "failed"}
