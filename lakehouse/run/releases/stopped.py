"""Whether a newer release was stopped: the one that stands says so until another comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from lakehouse.declare.errors import CityLakeError
from lakehouse.portal.stopped import with_stopped, without_stopped
from lakehouse.run.releases.kept import Release, latest, releases
from lakehouse.run.releases.rewritten import pages_of, rewrite, text_of, words_of
from lakehouse.run.releases.written import write_manifest


def note_stopped(root: Path, day: date, error: CityLakeError) -> None:
    """Let every page of the release that ``latest`` points to say that one of ``day`` was stopped.

    Nothing happens where there is no release yet. Only the kind of ``error`` is told: its text may
    name what was not to be shown. The manifest says so first: after a kill :func:`clear_stopped`
    finds the pages that have the notice, and enters what they are then.
    """
    here = latest(root)
    if here is None:
        return
    words = words_of(here)
    kind = type(error).__name__
    told = {name: with_stopped(text_of(here, name), day, kind, words) for name in pages_of(here)}
    said = here.manifest | {"stopped": {"on": str(day), "by": kind}}
    write_manifest(here.folder, said)
    rewrite(replace(here, manifest=said), told)


def clear_stopped(root: Path) -> None:
    """Take the notice from every release that has it: what is there now came out."""
    for release in releases(root):
        if "stopped" in release.manifest:
            _clear(release)


def _clear(release: Release) -> None:
    told = {name: without_stopped(text_of(release, name)) for name in pages_of(release)}
    said = {key: value for key, value in release.manifest.items() if key != "stopped"}
    rewrite(replace(release, manifest=said), told)
