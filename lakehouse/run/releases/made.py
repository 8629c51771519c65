"""Make a release: its folder is filled where nobody looks, then seen as a whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lakehouse.run.releases.kept import LATEST, Release, releases
from lakehouse.run.releases.written import point, write_manifest

# Fills an empty folder and gives the manifest of what it put there.
Fill = Callable[[Path], dict[str, Any]]


def make(root: Path, name: str, fill: Fill) -> Path:
    """The folder of release ``name``, to which ``latest`` points from now on.

    Readers follow a link that is moved in one step, so they see the old set or the new one. What
    killed runs left half-made is taken away.
    """
    for left in root.glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)
    part = root / f".{name}.part"
    part.mkdir(parents=True)
    try:
        write_manifest(part, fill(part))
    except Exception:
        # What a check stopped is nobody's to read.
        shutil.rmtree(part, ignore_errors=True)
        raise
    folder = root / name
    os.replace(part, folder)
    point(root / LATEST, folder)
    return folder


def made_before(root: Path, made_of: dict[str, Any]) -> Release | None:
    """The newest release that was not withdrawn, if it was made of just this.

    ``latest`` points to it from now on: a kill may have come before that step.
    """
    newest = next((r for r in releases(root) if r.withdrawn is None), None)
    if newest is None or newest.manifest["made_of"] != made_of:
        return None
    if not (root / LATEST).is_symlink() or os.readlink(root / LATEST) != newest.folder.name:
        point(root / LATEST, newest.folder)
    return newest


def withdrawn_before(root: Path, made_of: dict[str, Any]) -> Release | None:
    """A withdrawn release that was made of just this; the newest, None where there is none."""
    every = [r for r in releases(root) if r.withdrawn is not None]
    return next((r for r in every if r.manifest["made_of"] == made_of), None)
