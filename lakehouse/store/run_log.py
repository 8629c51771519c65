"""What happened in a run, line by line in a local file, committed to the lake once per run."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lakehouse.store.lake import Lake
from lakehouse.tables.governance import run_step

FIELDS = run_step.column_names


@dataclass(frozen=True)
class Moment:
    """A moment, to say when something began and, on a clock that nobody sets, how long it took."""

    at: datetime = field(default_factory=datetime.now)
    ticks: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds from then to now."""
        return time.monotonic() - self.ticks


@dataclass
class RunLog:
    """An append-only file ``lake/_runs/<run>.jsonl``; a killed run leaves it for the next one."""

    lake_root: Path
    run: str
    command: str
    as_of: date | None = None
    began: Moment = field(default_factory=Moment)

    @property
    def file(self) -> Path:
        return self.lake_root / "_runs" / f"{self.run}.jsonl"

    def start(self) -> None:
        """Note that the run began, so that a kill leaves a trace."""
        self.step("run", "killed", began=self.began)

    def step(
        self,
        step: str,
        outcome: str,
        *,
        began: Moment | None = None,
        as_of: date | None = None,
        **more: Any,
    ) -> None:
        """Append one step, in one write; the last line of a step is the one that counts.

        ``as_of`` is the day that the step decided for, where that is not the run's.
        """
        line = {
            "run": self.run,
            "command": self.command,
            "as_of": as_of or self.as_of,
            "step": step,
            "outcome": outcome,
            "began_at": (began or Moment()).at,
            "seconds": began.seconds if began else None,
            **more,
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as out:
            out.write(json.dumps(line, default=str) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def finish(self, outcome: str, message: str = "") -> None:
        self.step("run", outcome, began=self.began, message=message)


def commit_logs(lake: Lake) -> None:
    """Put every run log of the lake into ``governance.run_step``, each exactly once."""
    folder = lake.root / "_runs"
    for file in sorted(folder.glob("*.jsonl")):
        rows = read_log(file)
        if rows:
            lake.append_once(run_step, rows, file.stem)
        file.rename(file.with_suffix(".committed"))


def read_log(file: Path) -> list[dict[str, Any]]:
    """The last line of each step, with the types of ``governance.run_step``.

    A line cut by a kill is left out: the step it would have told of is run again anyway.
    """
    steps: dict[str, dict[str, Any]] = {}
    for line in file.read_text().splitlines():
        try:
            said = json.loads(line)
        except json.JSONDecodeError:
            continue
        steps[said["step"]] = {name: said.get(name) for name in FIELDS}
    for row in steps.values():
        row["began_at"] = datetime.fromisoformat(row["began_at"])
        row["as_of"] = date.fromisoformat(row["as_of"]) if row["as_of"] else None
    return list(steps.values())
