"""MLflow as the record of monitors: nothing is trained, so a run holds settings and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import mlflow

from lakehouse.store.tracking import connect


@dataclass(frozen=True)
class Watched:
    """What a monitor was made of, and how many rows of each level it gave."""

    name: str
    made_of: str
    settings: Mapping[str, str]
    tables: Mapping[str, int | None]
    levels: Mapping[str, int]


def record(watched: Watched, uri: str, artifacts: Path) -> None:
    """One MLflow run in the experiment ``watched.name``; none when it was recorded before."""
    connect(uri, artifacts, watched.name)
    before = mlflow.search_runs(
        experiment_names=[watched.name],
        filter_string=f"tags.made_of = '{watched.made_of}'",
        output_format="list",
    )
    if before:
        return
    with mlflow.start_run(run_name=watched.settings["as_of"]):
        mlflow.log_params({name: value[:500] for name, value in watched.settings.items()})
        mlflow.log_params({f"version.{name}": v for name, v in watched.tables.items()})
        mlflow.log_metrics({level.replace(" ", "_"): n for level, n in watched.levels.items()})
        mlflow.set_tag("made_of", watched.made_of)
