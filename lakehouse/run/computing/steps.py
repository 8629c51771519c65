"""Compute in order whatever is made of something that changed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from lakehouse.declare.job import Job
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.waiver import in_force
from lakehouse.run import say
from lakehouse.run.answers.step import answer
from lakehouse.run.catalogue import Step, lacking_for
from lakehouse.run.computing.by_day import days_to_make, make_days
from lakehouse.run.computing.lanes import side_by_side
from lakehouse.run.computing.runner import Run
from lakehouse.run.fingerprint import code_of, fingerprint, platform_code
from lakehouse.run.settings import City
from lakehouse.store.lake import Lake, Written
from lakehouse.store.state import Made, recall, remember


def run_steps(
    run: Run, steps: tuple[Step, ...], days: Mapping[str, date], again: bool = False
) -> None:
    """Run the steps whose inputs, code or day changed (all of them when ``again``).

    ``days`` is the day that each decides for, by the name of what it writes.
    """
    by_name = {step.writes.name: step for step in steps}
    maker = {t.name: name for name, step in by_name.items() for t in step.outputs}
    waits = {
        name: {maker[t.name] for t in (*step.reads, *step.optional) if t.name in maker}
        for name, step in by_name.items()
    }
    # A question's trees take all cores, its frames the memory, and MLflow is one in a process.
    questions = [name for name, step in by_name.items() if not isinstance(step, Job)]

    def work(name: str) -> None:
        _attempt(run, by_name[name], days[name], again)

    side_by_side(run, waits, work, alone=questions)


def _attempt(run: Run, step: Step, as_of: date, again: bool) -> None:
    name = step.writes.name
    if absent := [t.name for t in lacking_for(step, run.there)]:
        _leave_behind(run, step, as_of)
        run.log.step(name, "refused", as_of=as_of, message=f"needs {', '.join(absent)}")
        say.say(f"{name} waits: {', '.join(absent)} is not there yet.")
    elif not run.attempt(name, lambda: _step(run, step, as_of, again), as_of):
        _leave_behind(run, step, as_of)


def _leave_behind(run: Run, step: Step, as_of: date) -> None:
    """Take what a later day left of the step for absent: it knows what nobody knew by ``as_of``."""
    made = recall(run.lake.root, step.writes.name)
    if made and date.fromisoformat(made.facts.get("as_of", "9999-12-31")) > as_of:
        run.behind |= {t.name for t in step.outputs}


def _step(run: Run, step: Step, as_of: date, again: bool) -> Written | None:
    lake, name = run.lake, step.writes.name
    made_of = made_from(lake, step, as_of, run.settings.city, run.behind)
    if allowed := in_force(run.settings.city.waivers, str(getattr(step, "name", "")), as_of):
        made_of = fingerprint(made_of, allowed)
    before = recall(lake.root, name)
    same = before is not None and before.fingerprint == made_of
    # All that it writes: one that was too early, or killed, may have written a part of it.
    kept = before is not None and before.facts.get("versions") == _versions(lake, step)
    if same and kept and not again:
        return None
    about = {
        "run": run.log.run,
        "made_of": made_of,
        "code": fingerprint(code_of(step.functions), platform_code()),
        "reads": run.reads(name),
        "rules": rules_of(step, run.settings.city),
        "as_of": day_of(step, as_of),
        "keys": {t.name: t.key for t in step.outputs},
    }
    old = before if kept and not again else None
    written, changed = _made(run, step, as_of, about, old)
    facts: dict[str, Any] = {
        "as_of": str(as_of),
        "versions": _versions(lake, step),
        "rules": about["rules"],
    }
    same_rows = old.facts.get("balances", []) if old and not changed else written.balances
    facts["balances"] = list(same_rows)
    facts["reads"] = read_versions(lake, step, run.behind)
    made = Made(made_of, written.version, written.rows, written.quarantined, facts)
    remember(lake.root, name, made)
    return written if changed else None


def _made(
    run: Run, step: Step, as_of: date, about: Mapping[str, Any], before: Made | None
) -> tuple[Written, bool]:
    """What stands now, and whether it is new: the days that changed where these can be told."""
    lake, facts = run.lake, before.facts if before else {}
    if before and isinstance(step, Job) and facts.get("rules") == about["rules"]:
        now = read_versions(lake, step, run.behind)
        days = days_to_make(lake, step, facts["reads"], now)
        if days == set():
            rows = before.rows
            return Written(step.writes, before.version, rows, rows, before.quarantined, 0.0), False
        city = run.settings.city
        if days and (made := make_days(lake, step, days, about, city, run.behind)):
            return made, True
    return answer(lake, step, as_of, about, run.settings, run.behind), True


def _versions(lake: Lake, step: Step) -> dict[str, int | None]:
    return {t.name: lake.version(t) for t in step.outputs}


def made_from(lake: Lake, step: Step, as_of: date, city: City, behind: Container[str] = ()) -> str:
    """Fingerprint of all a step's output depends on; tables named ``behind`` are not there."""
    versions = read_versions(lake, step, behind)
    code = code_of(step.functions), platform_code()
    return fingerprint(versions, [*step.outputs], *code, day_of(step, as_of), _said(step, city))


def read_versions(lake: Lake, step: Step, behind: Container[str]) -> dict[str, int | None]:
    """The version of each table a step reads; None where it is not there, or left behind."""
    asked = (*step.reads, *step.optional)
    return {t.name: None if t.name in behind else lake.version(t) for t in asked}


def rules_of(step: Step, city: City) -> str:
    """Fingerprint of what a step's output depends on besides data and day: code, declarations."""
    code = code_of(step.functions), platform_code()
    return fingerprint([*step.outputs], *code, _said(step, city))


def day_of(step: Step, as_of: date) -> date | None:
    """The day a step decides for, None where it does not ask."""
    return None if isinstance(step, Job) and not step.wants_as_of else as_of


def _said(step: Step, city: City) -> list[object]:
    """What the city's settings say of all that a step asks of them."""
    asked = step.of_city if isinstance(step, Job | Outlook) else ()
    return [getattr(city, name) for name in asked]
