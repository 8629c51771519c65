"""Where the costs of crashes stand: in the city's own folder, else beside all cities."""

from __future__ import annotations

from pathlib import Path

from lakehouse.declare.crash_cost import CrashCosts, read_crash_costs
from lakehouse.run.toml_file import read_toml


def crash_costs_of(*folders: Path) -> CrashCosts | None:
    """Of the first folder that has a ``crash_costs.toml``: the city's own comes before all."""
    for folder in folders:
        if (file := folder / "crash_costs.toml").is_file():
            return read_crash_costs(read_toml(file), str(file))
    return None
