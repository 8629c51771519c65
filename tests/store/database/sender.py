"""Sends releases of one value after the other until it is killed: port and first value in."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from lakehouse.declare.database import Database
from tests.store.database.reports import ROWS, Reports


def main() -> None:
    """Each release is named after its value."""
    port, value = int(sys.argv[1]), int(sys.argv[2])
    said = {"schema": "delft", "user": "reporter", "password": "results", "tls": "prefer"}
    target = Database("127.0.0.1", "town", "", port=port, **said)
    reports = Reports(None, Path(tempfile.mkdtemp()), target)
    while True:
        reports.send(f"r{value}", float(value), ROWS)
        print(value, flush=True)
        value += 1


if __name__ == "__main__":
    main()
