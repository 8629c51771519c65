"""What each table was last made of, so that what did not change is not computed again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Made:
    """The fingerprint of inputs and code a table was made from, and the version that came of it."""

    fingerprint: str
    version: int
    rows: int
    quarantined: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


def _file(lake: Path, name: str) -> Path:
    return lake / "_state" / f"{name}.json"


def remember(lake: Path, name: str, made: Made) -> None:
    """Write the state whole or not at all; written last, so a kill before it means: do it again."""
    file = _file(lake, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(asdict(made), default=str))
    os.replace(part, file)


def recall(lake: Path, name: str) -> Made | None:
    """What :func:`remember` kept, None when nothing (readable) was."""
    try:
        return Made(**json.loads(_file(lake, name).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def forget(lake: Path, name: str) -> None:
    """Let the next run make the table anew, whatever it was made of."""
    _file(lake, name).unlink(missing_ok=True)
