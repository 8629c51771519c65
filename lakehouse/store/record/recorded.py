"""A contest as MLflow has it on record: what is needed to train again and compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from lakehouse.declare.errors import NotFound
from lakehouse.declare.waiver import Waiver, read_back
from lakehouse.store.record.ledger import CHAMPION
from lakehouse.store.tracking import aliased

VERSION = "version."
EXCEPTIONS = "exceptions.json"


@dataclass(frozen=True)
class Recorded:
    """The run of the candidate that won, as it was written down.

    ``tables``: the version of each table it was made of; ``scores`` and ``code`` are hashes,
    empty in records from before they were kept; ``metrics`` are those over all windows;
    ``exceptions`` are those in force then, None where none were written down yet.
    """

    run: str
    model: str
    candidate: str
    as_of: date
    tables: Mapping[str, int]
    metrics: Mapping[str, float]
    scores: str
    code: str
    environment: Mapping[str, str]
    exceptions: tuple[Waiver, ...] | None = None


def recorded(name: str, prefix: str) -> Recorded:
    """A run by its id, or that of a model's champion or ``model/version``; ``prefix`` may lack.

    Raises :class:`NotFound`.
    """
    client = MlflowClient()
    for run in (name, _run_of(client, name), _run_of(client, f"{prefix}{name}")):
        found = _get(client, run) if run else None
        if found is not None:
            return _read(client, found)
    raise NotFound(
        f"There is no recorded run {name}.",
        "Give a question, as food_premises, a question/version, or the id of an MLflow run.",
    )


def learnt_version(model: str, version: str, table: str) -> int | None:
    """The version of a table that a registered model learnt from, None where nobody noted it."""
    client = MlflowClient()
    run = _get(client, _run_of(client, f"{model}/{version}") or "")
    noted = run.data.params.get(f"{VERSION}{table}", "") if run else ""
    return int(noted) if noted.isdigit() else None


def _run_of(client: MlflowClient, name: str) -> str | None:
    model, _, version = name.partition("/")
    wanted = version or aliased(model, CHAMPION)
    try:
        return str(client.get_model_version(model, wanted).run_id) if wanted else None
    except MlflowException:
        return None


def _get(client: MlflowClient, run: str) -> Any:
    try:
        return client.get_run(run)
    except MlflowException:
        return None


def _read(client: MlflowClient, run: Any) -> Recorded:
    params, tags = run.data.params, run.data.tags
    if "scores" not in tags or "as_of" not in params:
        raise NotFound(
            f"The record of run {run.info.run_id} holds no hash of its scores.",
            "It is of a monitor, or of an older release: run citylake run --again first.",
        )
    tables = {k.removeprefix(VERSION): v for k, v in params.items() if k.startswith(VERSION)}
    said = mlflow.artifacts.load_dict(f"{run.info.artifact_uri}/environment.json")
    return Recorded(
        run=str(run.info.run_id),
        model=str(client.get_experiment(run.info.experiment_id).name),
        candidate=str(run.info.run_name),
        as_of=date.fromisoformat(params["as_of"]),
        tables={name: int(v) for name, v in tables.items() if v not in ("None", "")},
        metrics={k: v for k, v in run.data.metrics.items() if not k.startswith("window_")},
        scores=tags["scores"],
        code=tags.get("code", ""),
        environment=said,
        exceptions=_exceptions(str(run.info.artifact_uri)),
    )


def _exceptions(kept: str) -> tuple[Waiver, ...] | None:
    try:
        said = mlflow.artifacts.load_dict(f"{kept}/{EXCEPTIONS}")
    except (MlflowException, OSError):
        # Of an older release: nobody wrote them down.
        return None
    return tuple(read_back(each) for each in said["exceptions"])
