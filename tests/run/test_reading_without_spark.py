"""What README says of reading a published result without Spark works, and all read the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.sample_run import Made

pytestmark = pytest.mark.doors
README = Path(__file__).parents[2] / "README.md"
# Runs after README's lines: every reader's rows, in one order and one spelling, are compared.
SAME = """
import sys
from deltalake import DeltaTable as Table
import json, os

assert not any(name.startswith(("pyspark", "py4j", "lakehouse")) for name in sys.modules)
def spelt(frame):
    if hasattr(frame, "notna"):
        values = frame.astype(object).where(frame.notna(), None).values.tolist()
    else:
        values = frame.rows()
    rows = [[str(v) if hasattr(v, "year") else v for v in row] for row in values]
    return sorted(([list(v) if hasattr(v, "tolist") else v for v in row] for row in rows), key=str)

columns = list(with_pandas.columns)
result = "premises_to_inspect_first"
arrow = Table(f"{release}/delta/{result}").to_pyarrow_table()
readings = {
    "pandas": with_pandas,
    "polars": with_polars.select(columns),
    "arrow": arrow.to_pandas()[columns],
    "file": as_file[columns],
}
rows = {name: spelt(frame) for name, frame in readings.items()}
print({name: len(found) for name, found in rows.items()})
assert len(rows["pandas"]) > 100
for name, found in rows.items():
    assert found == rows["pandas"], (name, found[0], rows["pandas"][0])
manifest = json.loads((release / "manifest.json").read_text())
version = manifest["results"][result]["delta"]["version"]
then = Table(f"var/lake/sample/published/{result}", version=version).to_pandas()
assert spelt(then) == spelt(with_pandas[list(then.columns)])
# Arrow's threads may abort an interpreter that ends on the heels of a read through Python's files
# (apache/arrow 34314 and 50482), long after everything was read and compared.
sys.stdout.flush()
os._exit(0)
"""


def test_the_lines_of_readme_read_the_same_rows(first: Made, tmp_path: Path) -> None:
    (tmp_path / "var").symlink_to(first.work)
    lines = re.findall(r"^```python\n(.*?)^```", README.read_text("utf-8"), re.M | re.S)
    # What reads with Spark comes last.
    own = "".join(lines[:-1])
    assert len(lines) == 3 and "spark" not in own and "spark" in lines[-1]
    done = subprocess.run(
        [sys.executable, "-c", own + SAME],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        env={"PATH": "", "JAVA_HOME": str(tmp_path / "none")},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "'polars'" in done.stdout
