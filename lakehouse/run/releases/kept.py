"""The releases of a city as they lie beside each other, read from their manifests alone."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from lakehouse.declare.errors import NotFound, PromiseBroken, did_you_mean

LATEST = "latest"


@dataclass(frozen=True)
class Release:
    """One release: a folder named ``<day>-<run>`` of files, pages and their manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.manifest.get("name", self.folder.name))

    @property
    def run(self) -> str:
        """The run that made it; runs are named after the moment they began."""
        return self.name[11:]

    @property
    def day(self) -> date:
        """The day it decides for."""
        return date.fromisoformat(str(self.manifest["as_of"]))

    @property
    def made_at(self) -> datetime | None:
        """When its run began; None where the run's name does not say."""
        return began(self.run)

    @property
    def withdrawn(self) -> str | None:
        """Why it was withdrawn, None when it was not."""
        said = self.manifest.get("withdrawn")
        return str(said["because"]) if said else None

    @property
    def results(self) -> dict[str, dict[str, Any]]:
        """What the manifest says of each result, by last name; empty for one of before it did."""
        return dict(self.manifest.get("results", {}))

    @property
    def tables(self) -> list[str]:
        """The last names of its results."""
        files = [PurePosixPath(f["name"]) for f in self.manifest["files"]]
        # Those in folders are the same rows once more, as Delta tables.
        return sorted(f.stem for f in files if f.suffix == ".parquet" and len(f.parts) == 1)

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of a result as released.

        Raises :class:`NotFound`, and :class:`PromiseBroken` where its file is gone or damaged.
        """
        file = self.folder / f"{name}.parquet"
        if name not in self.tables:
            raise NotFound(
                f"Release {self.name} has no result {name}{did_you_mean(name, self.tables)}.",
                f"It has: {', '.join(self.tables)}.",
            )
        try:
            return pd.read_parquet(file)
        except (OSError, ValueError) as error:
            raise PromiseBroken(
                f"Release {self.name}: {file.name} is {'damaged' if file.exists() else 'gone'} "
                f"({type(error).__name__}).",
                f"Put it back from a copy, as manifest.json has its hash. If there is none, move "
                f"{self.folder} elsewhere: what it told of people is then no longer looked at.",
            ) from error

    def changed_files(self) -> list[str]:
        """Files that are gone or are not what the manifest says, by their hashes."""
        return [f["name"] for f in self.manifest["files"] if _hash(self.folder, f) != f["sha256"]]


def began(run: str) -> datetime | None:
    """When a run began; None where its name does not say."""
    try:
        return datetime.strptime(run[:15], "%Y%m%d-%H%M%S")
    except ValueError:
        return None


def _hash(folder: Path, entry: dict[str, Any]) -> str:
    try:
        return hashlib.sha256((folder / entry["name"]).read_bytes()).hexdigest()
    except OSError:
        return ""


def releases(root: Path) -> list[Release]:
    """Every whole release below ``root``, the newest first; what a kill left half-made is none."""
    found = [read(folder) for folder in root.glob("[0-9]*-*") if not folder.is_symlink()]
    return sorted((r for r in found if r), key=lambda r: (r.run, r.name), reverse=True)


def read(folder: Path) -> Release | None:
    """The release in ``folder``, None where there is none."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(manifest, dict) and {"as_of", "files", "made_of"} <= manifest.keys()
    return Release(folder, manifest) if whole else None


def latest(root: Path) -> Release | None:
    """The release that ``latest`` points to, the link followed once; None where it is not."""
    link = root / LATEST
    return read(root / os.readlink(link)) if link.is_symlink() else None


def find(root: Path, said: str) -> Release:
    """A release by name, run, day (the newest of that day) or ``latest``.

    A withdrawn release is found by its name alone, unless a day has no other. Raises
    :class:`NotFound`.
    """
    every = releases(root)
    if said == LATEST:
        found = latest(root)
        if found is None:
            raise NotFound("There is no latest release.", "citylake run makes one.")
        return found
    named = [r for r in every if said in (r.name, r.run)]
    of_day = [r for r in every if str(r.day) == said]
    fitting = named or [r for r in of_day if r.withdrawn is None] or of_day
    if fitting:
        return fitting[0]
    names = [LATEST, *(r.name for r in every)]
    raise NotFound(
        f"There is no release {said}{did_you_mean(said, names)}.",
        "citylake release list names them; a day is written YYYY-MM-DD.",
    )
