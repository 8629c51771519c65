"""A city's signed exceptions to the band within which its lists treat groups alike."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from lakehouse.declare.errors import SettingError, did_you_mean
from lakehouse.declare.waiver import Waiver
from lakehouse.run.configured.toml_file import read_toml

FILE = "exceptions.toml"
DAYS = ("signed", "until")
LONGEST = 366  # days: an exception is looked at again every year


def read_waivers(folder: Path) -> tuple[Waiver, ...]:
    """The ``[[exception]]`` entries of a city's file; none where there is no file.

    Raises :class:`SettingError` for one that nobody signed, without a reason, or without an end.
    """
    file = folder / FILE
    if not file.is_file():
        return ()
    return tuple(_waiver(file, each) for each in read_toml(file).get("exception", []))


def _waiver(file: Path, said: dict[str, Any]) -> Waiver:
    wanted = [f.name for f in fields(Waiver)]
    unknown = [name for name in said if name not in wanted]
    lacking = [name for name in wanted if not str(said.get(name, "")).strip()]
    if unknown or lacking:
        first = unknown[0] if unknown else lacking[0]
        raise SettingError(
            f"{file}: an exception {'has the unknown' if unknown else 'does not say its'} {first}"
            f"{did_you_mean(first, wanted) if unknown else ''}.",
            f"Each says {', '.join(wanted)}.",
        )
    days = said["signed"], said["until"]
    if not all(type(day) is date for day in days):
        raise SettingError(
            f"{file}: signed and until are days.", "Write them like 2026-01-31, without quotes."
        )
    if not 0 <= (said["until"] - said["signed"]).days <= LONGEST:
        raise SettingError(
            f"{file}: the exception of {said['question']} for {said['group']} lasts from "
            f"{days[0]} to {days[1]}.",
            f"It ends after it was signed, {LONGEST} days later at most; then it is signed anew.",
        )
    texts = {name: str(said[name]) for name in wanted if name not in DAYS}
    return Waiver(**texts, signed=days[0], until=days[1])
