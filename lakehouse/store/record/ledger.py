"""Every move of a model's alias, kept for ever: which version was live on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd

from lakehouse.store.delta import delta_log
from lakehouse.store.delta.files import read_frame
from lakehouse.store.delta.once import append_once
from lakehouse.tables.governance import model_move

CHAMPION, CHALLENGER = "champion", "challenger"


@dataclass(frozen=True)
class Cause:
    """Why an alias moves: the day decided for (none by hand), the run or command, words."""

    as_of: date | None
    by_run: str
    why: str


def moves(lake: Path, model: str | None = None) -> pd.DataFrame:
    """All moves, those of ``model`` alone where it is named, in the order they were made."""
    path = lake / model_move.schema / model_move.last
    if not delta_log.exists(path):
        return pd.DataFrame(columns=model_move.column_names)
    made = read_frame(path, model_move)
    chosen = made if model is None else made[made["model"] == model]
    return chosen.sort_values(["moved_at", "model", "alias", "number"]).reset_index(drop=True)


def live_on(lake: Path, model: str, day: date, alias: str = CHAMPION) -> pd.Series | None:
    """The move that made a version live at the end of ``day`` (this machine's), None before it.

    One query: ``select * from governance.model_move where model = ? and alias = ? and moved_at <
    ? order by number desc limit 1``.
    """
    end = datetime.combine(day + timedelta(days=1), time()).astimezone()
    made = moves(lake, model)
    made = made[(made["alias"] == alias) & (made["moved_at"] < end)]
    return None if made.empty else made.loc[made["number"].idxmax()]


def note(lake: Path, model: str, version: str, alias: str, cause: Cause) -> None:
    """Write down that an alias points to a version; nothing when it did so already."""
    made = moves(lake, model)
    made = made[made["alias"] == alias].sort_values("number")
    if len(made) and made["version"].iloc[-1] == version:
        return
    number = 1 if made.empty else int(made["number"].iloc[-1]) + 1
    row = {
        "model": model,
        "version": version,
        "alias": alias,
        "number": number,
        "moved_at": datetime.now(),
        "as_of": cause.as_of,
        "by_run": cause.by_run,
        "why": cause.why,
    }
    path = lake / model_move.schema / model_move.last
    append_once(path, model_move, [row], f"{model}/{alias}/{number}")
