"""The truth folder: what was planted, for tests to look up and for no job to read."""

import json
from typing import Any

import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.parameters import FIRST_DAY, LAST_DAY, described

NOTE = "Only tests and reports may read this folder. A job that reads it would see the answers."


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as UTF-8 CSV, numbers with 6 decimals, times as ISO 8601."""
    text: str = frame.to_csv(index=False, lineterminator="\n", float_format="%.6f")
    return text.encode("utf-8")


def plan_files(city: City, strengths: dict[str, Any]) -> dict[str, bytes]:
    """What the plan itself tells, by path: strengths by source, neighbourhoods, inspectors."""
    parameters = {
        "note": NOTE,
        "seed": city.seed,
        "scale": city.scale,
        "first_day": FIRST_DAY.strftime("%Y-%m-%d"),
        "last_day": LAST_DAY.strftime("%Y-%m-%d"),
        "strengths": {name: described(s) for name, s in strengths.items()},
    }
    return {
        "truth/parameters.json": (json.dumps(parameters, indent=2) + "\n").encode("utf-8"),
        "truth/neighbourhood_truth.csv": csv_bytes(city.neighbourhood),
        "truth/inspectors_truth.csv": csv_bytes(city.inspector),
    }
