"""Which files Spark really read while something was done, told by its own record of the queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import SparkSession

ROWS = "number of output rows"
LENGTH = "spark.sql.maxMetadataStringLength"  # of a path in a plan


@dataclass(frozen=True)
class Scan:
    """A scan of files in an executed plan: what it said it reads, and the rows that it read."""

    reads: str
    rows: int


def scans(spark: SparkSession, act: Callable[[], object]) -> list[Scan]:
    """Every scan of files of every query that ``act`` ran and that read at least a row.

    A plan that reads rows which are held in memory shows the scan they came from as well; it reads
    nothing then, and does not count.
    """
    jvm, context = spark._jvm, spark.sparkContext._jsc.sc()
    assert jvm is not None
    store = spark._jsparkSession.sharedState().statusStore()
    listed = jvm.scala.jdk.javaapi.CollectionConverters.asJava

    def executions() -> set[int]:
        context.listenerBus().waitUntilEmpty()
        return {each.executionId() for each in listed(store.executionsList())}

    before, usual, found = executions(), spark.conf.get(LENGTH), []
    spark.conf.set(LENGTH, "10000")
    try:
        act()
    finally:
        spark.conf.set(LENGTH, str(usual))
    for number in sorted(executions() - before):
        read = dict(listed(store.executionMetrics(number)).items())
        for node in listed(store.planGraph(number).allNodes()):
            if not node.name().startswith("Scan parquet"):
                continue
            numbers = [
                read.get(m.accumulatorId()) for m in listed(node.metrics()) if m.name() == ROWS
            ]
            rows = sum(int(str(n).replace(",", "")) for n in numbers if n)
            found += [Scan(str(node.desc()), rows)] if rows else []
    return found
