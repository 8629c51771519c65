"""A town whose files are fetched: its settings, its contracts as written, and what was brought."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.small_city import CONF
from tests.store.dog_contract import FETCHED

TOWN = """title = "Town"
delivered = "{data}/town"
time_zone = "UTC"
[bounds]
south = 1
west = 1
north = 2
east = 2
"""


def town_in(folder: Path) -> Path:
    """A ``conf`` below the folder with the town alone, which has no contract yet."""
    conf = folder / "conf"
    town = conf / "cities" / "town"
    town.mkdir(parents=True)
    for name in ("base.toml", "laptop.toml"):
        shutil.copy(CONF / name, conf)
    (town / "city.toml").write_text(TOWN)
    return conf


def contract_of(name: str, source: dict[str, Any] | None, tag: str, seen: str) -> dict[str, Any]:
    """The contract of ``parks/<name>*.csv``, which comes from ``source`` (None: somebody).

    ``tag`` and ``seen`` are the columns' names there.
    """
    said = copy.deepcopy(FETCHED)
    said["name"] = name
    said["servers"][0]["path"] = f"parks/{name}*.csv"
    said["servers"][1:] = [source] if source else []
    for column, called in zip(said["schema"][0]["properties"], (tag, seen), strict=True):
        column["physicalName"] = called
    return said


def write(conf: Path, said: dict[str, Any]) -> None:
    """Put a contract into the town's folder."""
    file = conf / "cities" / "town" / f"{said['name']}.odcs.yaml"
    file.write_text(yaml.safe_dump(said))


def properties(**said: Any) -> list[dict[str, Any]]:
    """Entries as a contract lists them."""
    return [{"property": name, "value": value} for name, value in said.items()]


def files(folder: Path) -> list[str]:
    """The names of the files that were delivered below the folder's ``data``."""
    found = (folder / "data").rglob("*")
    return [p.name for p in found if p.is_file() and not p.name.startswith(".")]
