"""Streets and areas are the same bytes whoever draws them, in whatever number of parts."""

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.sample import generate

MINE = ("planning", "transport", "black_spots")


@pytest.mark.whole
def test_spark_writes_the_same_bytes(spark: SparkSession, tmp_path: Path) -> None:
    plain = generate(tmp_path / "plain", 5, 0.05, only=MINE)
    made = generate(tmp_path / "spark", 5, 0.05, only=MINE, spark=spark, partitions=3)
    assert made == plain
    assert {f.path.split("/")[0] for f in plain.files if f.rows} == {"planning", "transport"}
    assert "truth/black_spot.csv" in {f.path for f in plain.files}
