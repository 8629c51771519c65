"""What a run does with what a run for another day left, without Spark."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lakehouse.declare.errors import PromiseBroken, TooEarly
from lakehouse.declare.table import Table
from lakehouse.run.catalogue import Step, load_catalogue
from lakehouse.run.computing import steps
from lakehouse.run.computing.runner import Run
from lakehouse.run.computing.steps import run_steps
from lakehouse.run.published.released import missing_results
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Written
from lakehouse.store.run_log import RunLog
from lakehouse.store.state import Made, recall, remember
from lakehouse.tables import published, risk

SETTINGS = replace(load_settings("chicago", {}), lanes=1)  # no Spark to share between threads
CATALOGUE = load_catalogue(SETTINGS.city)
# A question, the list made of it, and the trials of all questions.
CHAIN = tuple(
    s
    for s in CATALOGUE.steps
    if s.writes in (risk.beach, published.beaches_to_close, published.how_good_are_the_models)
)
EARLY, LATE = date(2010, 6, 1), date(2014, 6, 1)


class Drawn:
    """A lake of versions alone: what is written gets the next one."""

    def __init__(self, root: Path) -> None:
        self.root, self.versions = root, {t.name: 0 for s in CHAIN for t in s.reads}

    def exists(self, table: Table) -> bool:
        return table.name in self.versions

    def version(self, table: Table) -> int | None:
        return self.versions.get(table.name)

    def write(self, table: Table) -> int:
        self.versions[table.name] = self.versions.get(table.name, -1) + 1
        return self.versions[table.name]


@pytest.fixture
def lake(tmp_path: Path) -> Drawn:
    made = Drawn(tmp_path)
    for step in CHAIN:
        for table in step.outputs:
            made.versions.pop(table.name, None)
    return made


Asked = Callable[[date], Run]


@pytest.fixture
def fails() -> dict[str, Exception]:
    """What goes wrong with a step, by what it writes."""
    return {}


@pytest.fixture
def asked(lake: Drawn, fails: dict[str, Exception], monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Runs the chain for a day; a step writes the next version of its tables, or fails."""

    def answer(lake: Any, step: Step, as_of: date, about: Any, settings: Any, behind: Any) -> Any:
        part, *rest = step.outputs
        made = lake.write(part)
        if step.writes.name in fails:
            raise fails[step.writes.name]
        for table in rest:
            made = lake.write(table)
        return Written(step.writes, made, 1, 0, 0, 0.0)

    monkeypatch.setattr(steps, "answer", answer)

    def run(day: date) -> Run:
        store: Any = lake
        made = Run(SETTINGS, CATALOGUE, store, RunLog(lake.root, f"r{day}", "run"))
        run_steps(made, CHAIN, {s.writes.name: day for s in CHAIN})
        return made

    return run


def outcomes(run: Run) -> dict[str, str]:
    rows = [json.loads(line) for line in run.log.file.read_text().splitlines()]
    return {row["step"]: row["outcome"] for row in rows}


def test_what_a_later_day_left_of_a_question_counts_as_absent(
    asked: Asked, fails: dict[str, Exception]
) -> None:
    asked(LATE)
    fails[risk.beach.name] = TooEarly("No sample is known.", "Choose a later --as-of.")
    run = asked(EARLY)
    assert run.exit_code == 0
    assert outcomes(run) == {
        "risk.beach": "waits",
        "published.beaches_to_close": "refused",
        # It can do without the beaches' trials, and is made again without them.
        "published.how_good_are_the_models": "done",
    }
    assert not run.there(risk.beach) and not run.there(risk.beach_trials)
    missing = missing_results(run)
    assert missing["beaches_to_close"] == "" and "how_good_are_the_models" not in missing
    named = run.reads("published.how_good_are_the_models")
    assert not [name for name in named if name.startswith("risk.beach")]


def test_what_an_earlier_day_left_stays(asked: Asked, fails: dict[str, Exception]) -> None:
    asked(EARLY)
    fails[risk.beach.name] = PromiseBroken("Twice.", "Mend it.")
    run = asked(LATE)
    assert run.exit_code == PromiseBroken.exit_code
    assert run.there(risk.beach) and run.there(published.beaches_to_close)


def test_what_nobody_dated_counts_as_left_by_a_later_day(
    asked: Asked, fails: dict[str, Exception], lake: Drawn
) -> None:
    asked(LATE)
    made = recall(lake.root, risk.beach.name)
    assert made is not None
    remember(lake.root, risk.beach.name, Made(made.fingerprint, made.version, made.rows))
    fails[risk.beach.name] = TooEarly("No sample is known.")
    assert not asked(LATE.replace(day=2)).there(risk.beach)


def test_a_part_written_for_another_day_is_made_again(
    asked: Asked, fails: dict[str, Exception], lake: Drawn
) -> None:
    asked(LATE)
    assert set(outcomes(asked(LATE)).values()) == {"unchanged"}
    fails[risk.beach.name] = TooEarly("Its first table is written, its last is not.")
    asked(EARLY)
    fails.clear()
    before = lake.version(risk.beach)
    assert outcomes(asked(LATE))["risk.beach"] == "done"
    assert lake.version(risk.beach) == before + 1  # type: ignore[operator]


def test_a_run_takes_what_is_there_for_its_own_day(lake: Drawn) -> None:
    store: Any = lake
    run = Run(SETTINGS, CATALOGUE, store, SimpleNamespace(run="r"))  # type: ignore[arg-type]
    table = CHAIN[0].reads[0]
    assert run.there(table) and not run.there(CHAIN[0].writes)
    run.behind.add(table.name)
    assert not run.there(table)
