"""What a run writes down: each delivery's balance, each step, and the versions that it read."""

from __future__ import annotations

import datetime as dt
import hashlib

import pandas as pd
import pytest

from tests.run.sample_run import CATALOGUE, Made

pytestmark = pytest.mark.doors


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


def test_the_run_is_written_down_step_by_step(first: Made) -> None:
    steps = first.frame("governance.run_step")
    assert steps["run"].nunique() == 1
    assert set(steps["outcome"]) == {"done"}
    wanted = {f.name for f in CATALOGUE.feeds} | {s.writes.name for s in CATALOGUE.steps}
    assert set(steps["step"]) == wanted | {"run"}
    assert (steps["seconds"] >= 0).all()
    assert (steps["seconds"] <= first.done.seconds).all()


def test_each_step_names_the_versions_it_read(first: Made) -> None:
    steps, made = first.frame("governance.run_step").set_index("step"), first.versions()
    for step in CATALOGUE.steps:
        read = set(steps.loc[step.writes.name, "reads"])
        # What it can do without may not be there.
        there = [t.name for t in step.reads if t.name in made]
        assert read == {f"{name}@{first.version(name)}" for name in there}
        assert there
    for feed in CATALOGUE.feeds:
        assert list(steps.loc[feed.name, "reads"]) == [f"landed.{feed.name}@0"]


def test_the_log_names_the_day_on_every_step_after_landing(first: Made) -> None:
    steps = first.frame("governance.run_step").set_index("step")
    # The police deliver a day more than the food inspectors, and the complaints reach the end.
    food, police, last = (dt.date(2024, 6, day) for day in (28, 29, 30))
    assert steps.loc["run", "as_of"] == last and steps.loc["risk.food_premises", "as_of"] == food
    assert {steps.loc[s.writes.name, "as_of"] for s in CATALOGUE.steps} == {food, police, last}


def test_rows_and_versions_in_the_log_are_those_of_the_tables(first: Made) -> None:
    steps = first.frame("governance.run_step").set_index("step")
    for step in CATALOGUE.steps:
        assert steps.loc[step.writes.name, "rows"] == len(first.frame(step.writes.name))
        assert steps.loc[step.writes.name, "version"] == first.version(step.writes.name)


def test_nothing_half_made_is_left(first: Made) -> None:
    assert not list((first.lake / "_staging").glob("*"))
    assert not list((first.lake / "_runs").glob("*.jsonl"))
    assert not list(first.work.rglob("*.part"))
