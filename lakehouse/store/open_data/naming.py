"""What a fetched file is called: a name that its feed's pattern finds, whatever a server says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import PurePosixPath


def fetched_name(glob: str, but: str, moment: str) -> str | None:
    """The path below the city's folder for what was fetched at ``moment``, None when none fits.

    The last star of the pattern becomes the moment, so that every fetch is a file of its own; a
    pattern without a star names one file, which each fetch replaces.
    """
    *folders, last = PurePosixPath(glob).parts or ("",)
    before, star, after = last.rpartition("*")
    before = before.replace("*", "")
    between = "_" if star and before and before[-1].isalnum() else ""
    name = f"{before}{between}{moment}{after}" if star else last
    path = "/".join([*folders, name])
    outside = PurePosixPath(glob).is_absolute() or ".." in folders or "\\" in glob
    many = "**" in glob or glob.endswith("/") or re.search(r"[*?\[\]]", path)
    if outside or many or not name or name.startswith("."):
        return None
    if not fnmatchcase(name, last) or (but and fnmatchcase(path, but)):
        return None
    return path


def moment_of(now: datetime) -> str:
    """A moment as it stands in a file's name, by which names sort: ``20260415T093000Z``."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
