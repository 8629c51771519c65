"""A TOML file of the configuration, or where the mistake in it is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from lakehouse.declare.errors import SettingError


def read_toml(path: Path) -> dict[str, Any]:
    """The parsed file; raises :class:`SettingError` with the file, line and column of a mistake."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} is not valid TOML: {error}.", "Correct that line.") from error
