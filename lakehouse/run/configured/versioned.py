"""Where a city's versioned tables stand (costs, harm, words): in its folder, or beside all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lakehouse.declare.complaint_words import read_complaint_words
from lakehouse.declare.crash_cost import read_crash_costs
from lakehouse.declare.food_harm import read_food_harm
from lakehouse.run.configured.toml_file import read_toml

READ = {
    "crash_costs": read_crash_costs,
    "food_harm": read_food_harm,
    "complaint_words": read_complaint_words,
}
# What nobody has to decide for a city: a conf folder without it takes the project's own.
OWN = ("complaint_words",)


def versioned_tables(*folders: Path) -> dict[str, Any]:
    """Each of ``READ`` from the first folder that has its file, None where none has.

    The city's own folder comes before all. Raises ``SettingError`` for what is wrong in one.
    """
    found: dict[str, Any] = {}
    for name, read in READ.items():
        own = (Path(__file__).parents[3] / "conf",) if name in OWN else ()
        files = (folder / f"{name}.toml" for folder in (*folders, *own))
        file = next((file for file in files if file.is_file()), None)
        found[name] = read(read_toml(file), str(file)) if file else None
    return found
