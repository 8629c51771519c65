"""A TOML file of the configuration, or where the mistake in it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lakehouse.declare.errors import SettingError


def read_toml(path: Path) -> dict[str, Any]:
    """The parsed file; raises :class:`SettingError` with the file, line and column of a mistake."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} is not valid TOML: {error}.", "Correct that line.") from error


def merge(values: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Let ``more`` outrank ``values``, which are changed; of a table only the keys it names."""
    for key, value in more.items():
        if isinstance(value, dict):
            values.setdefault(key, {}).update(value)
        else:
            values[key] = value
