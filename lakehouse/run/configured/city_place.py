"""Where a city lies, and when it is there: what ``city.toml`` says of it, checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from lakehouse.declare.bounds import Bounds
from lakehouse.declare.errors import SettingError, did_you_mean


def bounds_of(file: Path, said: Mapping[str, Any]) -> Bounds:
    """The rectangle of ``[bounds]``; raises :class:`SettingError` where no city can lie in it."""
    try:
        found = Bounds(**said)
        lies = -90 <= found.south < found.north <= 90 and -180 <= found.west < found.east <= 180
    except TypeError as error:
        raise SettingError(
            f"{file} does not say where the city lies.", "[bounds] wants south, west, north, east."
        ) from error
    if not lies:
        raise SettingError(
            f"{file}: no city lies between {found.south} and {found.north} degrees north, "
            f"{found.west} and {found.east} east.",
            "In [bounds] south is below north and west below east; west of Greenwich is negative.",
        )
    return found


def zone_of(file: Path, said: str) -> str:
    """The name of a time zone; raises :class:`SettingError` for one that nobody keeps."""
    try:
        return ZoneInfo(said).key
    except (KeyError, OSError, ValueError) as error:
        raise SettingError(
            f"{file}: there is no time zone '{said}'{did_you_mean(said, available_timezones())}.",
            "Name one as America/New_York is named.",
        ) from error
