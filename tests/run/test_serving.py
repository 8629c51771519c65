"""The model that MLflow serves over HTTP gives what Spark scored in batch."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jobs.risk.food_premises import food_premises

pytestmark = [pytest.mark.doors, pytest.mark.whole, pytest.mark.filterwarnings("ignore")]
Made = Any
PATIENCE = 240


@pytest.fixture
def served(first: Made, tmp_path: Path) -> Iterator[str]:
    """The address of the champion, served by ``mlflow models serve`` on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tracking = f"sqlite:///{first.lake / 'mlflow.db'}"
    words = ["models", "serve", "-m", "models:/sample_food_premises@champion"]
    where = ["--env-manager", "local", "--host", "127.0.0.1", "--port", str(port), "-w", "1"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    log = tmp_path / "served.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "mlflow", *words, *where],
            env={**os.environ, "MLFLOW_TRACKING_URI": tracking, "PATH": path},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + PATIENCE
            while not _answers(f"{address}/ping"):
                assert process.poll() is None and time.monotonic() < until, log.read_text()[-3000:]
                time.sleep(0.5)
            yield address
        finally:
            os.killpg(process.pid, 15)
            process.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_what_is_served_is_what_spark_scored(first: Made, served: str) -> None:
    matrix = first.frame(food_premises.matrix.name)
    waiting = matrix[matrix["outcome"].isna()].reset_index(drop=True)
    columns = food_premises.learned
    rows = [[_json(v) for v in row] for row in waiting[columns].itertuples(index=False)]
    body = json.dumps({"dataframe_split": {"columns": columns, "data": rows}}).encode()
    asked = urllib.request.Request(
        f"{served}/invocations", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=120) as answer:
        said = pd.DataFrame(json.loads(answer.read())["predictions"])
    said["premises_id"] = waiting["premises_id"]
    listed = first.frame("risk.food_premises")
    both = listed[listed["rank"].notna()].merge(said, "outer", "premises_id", suffixes=("", "_now"))
    assert len(both) > 100
    for name in ("score", "probability", "probability_low", "probability_high"):
        gap = (both[name] - both[f"{name}_now"]).abs()
        assert gap.notna().all() and gap.max() <= 1e-9
    assert (both["reason_1"] == both["reason_1_now"]).all()


def _json(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else float(value)
