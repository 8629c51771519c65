"""Compute in order whatever is made of something that changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lakehouse.declare.bounds import Bounds
from lakehouse.declare.job import Job
from lakehouse.run import say
from lakehouse.run.answers.step import answer
from lakehouse.run.catalogue import Step
from lakehouse.run.fingerprint import code_of, fingerprint, platform_code
from lakehouse.run.runner import Run
from lakehouse.store.lake import Lake, Written
from lakehouse.store.state import Made, recall, remember


def run_steps(
    run: Run, steps: tuple[Step, ...], days: Mapping[str, date], again: bool = False
) -> None:
    """Run the steps whose inputs, code or day changed (all of them when ``again``).

    ``days`` is the day that each decides for, by the name of what it writes.
    """
    for step in steps:
        as_of = run.log.as_of = days[step.writes.name]
        needed = [t for t in step.reads if t not in step.optional]
        absent = [t.name for t in needed if not run.lake.exists(t)]
        if absent:
            run.log.step(step.writes.name, "refused", message=f"needs {', '.join(absent)}")
            say.say(f"{step.writes.name} waits: {', '.join(absent)} is not there yet.")
            continue

        def work(step: Step = step, as_of: date = as_of) -> Written | None:
            return _step(run, step, as_of, again)

        run.attempt(step.writes.name, work)


def _step(run: Run, step: Step, as_of: date, again: bool) -> Written | None:
    made_of = made_from(run.lake, step, as_of, run.settings.city.bounds)
    before = recall(run.lake.root, step.writes.name)
    whole = all(run.lake.exists(t) for t in step.outputs)
    same = before is not None and before.fingerprint == made_of
    kept = before is not None and before.version == run.lake.version(step.writes)
    if same and kept and whole and not again:
        return None
    about = {"run": run.log.run, "made_of": made_of, "reads": run.reads(step.writes.name)}
    written = answer(run.lake, step, as_of, about, run.settings)
    remember(
        run.lake.root,
        step.writes.name,
        Made(made_of, written.version, written.rows, written.quarantined),
    )
    return written


def made_from(lake: Lake, step: Step, as_of: date, bounds: Bounds) -> str:
    """Fingerprint of all a step's output depends on."""
    versions = {t.name: lake.version(t) for t in step.reads}
    dated = None if isinstance(step, Job) and not step.wants_as_of else as_of
    code = code_of(step.functions), platform_code()
    where = bounds if isinstance(step, Job) and step.wants_bounds else None
    return fingerprint(versions, [*step.outputs], *code, dated, where)
