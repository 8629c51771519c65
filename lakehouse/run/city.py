"""What one city is set up with, read from the folder that bears its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lakehouse.declare.bounds import Bounds
from lakehouse.declare.complaint_words import ComplaintWords
from lakehouse.declare.crash_cost import CrashCosts
from lakehouse.declare.errors import NotFound, SettingError, did_you_mean
from lakehouse.declare.food_harm import FoodHarm
from lakehouse.declare.waiver import Waiver
from lakehouse.run.configured.city_place import bounds_of, zone_of
from lakehouse.run.configured.toml_file import read_toml
from lakehouse.run.configured.versioned import versioned_tables
from lakehouse.run.configured.waivers import read_waivers


@dataclass(frozen=True)
class City:
    """What ``conf/cities/<name>/city.toml`` says: names, bounds and code lists of one city."""

    name: str
    title: str
    folder: Path
    delivered: Path
    time_zone: str
    bounds: Bounds
    codes: Mapping[str, Mapping[str, str]]
    example: bool = False
    capacity: Mapping[str, Any] = field(default_factory=dict)
    crash_costs: CrashCosts | None = None
    food_harm: FoodHarm | None = None
    complaint_words: ComplaintWords | None = None
    waivers: tuple[Waiver, ...] = ()
    language: str = ""


def load_city(conf: Path, name: str, home: Path, places: Mapping[str, str]) -> City:
    """The city's ``city.toml``; raises :class:`NotFound` naming the cities there are."""
    file = conf / "cities" / name / "city.toml"
    if Path(name).name != name or not file.is_file():
        if Path(name).name == name and file.parent.is_dir():
            raise NotFound(f"{file.parent} has no city.toml.", "CONTRIBUTING.md has an example.")
        known = sorted(p.parent.name for p in conf.glob("cities/*/city.toml"))
        raise NotFound(
            f"There is no city '{name}' in {conf}/cities{did_you_mean(name, known)}.",
            f"Cities are: {', '.join(known)}. Say --city, or CITYLAKE_CITY, or city in base.toml."
            if known
            else "CONTRIBUTING.md has an example.",
        )
    said = read_toml(file)
    try:
        return City(
            name=name,
            title=said["title"],
            folder=file.parent,
            delivered=path_of(said["delivered"], home, places),
            time_zone=zone_of(file, said["time_zone"]),
            bounds=bounds_of(file, said["bounds"]),
            codes=said.get("codes", {}),
            example=said.get("example", False),
            capacity=said.get("capacity", {}),
            waivers=read_waivers(file.parent),
            language=said.get("language", ""),
            **versioned_tables(file.parent, conf),
        )
    except KeyError as missing:
        raise SettingError(
            f"{file} does not say {missing}.", "Add it; CONTRIBUTING.md has an example."
        ) from missing


def path_of(text: str, home: Path, places: Mapping[str, str]) -> Path:
    """An absolute path; raises :class:`SettingError` for an unknown place."""
    try:
        path = Path(text.format(**places)).expanduser()
    except KeyError as unknown:
        raise SettingError(
            f"The path '{text}' uses the unknown place {unknown}.", "Use {work} or {data}."
        ) from unknown
    return (path if path.is_absolute() else home / path).resolve()
