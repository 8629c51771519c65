"""MLflow as the record of contests: a run per candidate, the winner's with the registered model."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import asdict, dataclass, field, is_dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import mlflow
import pandas as pd
from mlflow import MlflowClient
from mlflow.data.delta_dataset_source import DeltaDatasetSource
from mlflow.data.meta_dataset import MetaDataset
from mlflow.entities import Metric
from mlflow.models import ModelSignature, infer_signature
from mlflow.types.schema import ColSpec, Schema

from lakehouse.declare.waiver import Waiver, told
from lakehouse.modelling.on_spark.learner import OnSpark
from lakehouse.store.record.environment import environment
from lakehouse.store.record.kept import Final, Kept, code_in, needs
from lakehouse.store.record.recorded import EXCEPTIONS

# As many metrics as MLflow takes in one call.
AT_ONCE = 1000


class Played(Protocol):
    """What is written down of any contest."""

    @property
    def candidates(self) -> Mapping[str, Any]:
        """Those that competed, by name."""

    @property
    def winner(self) -> str:
        """The name of the one that is kept."""

    @property
    def per_window(self) -> pd.DataFrame:
        """candidate, window, measure, value."""

    @property
    def summary(self) -> pd.DataFrame:
        """candidate, measure, value and more, over all windows."""

    @property
    def seed(self) -> int:
        """That of its draws."""


@dataclass(frozen=True)
class Record:
    """What is written down about a contest besides its numbers.

    ``tables`` are the versions it was made of, ``paths`` where these lie; ``inputs`` the columns
    the winner is asked with and MLflow's types of them, ``example`` some rows of them; ``lists``
    go into a file each, ``pictures`` (matplotlib figures) too. ``scores`` is the hash of all that
    was scored, ``code`` that of what scored it: who trains again compares them. ``waivers`` are the
    exceptions that were in force.
    """

    name: str
    made_of: str
    tables: Mapping[str, int | None]
    about: Mapping[str, Any]
    card: str
    lists: Mapping[str, Sequence[str]]
    inputs: Mapping[str, str]
    paths: Mapping[str, Path] = field(default_factory=dict)
    example: pd.DataFrame | None = None
    pictures: Mapping[str, Any] = field(default_factory=dict)
    scores: str = ""
    code: str = ""
    waivers: Sequence[Waiver] = ()


def record(played: Played, final: Final, kept: Record) -> str:
    """One MLflow run per candidate, the winner's with the model; the new version's number."""
    version = ""
    for name, candidate in played.candidates.items():
        with mlflow.start_run(run_name=name) as run:
            mlflow.log_params(_params(candidate, kept) | {"seed": played.seed})
            _metrics(run.info.run_id, name, played)
            for what, names in kept.lists.items():
                mlflow.log_dict({what: list(names)}, f"{what}.json")
            mlflow.log_dict(dict(kept.tables), "tables.json")
            mlflow.log_dict({"exceptions": [told(w) for w in kept.waivers]}, EXCEPTIONS)
            mlflow.log_dict(environment(), "environment.json")
            mlflow.set_tags({"made_of": kept.made_of, "chosen": str(name == played.winner)})
            mlflow.set_tags({"scores": kept.scores, "code": kept.code})
            mlflow.log_text(kept.card, "card.md")
            _inputs(kept)
            if name == played.winner:
                for file, figure in kept.pictures.items():
                    mlflow.log_figure(figure, file)
                version = _register(final, kept)
    return version


def _inputs(kept: Record) -> None:
    """Each table at its Delta version as a dataset of the run."""
    read = [
        MetaDataset(
            DeltaDatasetSource(path=str(path), delta_table_version=kept.tables[name]),
            name=name,
            digest=f"v{kept.tables[name]}",
        )
        for name, path in kept.paths.items()
    ]
    mlflow.log_inputs(read, ["training"] * len(read), [None] * len(read))


def _params(candidate: Any, kept: Record) -> dict[str, Any]:
    where = {"trained_in": "memory"}
    if isinstance(candidate, OnSpark):
        where = {"trained_in": f"Spark, {candidate.workers} worker(s)"}
        candidate = candidate.of
    said = asdict(candidate) if is_dataclass(candidate) else {}  # type: ignore[arg-type]
    return {
        **where,
        **{f"candidate.{k}": str(v)[:250] for k, v in said.items()},
        **{f"version.{table}": v for table, v in kept.tables.items()},
        **kept.about,
        "candidate": type(candidate).__name__,
        "plain": candidate.plain,
    }


def _metrics(run: str, name: str, played: Played) -> None:
    """A metric per window (its step is the window's number) and one over all windows, at once.

    One by one, each would be a transaction of its own: hundreds, that take longer than training.
    """
    now = int(time.time() * 1000)
    order = {w: i for i, w in enumerate(sorted(played.per_window["window"].unique()))}
    mine = played.per_window[played.per_window["candidate"] == name].dropna(subset="value")
    whole = played.summary[played.summary["candidate"] == name].dropna(subset="value")
    metrics = [
        Metric(f"window_{row.measure}", float(row.value), now, order[row.window])
        for row in mine.itertuples()
    ] + [Metric(str(row.measure), float(row.value), now, 0) for row in whole.itertuples()]
    for start in range(0, len(metrics), AT_ONCE):
        MlflowClient().log_batch(run, metrics[start : start + AT_ONCE])


def _register(final: Final, kept: Record) -> str:
    columns = [ColSpec(kind, name, required=False) for name, kind in kept.inputs.items()]
    answers = None
    if kept.example is not None:
        answers = infer_signature(None, final.predict(kept.example)).outputs
    # MLflow tells of every version on standard error, past its own log level.
    with redirect_stderr(StringIO()), TemporaryDirectory() as folder:
        mlflow.pyfunc.log_model(
            name="model",
            python_model=Kept(final),
            signature=ModelSignature(inputs=Schema(columns), outputs=answers),
            input_example=kept.example,
            pip_requirements=needs(),
            code_paths=[str(code_in(Path(folder)))],
            registered_model_name=kept.name,
        )
    client = MlflowClient()
    found = client.search_model_versions(f"name = '{kept.name}'")
    version = str(max(int(v.version) for v in found))
    client.update_model_version(kept.name, version, description=kept.card)
    # The tag comes last: a version without it was never finished and is not taken up again.
    client.set_model_version_tag(kept.name, version, "made_of", kept.made_of)
    return version
