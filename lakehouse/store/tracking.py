"""MLflow as the record: a run per candidate, the winner registered, and loaded back to score."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import asdict, dataclass, is_dataclass
from io import StringIO
from pathlib import Path
from typing import Any

os.environ.setdefault("DO_NOT_TRACK", "true")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import mlflow
import pandas as pd
from mlflow import MlflowClient
from mlflow.models import ModelSignature
from mlflow.pyfunc import PythonModel
from mlflow.types.schema import ColSpec, Schema

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.final import FinalModel

CHAMPION = "champion"
# Said once and for all: letting MLflow find out takes a minute of imports per model.
NEEDS = ["citylake", "mlflow", "pandas", "scikit-learn", "xgboost-cpu"]
for noisy in ("mlflow", "alembic"):
    logging.getLogger(noisy).setLevel(logging.ERROR)


class Kept(PythonModel):  # type: ignore[misc]
    """The form in which MLflow keeps a :class:`FinalModel`."""

    def __init__(self, final: FinalModel) -> None:
        self.final = final

    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> pd.DataFrame:
        return self.final.predict(model_input)


@dataclass(frozen=True)
class Champion:
    """A registered model: the final model as loaded back, and the version it was loaded from."""

    final: FinalModel
    name: str
    version: str


@dataclass(frozen=True)
class Record:
    """What is written down about a contest besides its numbers."""

    name: str
    made_of: str
    tables: Mapping[str, int | None]
    about: Mapping[str, str]
    card: str


def connect(uri: str, artifacts: Path, experiment: str) -> None:
    """Point MLflow at its store and make the experiment, once."""
    warnings.filterwarnings("ignore", module="mlflow")
    if uri.startswith("sqlite:///"):
        Path(uri.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    mlflow.set_tracking_uri(uri)
    if mlflow.get_experiment_by_name(experiment) is None:
        # A server chooses its own place for artefacts; SQLite has none.
        place = (artifacts / experiment).as_uri() if uri.startswith("sqlite") else None
        mlflow.create_experiment(experiment, artifact_location=place)
    mlflow.set_experiment(experiment)


def known_version(name: str, made_of: str) -> str | None:
    """The registered version made of exactly this before (a killed run may have left it)."""
    found = MlflowClient().search_model_versions(f"name = '{name}'")
    same = [v.version for v in found if v.tags.get("made_of") == made_of]
    return str(max(int(v) for v in same)) if same else None


def record(played: Contest, final: FinalModel, kept: Record, matrix: pd.DataFrame) -> str:
    """One MLflow run per candidate, the winner's with the model; the new version's number."""
    version = ""
    for name, candidate in played.candidates.items():
        with mlflow.start_run(run_name=name):
            _params(candidate, played, kept)
            _metrics(name, played)
            mlflow.log_dict({"features": list(played.features)}, "features.json")
            mlflow.log_dict(dict(kept.tables), "tables.json")
            mlflow.set_tags({"made_of": kept.made_of, "chosen": str(name == played.winner)})
            mlflow.log_text(kept.card, "card.md")
            if name == played.winner:
                version = _register(final, kept, matrix)
    return version


def _params(candidate: Any, played: Contest, kept: Record) -> None:
    said = asdict(candidate) if is_dataclass(candidate) else {}  # type: ignore[arg-type]
    mlflow.log_params(
        {
            **{f"candidate.{k}": str(v)[:250] for k, v in said.items()},
            **{f"version.{table}": v for table, v in kept.tables.items()},
            **kept.about,
            "candidate": type(candidate).__name__,
            "plain": candidate.plain,
            "windows": len(played.windows),
            "seed": played.seed,
        }
    )


def _metrics(name: str, played: Contest) -> None:
    """A metric per window (its step is the window's number) and one over all windows."""
    order = {w: i for i, w in enumerate(sorted(played.per_window["window"].unique()))}
    mine = played.per_window[played.per_window["candidate"] == name].dropna(subset="value")
    for row in mine.itertuples():
        mlflow.log_metric(f"window_{row.measure}", float(row.value), step=order[row.window])
    whole = played.summary[played.summary["candidate"] == name].dropna(subset="value")
    mlflow.log_metrics({str(r.measure): float(r.value) for r in whole.itertuples()})


def _register(final: FinalModel, kept: Record, matrix: pd.DataFrame) -> str:
    columns = [
        ColSpec("string" if matrix[f].dtype == object else "double", f, required=False)
        for f in final.features
    ]
    # MLflow tells of every version on standard error, past its own log level.
    with redirect_stderr(StringIO()):
        mlflow.pyfunc.log_model(
            name="model",
            python_model=Kept(final),
            signature=ModelSignature(inputs=Schema(columns)),
            pip_requirements=NEEDS,
            registered_model_name=kept.name,
        )
    client = MlflowClient()
    version = str(
        max(int(v.version) for v in client.search_model_versions(f"name = '{kept.name}'"))
    )
    client.update_model_version(kept.name, version, description=kept.card)
    # The tag comes last: a version without it was never finished and is not taken up again.
    client.set_model_version_tag(kept.name, version, "made_of", kept.made_of)
    return version


def promote(name: str, version: str) -> Champion:
    """Give the version the champion's alias and load it back from the registry by that alias."""
    MlflowClient().set_registered_model_alias(name, CHAMPION, version)
    loaded = mlflow.pyfunc.load_model(f"models:/{name}@{CHAMPION}")
    final = loaded.unwrap_python_model().final
    assert isinstance(final, FinalModel)
    return Champion(final, name, version)


def versions(name: str) -> Sequence[str]:
    """All registered versions of a model, for tests and for people who ask."""
    found = MlflowClient().search_model_versions(f"name = '{name}'")
    return sorted((str(v.version) for v in found), key=int)
