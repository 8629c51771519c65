"""Move a model's aliases in MLflow, and remember every move."""

from __future__ import annotations

from pathlib import Path

from lakehouse.store.record.ledger import CHALLENGER, CHAMPION, Cause, moves, note
from lakehouse.store.tracking import aliased, point, withdrawn


def before(lake: Path, model: str) -> str | None:
    """The last champion before the present one that was not withdrawn."""
    made = moves(lake, model)
    champions = made[made["alias"] == CHAMPION].sort_values("number")["version"].tolist()
    present = champions[-1] if champions else None
    others = [v for v in champions if v != present and not withdrawn(model, v)]
    return str(others[-1]) if others else None


def promote(lake: Path, model: str, version: str, cause: Cause) -> None:
    """Make a version the champion and the one it follows the challenger; both moves are kept.

    Doing it again changes nothing. The ledger is written before MLflow: what a kill leaves
    undone in between is done by the next run.
    """
    present = aliased(model, CHAMPION)
    if present is not None and present != version:
        why = f"It was the champion before version {version}."
        _point(lake, model, present, CHALLENGER, Cause(cause.as_of, cause.by_run, why))
    _point(lake, model, version, CHAMPION, cause)


def _point(lake: Path, model: str, version: str, alias: str, cause: Cause) -> None:
    note(lake, model, version, alias, cause)
    point(model, version, alias)
