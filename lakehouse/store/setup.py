"""Fetch once what pip cannot pin: a Java where there is none, Delta's jars, PostgreSQL's driver."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lakehouse.declare.errors import CityLakeError, SetupError
from lakehouse.store.java import java_home, own_java, packaged_java, share

PACKAGES = ("io.delta:delta-spark_4.2_2.13:4.4.0", "org.postgresql:postgresql:42.7.13")
JARS = {
    "delta-spark_4.2_2.13-4.4.0.jar": (
        "27d4fd8b1f879535c573ed1c718177d6a27f24d3e626ba02e216369725721ead"
    ),
    "delta-storage-4.4.0.jar": ("c46735481fa8e326b0957be02b4420cbcab4b325bb08009b7f2045a95133f1cc"),
}
# Only a fetch from a database needs it, so it is not on Spark's class path (BSD-2-Clause).
DRIVERS = {
    "postgresql-42.7.13.jar": "6e0e4cc2d8cae902084f8a2b18728b073a6fd9d1f87c9d8bff8f298c18185b93",
}
# Spark brings these itself (asking for them again would fetch 300 MB), and the last only compiles.
NOT_NEEDED = (
    "org.apache.hadoop:hadoop-client-api",
    "org.apache.hadoop:hadoop-client-runtime",
    "org.apache.parquet:parquet-hadoop",
    "org.antlr:antlr4-runtime",
    "org.checkerframework:checker-qual",
)


def jar_folder() -> Path:
    """Where the jars are kept."""
    return share() / "jars"


def jars_present() -> bool:
    """Whether all jars are here with the content they were pinned with."""
    return all(_digest(jar_folder() / name) == pin for name, pin in (JARS | DRIVERS).items())


def fetch_jars() -> None:
    """Fetch the jars with Spark's own package client (Ivy); raises :class:`SetupError`."""
    jar_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=share()) as ivy:
        said = _resolve(Path(ivy))
        for name, digest in (JARS | DRIVERS).items():
            found = next(Path(ivy).rglob(f"*{name}"), None)
            if found is None:
                raise SetupError(
                    f"The jar {name} could not be fetched: {said}.",
                    "Check the network (once is enough) and run make setup again.",
                )
            if _digest(found) != digest:
                raise SetupError(
                    f"The jar {name} is not the one this project was tested with.",
                    "Do not use it; tell the project's maintainers.",
                )
            shutil.move(found, jar_folder() / name)


def _resolve(ivy: Path) -> str:
    """Let Spark's submitter resolve the packages into ``ivy``; the last line it said."""
    import pyspark

    home = Path(pyspark.__file__).parent
    program = ivy / "nothing.py"
    program.write_text("")
    command = [
        str(home / "bin" / "spark-submit"),
        *("--master", "local[1]", "--packages", ",".join(PACKAGES)),
        *("--exclude-packages", ",".join(NOT_NEEDED)),
        *("--conf", f"spark.jars.ivy={ivy}"),
        str(program),
    ]
    environ = {
        **os.environ,
        "JAVA_HOME": str(java_home()),
        "SPARK_HOME": str(home),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=900)
    lines = [x for x in (done.stdout + done.stderr).splitlines() if "rror" in x or "FAILED" in x]
    return lines[-1].strip() if lines else f"spark-submit ended with {done.returncode}"


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def main() -> None:
    """Complete the set-up of this environment, saying what is done; harmless when complete."""
    if own_java() is None and packaged_java() is None:
        print("No Java 17 or 21 here: installing one for this project alone.")
        pins = Path(__file__).parents[2] / "requirements-java.txt"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
        if subprocess.run([*pip, str(pins)]).returncode != 0:
            raise SetupError("Java could not be installed.", "Install Java 17 or 21 yourself.")
    if not jars_present():
        print("Fetching Delta's two jars and PostgreSQL's driver, once.")
        fetch_jars()
    print(f"Set-up complete: Java in {java_home()}, jars in {jar_folder()}.")


if __name__ == "__main__":
    try:
        main()
    except CityLakeError as error:
        sys.exit(f"{error}")
