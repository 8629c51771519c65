"""The form in which MLflow keeps a final model, with the code and packages it needs elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pandas as pd
from mlflow.pyfunc import PythonModel

from lakehouse.store.record.environment import environment

# Said once and for all: letting MLflow find out takes a minute of imports per model.
PACKAGES = ("mlflow", "numpy", "pandas", "scikit-learn", "scipy", "xgboost-cpu")
# What a final model is made of imports nothing else of the project (pyproject's import rules).
OWN = ("declare", "methods", "modelling")
# This very class, and what stands around it.
AROUND = (
    *("__init__", "store/__init__", "store/record/__init__"),
    *("store/record/kept", "store/record/environment"),
)


@runtime_checkable
class Final(Protocol):
    """What is kept of a question: something that answers when it is asked with a frame."""

    def predict(self, rows: pd.DataFrame, /) -> pd.DataFrame:
        """An answer per row, or per series."""


class Kept(PythonModel):  # type: ignore[misc]
    """A final model as MLflow asks it."""

    def __init__(self, final: Final) -> None:
        self.final = final

    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> pd.DataFrame:
        return self.final.predict(model_input)


def needs() -> list[str]:
    """The packages a kept model is asked with, each in the version it was trained with."""
    there = environment()
    return [f"{name}=={there[name]}" for name in PACKAGES]


def code_in(folder: Path) -> Path:
    """Copy as much of the project into ``folder`` as answers: no registry of packages has it."""
    here, there = Path(__file__).parents[2], folder / "lakehouse"
    for name in OWN:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(here / name, there / name, ignore=ignored)
    for name in AROUND:
        file = there / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(here / f"{name}.py", file)
    return there
