"""A registered model brings its code and names its packages' versions: it works elsewhere."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.contest import contest
from lakehouse.modelling.final import final_model
from lakehouse.modelling.learners import Logistic, RankBy
from tests.modelling.conftest import draw_city

pytestmark = [pytest.mark.doors, pytest.mark.filterwarnings("ignore")]
ELSEWHERE = """
import sys
import mlflow, pandas as pd
model = mlflow.pyfunc.load_model(sys.argv[1])
given = pd.read_json(sys.argv[2]).astype(float)
model.predict(given).to_json(sys.argv[3])
import lakehouse.modelling.final as used
assert "code" in used.__file__, used.__file__
"""


@pytest.mark.whole
def test_a_registered_model_answers_where_the_project_is_not(tmp_path: Path) -> None:
    # MLflow warns while it is imported, which no mark of a test can silence.
    import mlflow

    from lakehouse.store import tracking
    from lakehouse.store.record.tracking_record import Record, record

    matrix, among = draw_city(1500, 1.0, seed=3)
    candidates = {"past": RankBy("past_critical"), "logistic": Logistic()}
    features = ["past_critical", "heat"]
    played = contest(matrix, features, candidates, among, train_at_least=3, draws=50)
    final = final_model(played, matrix, {})
    before = mlflow.get_tracking_uri()
    tracking.connect(f"sqlite:///{tmp_path}/mlflow.db", tmp_path / "models", "town_visits")
    asked = matrix[list(final.features)].head(20).astype(float)
    said = dict.fromkeys(final.features, "double")
    record(played, final, Record("town_visits", "x", {}, {}, "card", {}, said, example=asked))
    kept = Path(mlflow.artifacts.download_artifacts("models:/town_visits/1"))
    mlflow.set_tracking_uri(before)
    pins = (kept / "requirements.txt").read_text().split()
    assert all("==" in pin for pin in pins) and f"pandas=={version('pandas')}" in pins
    assert not any(pin.startswith("citylake") for pin in pins)
    asked.to_json(tmp_path / "asked.json")
    words = [sys.executable, "-c", ELSEWHERE, kept, tmp_path / "asked.json", tmp_path / "said.json"]
    done = subprocess.run([str(w) for w in words], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    there = pd.read_json(tmp_path / "said.json")
    np.testing.assert_allclose(there["probability"], final.predict(asked)["probability"], atol=1e-9)
