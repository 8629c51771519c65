"""The words and the tables import in less than a second, without any heavy library."""

from __future__ import annotations

import subprocess
import sys

import pytest

# The best of three counts: the machine may be busy with something else.
TIMED = """
import sys, time
began = time.perf_counter()
import lakehouse.declare, lakehouse.tables.{pages}
spent = time.perf_counter() - began
heavy = {heavy!r}
print(spent, *sorted(m for m in heavy if m in sys.modules))
"""
HEAVY = ("pyspark", "py4j", "delta", "deltalake", "mlflow", "pandas", "numpy", "pyarrow")
PAGES = ", lakehouse.tables.".join(
    ("city", "governance", "health", "licensing", "police", "published", "quarantine", "risk")
)


def fresh(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout


@pytest.fixture(scope="module")
def imports() -> list[list[str]]:
    return [fresh(TIMED.format(pages=PAGES, heavy=HEAVY)).split() for _ in range(3)]


def test_words_and_tables_import_in_less_than_a_second(imports: list[list[str]]) -> None:
    assert min(float(said[0]) for said in imports) < 1


def test_words_and_tables_need_no_heavy_library(imports: list[list[str]]) -> None:
    assert [said[1:] for said in imports] == [[], [], []]


def test_a_heavy_library_would_be_seen() -> None:
    code = TIMED.format(pages=f"{PAGES}, numpy", heavy=HEAVY)
    assert fresh(code).split()[1:] == ["numpy"]
