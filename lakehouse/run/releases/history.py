"""What the pages of a new release say of the earlier ones: what moved, and which there are."""

from __future__ import annotations

from pathlib import Path

from lakehouse.declare.errors import PromiseBroken
from lakehouse.portal.change import Changes, Listed
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue
from lakehouse.run.releases.difference import asking, difference, keys_of
from lakehouse.run.releases.kept import Release, latest, releases
from lakehouse.run.settings import Settings


def since_latest(
    settings: Settings, catalogue: Catalogue, root: Path, made: Release
) -> Changes | None:
    """What moved since the release that ``latest`` points to; None for the first one.

    A damaged file of the last release, or one with other columns, is said, and does not keep the
    new one from coming out.
    """
    before = latest(root)
    if before is None:
        return None
    try:
        return difference(before, made, keys_of(catalogue), asking(settings, catalogue))
    except (OSError, ValueError, KeyError, PromiseBroken) as error:
        say.say(f"Not compared with release {before.name}: {type(error).__name__}: {error}")
        return None


def listed(root: Path, here: Release) -> tuple[Listed, ...]:
    """Every release, the newest first; ``here`` is among them, or comes first."""
    every = releases(root)
    if here.name not in [r.name for r in every]:
        every.insert(0, here)
    return tuple(
        Listed(r.name, r.day, r.made_at, len(r.tables), r.withdrawn, r.name == here.name)
        for r in every
    )
