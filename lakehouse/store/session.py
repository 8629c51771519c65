"""The one Spark session: tuned for many small Delta tables, quiet, and without a network."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from typing import Any

from pyspark.sql import SparkSession

from lakehouse.declare.errors import SetupError
from lakehouse.store.java import java_home
from lakehouse.store.setup import JARS, jar_folder


def open_session(conf: Mapping[str, str], name: str = "citylake") -> SparkSession:
    """The running session, or a new one with ``conf``; raises :class:`SetupError`.

    Delta's jars are put on the class path of driver and executors as files, because asking a
    repository for them costs five seconds and a network on every start.
    """
    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    missing = [jar for jar in JARS if not (jar_folder() / jar).is_file()]
    if missing:
        raise SetupError(f"Delta's jars are missing: {', '.join(missing)}.", "Run make setup.")
    os.environ["JAVA_HOME"] = str(java_home())
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # Workers must be this very Python, not the first python3 on the PATH.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    for noisy in ("SQLQueryContextLogger", "DataFrameQueryContextLogger", "py4j"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    jars = os.pathsep.join(str(jar_folder() / jar) for jar in JARS)
    builder = SparkSession.builder.appName(name)
    builder = builder.config("spark.driver.extraClassPath", jars)
    builder = builder.config("spark.executor.extraClassPath", jars)
    for key, value in conf.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def join_session(spark: SparkSession) -> None:
    """Make the session that of the thread that calls: without one Spark forgets its settings."""
    jvm: Any = spark._jvm
    jvm.SparkSession.setActiveSession(spark._jsparkSession)


def cancel_jobs(spark: SparkSession) -> None:
    """End what the session computes in whatever thread; there it fails."""
    spark.sparkContext.cancelAllJobs()
