"""Every role's notebook runs from its first cell to its last on the sample city."""

from __future__ import annotations

import os
import runpy
import shutil
import warnings
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lakehouse.declare.errors import PlanError
from tests.small_city import small_conf

pytestmark = pytest.mark.doors

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))
# It needs the generator alone, no lake.
ALONE = "feedback_loop"


# What each is for, as it says at its end: engineer, scientist twice, manager, planner.
SAYS = {
    "look_at_a_feed": ("files of food_inspection: ", "checked like any table"),
    "add_a_feature": ("test windows", "with burglaries"),
    "ask_a_question": ("registered: try_food_failure, version 1", "fail their next routine visit?"),
    "read_the_lists": ("decides for 2024-06-30", "why_no_score"),
    "plan_the_visits": ("visits that fit: ", "inspector hours"),
}
# Asked by `make whole` alone: it trains for longer than all others.
LONG = "add_a_feature"
WRITES = ("look_at_a_feed", "add_a_feature", "ask_a_question")


@pytest.mark.parametrize(
    "notebook",
    [
        pytest.param(n, id=n.stem, marks=pytest.mark.whole if n.stem == LONG else ())
        for n in NOTEBOOKS
        if n.stem != ALONE
    ],
)
def test_the_notebook_runs_and_says_what_it_is_for(
    notebook: Path,
    first: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    work = shutil.copytree(first.work, tmp_path / "work", symlinks=True)
    made = replace(first, work=work)
    before = made.versions()
    for name in [n for n in os.environ if n.startswith("CITYLAKE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CITYLAKE_WORK", str(made.work))
    monkeypatch.setenv("CITYLAKE_CITY", "sample")
    monkeypatch.setenv("CITYLAKE_CONF", str(small_conf()))
    run(notebook)
    out = capsys.readouterr().out
    assert [said for said in SAYS[notebook.stem] if said not in out] == []
    after = made.versions()
    written = {name for name, version in after.items() if before.get(name) != version}
    assert all(name.startswith("scratch_") for name in written)
    assert bool(written) == (notebook.stem in WRITES)


def run(notebook: Path) -> None:
    """From the first cell to the last, in this process: its Spark is warm."""
    with warnings.catch_warnings(action="ignore"):
        runpy.run_path(str(notebook), run_name="__main__")


def code_lines(notebook: str) -> list[str]:
    """What stands in its cells but comments, empty lines and what a function says of itself."""
    lines = (NOTEBOOKS[0].parent / f"{notebook}.py").read_text("utf-8").splitlines()
    plain = (line.strip() for line in lines)
    return [line for line in plain if line and not line.startswith(("#", '"""'))]


def test_from_a_question_to_a_registered_model_is_less_than_forty_lines() -> None:
    assert len(code_lines("ask_a_question")) < 40


@pytest.mark.parametrize("notebook", ["read_the_lists", "plan_the_visits"])
def test_managers_and_planners_need_pandas_alone(notebook: str) -> None:
    asked = {
        line.split()[1] for line in code_lines(notebook) if line.startswith(("import", "from"))
    }
    assert asked <= {"json", "os", "pathlib", "pandas"}


def test_there_is_a_notebook_in_cells() -> None:
    assert {p.stem for p in NOTEBOOKS} == {*SAYS, ALONE}
    for notebook in NOTEBOOKS:
        assert notebook.read_text().startswith("# %% [markdown]")


def test_the_loop_that_runs_away_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (notebook,) = (n for n in NOTEBOOKS if n.stem == ALONE)
    monkeypatch.chdir(tmp_path)
    run(notebook)
    told = {line.split(":")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert ": +" in told["as it is"] and ": -" in told["both"]
    assert (tmp_path / "feedback_loop.png").stat().st_size > 10_000


@pytest.mark.filterwarnings("ignore")  # MLflow's own, while it is imported
@pytest.mark.parametrize("question", ["food_premises", "hospital_load", "crash_hour"])
def test_a_try_may_not_take_the_name_of_a_model_of_the_city(question: str) -> None:
    from lakehouse.notebook import register

    lake: Any = SimpleNamespace(root=Path("lake/sample"))
    nothing: Any = None
    with pytest.raises(PlanError, match=f"sample_{question} is a model of the city"):
        register(lake, nothing, nothing, f"sample_{question}")
