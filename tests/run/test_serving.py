"""The model that MLflow serves over HTTP, with its own code, gives what Spark scored in batch."""

from __future__ import annotations

import json
import os
import re
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
from pyspark.sql import SparkSession

from lakehouse.modelling.final import FinalModel
from lakehouse.run.answers.scored import score
from tests.run.sample_run import RANKING

pytestmark = [pytest.mark.doors, pytest.mark.whole, pytest.mark.filterwarnings("ignore")]
Made = Any
PATIENCE = 240
ROOT = Path(__file__).parents[2]
COLUMNS = RANKING.learned


@pytest.fixture(scope="module")
def served(first: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the champion, served on this machine as CONTRIBUTING.md says.

    The folder it starts in holds no code, and whoever asks for the project instead of the code that
    lies beside the model meets a module that cannot be imported.
    """
    folder = tmp_path_factory.mktemp("served")
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "var").symlink_to(first.work)
    absent = folder / "absent" / "lakehouse"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError('The project is not here.')\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "served.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            ["bash", "-c", f"{documented()} --port {port}"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(absent.parent)},
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


def documented() -> str:
    """The commands by which a reader serves a model."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)\n```", text, re.MULTILINE | re.DOTALL)
    (said,) = [block for block in blocks if "models serve" in block]
    return str(said)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_what_is_served_is_what_spark_scored(first: Made, served: str) -> None:
    matrix = first.frame(RANKING.matrix.name)
    waiting = matrix[matrix["outcome"].isna()].reset_index(drop=True)
    said = _asked(served, waiting)
    listed = first.frame("risk.food_premises")
    both = listed[listed["rank"].notna()].merge(said, "outer", "premises_id", suffixes=("", "_now"))
    assert len(both) > 100
    _alike(both)


def test_rows_with_gaps_are_served_as_spark_scores_them(
    first: Made, served: str, spark: SparkSession
) -> None:
    # Only here are warnings of MLflow's import let pass.
    from lakehouse.store.tracking import kept

    matrix = first.frame(RANKING.matrix.name)
    gaps = matrix[matrix["outcome"].isna()].reset_index(drop=True).astype(object)
    for at, name in enumerate(COLUMNS):
        gaps.loc[gaps.index % len(COLUMNS) == at, name] = None
    kinds = ", ".join(f"{c} {RANKING.matrix.column(c).type}" for c in ("premises_id", *COLUMNS))
    rows = spark.createDataFrame(
        [tuple(row) for row in gaps[["premises_id", *COLUMNS]].itertuples(index=False)], kinds
    )
    final = kept(f"sqlite:///{first.lake / 'mlflow.db'}", "sample_food_premises", "1", FinalModel)
    assert final is not None
    scored = score(rows, final, RANKING).toPandas()
    both = scored.merge(_asked(served, gaps), "outer", "premises_id", suffixes=("", "_now"))
    assert len(both) == len(gaps) > len(COLUMNS)
    _alike(both)


def _asked(served: str, waiting: pd.DataFrame) -> pd.DataFrame:
    """What the server says of each row, with its ``premises_id``."""
    rows = [[_json(v) for v in row] for row in waiting[COLUMNS].itertuples(index=False)]
    body = json.dumps({"dataframe_split": {"columns": COLUMNS, "data": rows}}).encode()
    asked = urllib.request.Request(
        f"{served}/invocations", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=120) as answer:
        said = pd.DataFrame(json.loads(answer.read())["predictions"])
    return said.assign(premises_id=waiting["premises_id"])


def _alike(both: pd.DataFrame) -> None:
    for name in ("score", "probability", "probability_low", "probability_high"):
        gap = (both[name] - both[f"{name}_now"]).abs()
        assert gap.notna().all() and gap.max() <= 1e-9
    assert (both["reason_1"] == both["reason_1_now"]).all()


def _json(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else float(value)
