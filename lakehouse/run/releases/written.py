"""Single files of a release replaced in one step each: a manifest, a page, the link ``latest``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def point(latest: Path, folder: Path | None) -> None:
    """Move the link ``latest`` to ``folder`` in one step; with None it is taken away."""
    if folder is None:
        latest.unlink(missing_ok=True)
        return
    link = latest.with_name(f".latest.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    os.replace(link, latest)


def replace_text(file: Path, text: str) -> None:
    """Write ``file`` whole or not at all; whoever has it open goes on with the earlier one."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.write_text(text, "utf-8")
    os.replace(part, file)


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest of a release, in one step."""
    replace_text(folder / "manifest.json", json.dumps(manifest, indent=2) + "\n")
