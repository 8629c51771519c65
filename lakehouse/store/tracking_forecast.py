"""MLflow's record of a forecast: a run per candidate, the winner registered and loaded back."""

from __future__ import annotations

from contextlib import redirect_stderr
from dataclasses import asdict, dataclass, is_dataclass
from io import StringIO
from typing import Any

import mlflow
import pandas as pd
from mlflow import MlflowClient
from mlflow.models import ModelSignature
from mlflow.pyfunc import PythonModel
from mlflow.types.schema import ColSpec, Schema

from lakehouse.modelling.forecasting.contest import ForecastContest
from lakehouse.modelling.forecasting.final import FinalForecast
from lakehouse.store.tracking import CHAMPION, NEEDS, Record

HISTORY = Schema(
    [ColSpec("string", "series"), ColSpec("datetime", "day"), ColSpec("double", "value")]
)


class KeptForecast(PythonModel):  # type: ignore[misc]
    """The form in which MLflow keeps a :class:`FinalForecast`: it is asked with a history."""

    def __init__(self, final: FinalForecast) -> None:
        self.final = final

    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> pd.DataFrame:
        return self.final.predict(model_input)


@dataclass(frozen=True)
class ForecastChampion:
    """A registered forecast: as loaded back, and the version it was loaded from."""

    final: FinalForecast
    name: str
    version: str


def record_forecast(played: ForecastContest, final: FinalForecast, kept: Record) -> str:
    """One MLflow run per candidate, the winner's with the model; the new version's number."""
    version = ""
    for name, candidate in played.candidates.items():
        with mlflow.start_run(run_name=name):
            mlflow.log_params(_params(candidate, played, kept))
            _metrics(name, played)
            mlflow.log_dict(dict(kept.tables), "tables.json")
            mlflow.log_dict({"series": list(played.series)}, "series.json")
            mlflow.set_tags({"made_of": kept.made_of, "chosen": str(name == played.winner)})
            mlflow.log_text(kept.card, "card.md")
            if name == played.winner:
                version = _register(final, kept)
    return version


def _params(candidate: Any, played: ForecastContest, kept: Record) -> dict[str, Any]:
    said = asdict(candidate) if is_dataclass(candidate) else {}  # type: ignore[arg-type]
    return {
        **{f"candidate.{k}": str(v)[:250] for k, v in said.items()},
        **{f"version.{table}": v for table, v in kept.tables.items()},
        **kept.about,
        "candidate": type(candidate).__name__,
        "plain": candidate.plain,
        "horizon": played.horizon,
        "quantiles": str(played.quantiles),
        "seed": played.seed,
    }


def _metrics(name: str, played: ForecastContest) -> None:
    """A metric per month (its step is the month's number) and one over all days."""
    order = {w: i for i, w in enumerate(sorted(played.per_window["window"].unique()))}
    mine = played.per_window[played.per_window["candidate"] == name].dropna(subset="value")
    for row in mine.itertuples():
        mlflow.log_metric(f"window_{row.measure}", float(row.value), step=order[row.window])
    whole = played.summary[played.summary["candidate"] == name].dropna(subset="value")
    mlflow.log_metrics({str(r.measure): float(r.value) for r in whole.itertuples()})


def _register(final: FinalForecast, kept: Record) -> str:
    # MLflow tells of every version on standard error, past its own log level.
    with redirect_stderr(StringIO()):
        mlflow.pyfunc.log_model(
            name="model",
            python_model=KeptForecast(final),
            signature=ModelSignature(inputs=HISTORY),
            pip_requirements=NEEDS,
            registered_model_name=kept.name,
        )
    client = MlflowClient()
    found = client.search_model_versions(f"name = '{kept.name}'")
    version = str(max(int(v.version) for v in found))
    client.update_model_version(kept.name, version, description=kept.card)
    # The tag comes last: a version without it was never finished and is not taken up again.
    client.set_model_version_tag(kept.name, version, "made_of", kept.made_of)
    return version


def promote_forecast(name: str, version: str) -> ForecastChampion:
    """Give the version the champion's alias and load it back from the registry by that alias."""
    MlflowClient().set_registered_model_alias(name, CHAMPION, version)
    loaded = mlflow.pyfunc.load_model(f"models:/{name}@{CHAMPION}")
    final = loaded.unwrap_python_model().final
    assert isinstance(final, FinalForecast)
    return ForecastChampion(final, name, version)
