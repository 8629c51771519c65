"""What health, air and water deliver is written alike on Spark and without it."""

import json
from pathlib import Path

import pandas as pd
import pytest
from pyspark.sql import SparkSession

from lakehouse.sample import generate

ONLY = ("emergency", "outbreaks", "laboratory", "hospital", "mosquitoes", "beaches", "air")


# Asked of food and weather by `make test`: what is written alike there goes the same way.
@pytest.mark.whole
def test_spark_writes_the_same_bytes(spark: SparkSession, tmp_path: Path) -> None:
    plain = generate(tmp_path / "plain", 5, 0.05, only=ONLY)
    made = generate(tmp_path / "spark", 5, 0.05, only=ONLY, spark=spark, partitions=3)
    assert made == plain and len(made.files) > 100
    truth = tmp_path / "spark" / "truth"
    outbreak, visit = (pd.read_csv(truth / f"{n}.csv") for n in ("outbreaks", "outbreak_visits"))
    assert len(outbreak) == 8 and set(visit["outbreak"]) <= set(outbreak["outbreak"])
    # A file holds the visits that were reported in its month, whenever they took place.
    lines = (tmp_path / "spark" / "health" / "emergency_visits_2023-02.jsonl").read_text("utf-8")
    rows = pd.DataFrame(map(json.loads, lines.splitlines()))
    late = pd.read_csv(truth / "repaired_truth.csv")
    elsewhere = len(late[late["file"].str.endswith("emergency_visits_2023-02.jsonl")])
    told = rows["reported_at"].str[:7] == "2023-02"
    assert (~told).sum() <= elsewhere + 0.02 * len(rows)
    assert (rows["arrived_at"][told].str[:7] == "2023-01").any()
