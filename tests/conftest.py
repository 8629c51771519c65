"""One tuned Spark session for all tests, and frames drawn as small text tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from sqlalchemy import Engine, event

from lakehouse.checks.conform import schema_of
from lakehouse.declare import Table
from lakehouse.run.settings import load_settings
from lakehouse.store.session import open_session
from tests import examples
from tests.scopes import ByFixture, place_in_line

TableOf = Callable[..., DataFrame]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFixture:
    config.option.loadscopereorder = False  # in the order of the hook below
    return ByFixture(config, log)


@event.listens_for(Engine, "connect")
def _lose_at_a_power_cut(connection: object, _: object) -> None:
    """A record of models that a test made need not outlive the machine: no waiting for the disk."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = off")


def pytest_configure(config: pytest.Config) -> None:
    examples.begin(config.option.markexpr)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    examples.also_whole(items)
    items.sort(key=place_in_line)


# Each query of a test runs once over a few rows: compiling its code, planning it anew between
# stages, parting its rows, looking for filters that would spare some and clearing 64 MB for each
# sort cost more than running it. Cities run by ``citylake`` itself and ``make whole`` do all.
ONCE = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.subexpressionElimination.enabled": "false",
    "spark.sql.optimizer.dynamicPartitionPruning.enabled": "false",
    "spark.sql.optimizer.runtime.bloomFilter.enabled": "false",
    "spark.buffer.pageSize": "1m",
}
# Tests run each query once: Java's second compiler would never pay, and the first one pays sooner
# than it thinks.
SOON = (
    "-XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=60 -XX:Tier3MinInvocationThreshold=30 "
    "-XX:Tier3CompileThreshold=600 -XX:Tier3BackEdgeThreshold=15000"
)


@pytest.fixture(scope="session")
def spark(request: pytest.FixtureRequest, tmp_path_factory: Any) -> SparkSession:
    conf = dict(load_settings("sample").spark)
    conf["spark.sql.shuffle.partitions"] = "2"
    if request.config.option.markexpr != "whole":
        conf |= ONCE
    conf["spark.master"] = "local[2]"
    conf["spark.driver.extraJavaOptions"] += f" {SOON}"
    conf["spark.sql.warehouse.dir"] = str(tmp_path_factory.mktemp("warehouse"))
    return open_session(conf, "tests")


@pytest.fixture(scope="session")
def table_of(spark: SparkSession) -> TableOf:
    """A text table as a frame: a header of ``name type``, cells parted by ``|``, nothing is null.

    With a declared table the header has names alone, and columns not drawn are null.
    """

    def draw(text: str, like: Table | None = None) -> DataFrame:
        header, *body = [_cells(line) for line in text.strip().splitlines()]
        if like is None:
            types = dict(cell.split(maxsplit=1) for cell in header)
        else:
            types = {f.name: f.dataType.simpleString() for f in schema_of(like).fields}
        drawn = [cell.split()[0] for cell in header]
        assert set(drawn) <= set(types), f"not declared: {set(drawn) - set(types)}"
        wanted = ", ".join(
            f"cast({f'`{name}`' if name in drawn else 'null'} as {kind}) as `{name}`"
            for name, kind in types.items()
        )
        rows = ", ".join(_row(cells, len(drawn)) for cells in body or [[""] * len(drawn)])
        names = ", ".join(f"`{name}`" for name in drawn)
        frame = spark.sql(f"select {wanted} from values {rows} as drawn({names})")
        return frame if body else frame.limit(0)

    return draw


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _row(cells: list[str], width: int) -> str:
    assert len(cells) == width, f"{len(cells)} cells under {width} names: {cells}"
    return f"({', '.join(_literal(cell) for cell in cells)})"


def _literal(cell: str) -> str:
    if not cell:
        return "null"
    return "'" + cell.replace("\\", "\\\\").replace("'", "\\'") + "'"
