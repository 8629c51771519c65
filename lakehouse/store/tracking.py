"""MLflow as the registry: models are known by what they were made of, promoted and loaded back."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from lakehouse.store.record.kept import Final, Kept
from lakehouse.store.record.ledger import CHAMPION

# Versions of before the class had a file of its own are loaded by its name here.
__all__ = ["Champion", "Final", "Kept"]

WITHDRAWN = "withdrawn"
for noisy in ("mlflow", "alembic"):
    logging.getLogger(noisy).setLevel(logging.ERROR)


F = TypeVar("F", bound=Final)


@dataclass(frozen=True)
class Champion(Generic[F]):
    """A registered model: the final model as loaded back, and the version it was loaded from."""

    final: F
    name: str
    version: str


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
    found = _versions(name)
    same = [v.version for v in found if v.tags.get("made_of") == made_of]
    return str(max(int(v) for v in same)) if same else None


def point(name: str, version: str, alias: str) -> None:
    """Give the version an alias; the ledger (``promotion.promote``) does so and remembers it."""
    MlflowClient().set_registered_model_alias(name, alias, version)


def aliased(name: str, alias: str) -> str | None:
    """The version that has the alias, None where none has."""
    try:
        return str(MlflowClient().get_model_version_by_alias(name, alias).version)
    except MlflowException:
        return None


def registered(name: str, version: str) -> bool:
    """Whether there is such a version."""
    return any(str(v.version) == version for v in _versions(name))


def withdraw(name: str, version: str, why: str) -> None:
    """Mark a version: no run makes it the champion again. An empty reason takes the mark off."""
    if why:
        MlflowClient().set_model_version_tag(name, version, WITHDRAWN, why)
    elif withdrawn(name, version):
        MlflowClient().delete_model_version_tag(name, version, WITHDRAWN)


def withdrawn(name: str, version: str) -> bool:
    """Whether a person took the version back."""
    return WITHDRAWN in MlflowClient().get_model_version(name, version).tags


def champion(name: str, kind: type[F]) -> Champion[F]:
    """The model that answers, loaded back from the registry by the champion's alias."""
    version = MlflowClient().get_model_version_by_alias(name, CHAMPION).version
    return Champion(_loaded(f"models:/{name}@{CHAMPION}", kind), name, str(version))


def kept(uri: str, name: str, version: str, kind: type[F]) -> F | None:
    """A registered version as it was kept, None where it cannot be had any more."""
    if uri.startswith("sqlite:///") and not Path(uri.removeprefix("sqlite:///")).is_file():
        return None
    warnings.filterwarnings("ignore", module="mlflow")
    mlflow.set_tracking_uri(uri)
    try:
        return _loaded(f"models:/{name}/{version}", kind)
    except (MlflowException, OSError, ImportError, AttributeError):
        # Gone from the registry, or made by code that is no more.
        return None


def _loaded(address: str, kind: type[F]) -> F:
    final = mlflow.pyfunc.load_model(address).unwrap_python_model().final
    assert isinstance(final, kind)
    return final


def _versions(name: str) -> list[Any]:
    return list(MlflowClient().search_model_versions(f"name = '{name}'"))
