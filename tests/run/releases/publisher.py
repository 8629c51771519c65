"""Publishes small releases until it is killed: a number on standard input starts a new victim."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from lakehouse.run.published.handed import entry, export
from lakehouse.run.releases.made import make
from tests.run.releases.small_release import BESIDE, HANDING, LISTED, listed


def publish(root: Path, name: str, value: float) -> None:
    """Hand both tables out as one release of one value."""
    frames = {
        LISTED: listed({"a": value, "b": value / 2}),
        BESIDE: pd.DataFrame({"place": ["a", "b"], "value": [value, value]}),
    }

    def fill(part: Path) -> dict[str, Any]:
        files = []
        for table, frame in frames.items():
            files += export(frame, table, part, HANDING)
        page = part / "index.html"
        page.write_text(f"<html><body><p>{value}</p></body></html>\n", "utf-8")
        about = {"as_of": "2024-06-28", "made_of": {"value": value}}
        return about | {"files": [*files, entry(page, None)]}

    make(root, name, fill)


def main(root: Path) -> None:
    """For each number a process that publishes for ever; its id is said once it has begun."""
    for line in sys.stdin:
        victim = os.fork()
        if victim == 0:
            for n in count():
                publish(root, f"2024-06-28-{int(line):04}-{n:06}", (int(line) * 1000 + n))
        print(victim, flush=True)
        os.waitpid(victim, 0)
        print("killed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
