"""Undo a run: every table it changed is what it was before, and what depends on it is named."""

from __future__ import annotations

from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.computing.runner import begun
from lakehouse.run.settings import Settings, load_settings
from lakehouse.run.undo.before import before, kept, undoable
from lakehouse.run.undo.changed import Changed, changed_by, dependents, releases_of
from lakehouse.run.undo.restored import forget_states, restore, restore_states, states_of
from lakehouse.store.delta import delta_log
from lakehouse.store.lock import hold
from lakehouse.store.record.ledger import moves
from lakehouse.store.run_log import Moment


def undo(city: str | None, run: str, wait: float, dry: bool = False) -> int:
    """Put back every table that ``run`` changed; with ``dry`` only say which these are.

    Landed rows stay. Raises :class:`NotFound` for a run of which nothing is kept,
    :class:`PlanError` when a later run wrote one of the tables again. After a kill, asking again
    goes on where it stopped.
    """
    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    tables = undoable(catalogue.tables.values())
    with hold(settings.lake, "citylake undo", wait, say.say):
        every = kept(settings.lake)
        was = before(every, run)
        changed = changed_by(settings.lake, tables, every, was)
        if not changed:
            say.say(f"Run {run} (citylake {was.command}) changed no table that is not put back.")
            return 0
        if dry:
            for each in changed:
                say.say(f"{each.table.name}: v{each.after} would be what v{each.before} was")
        else:
            _restore(settings, catalogue, run, changed)
            names = states_of(catalogue, [c.table for c in changed])
            restore_states(settings.lake, was, catalogue, names)
    _depending(settings, catalogue, run, changed)
    return 0


def _restore(settings: Settings, catalogue: Catalogue, run: str, changed: list[Changed]) -> None:
    """Restore table by table as a run of its own, so that this too is on record and undoable.

    Its log is committed to the lake by the next run: that needs Spark, and this does not.
    """
    lake, outcome = settings.lake, "failed"
    log = begun(lake, catalogue, "undo")
    try:
        # First of all: whatever comes next, what is put back is looked at again by the next run.
        forget_states(lake, states_of(catalogue, [c.table for c in changed]))
        for each in changed:
            began = Moment()
            say.say(restore(lake, each, run, log.run))
            version = delta_log.version(lake / each.table.schema / each.table.last)
            log.step(each.table.name, "done", began=began, version=version)
        outcome = "done"
    finally:
        log.finish(outcome, f"undid run {run}")


def _depending(settings: Settings, catalogue: Catalogue, run: str, changed: list[Changed]) -> None:
    later = dependents(catalogue, [c.table for c in changed])
    if later:
        say.say(f"Computed from them, and not changed by this run: {', '.join(later)}.")
    for name in releases_of(settings.published, run, changed):
        say.say(f"Release {name} was made from it: citylake release withdraw {name} --because …")
    moved = moves(settings.lake)
    for name in sorted(moved.loc[moved["by_run"] == run, "model"].unique()):
        asked = str(name).removeprefix(f"{settings.city.name}_")
        say.say(f"Model {name} stays where the run put it: citylake model rollback {asked}")
    say.say("Landed rows stay: citylake run computes from them again what differs.")
