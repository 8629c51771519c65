"""Where the real deliveries and the outside reference answers lie, or a skip that says so."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Chicago's feeds that the food list is made of: small, and landed alone where they are enough.
OF_FOOD = {
    *("food_inspection", "food_violation", "food_licence"),
    *("sanitation_request", "burglary", "weather_day"),
}
VARIABLES = {"data": "CITYLAKE_DATA", "reference": "CITYLAKE_REFERENCE"}


def shared(
    name: str, needs: str, environ: Mapping[str, str] = os.environ, root: Path = ROOT
) -> Path:
    """The folder ``needs`` of the shared ``name`` (``data`` or ``reference``).

    The variable outranks ``../shared/<name>`` beside the project. Skips the test when the folder
    is not there, and fails it where CI promises that it is.
    """
    beside = root.parent / "shared"
    said = environ.get(VARIABLES[name])
    folder = (Path(said) if said else beside / name) / needs
    if folder.is_dir():
        return folder
    reason = f"{folder} is missing: set {VARIABLES[name]} to the folder that holds {needs}."
    if environ.get("CI") and beside.is_dir():
        pytest.fail(f"In CI this test may not be skipped: {reason}", pytrace=False)
    pytest.skip(reason)
