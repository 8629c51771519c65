"""The entries of a contract that could be mistyped without anybody noticing, each checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from open_data_contract_standard.model import CustomProperty

from lakehouse.declare.column import NAME
from lakehouse.declare.errors import PlanError, did_you_mean, printable


def said_of(
    where: str, said: Iterable[CustomProperty] | None, known: Sequence[str], of: str = "the"
) -> dict[str, str]:
    """customProperties as texts; raises :class:`PlanError` for one that is not ``known``."""
    found = {str(p.property): str(p.value) for p in said or []}
    for name in found:
        if name not in known:
            raise PlanError(
                f"{where}: {of} customProperty '{name}' is unknown{did_you_mean(name, known)}.",
                f"Known are: {', '.join(known)}.",
            )
        bare = re.sub("'[^']*'", "", found[name])
        if bare.count("(") > bare.count(")"):
            raise PlanError(
                f"{where}: {of} customProperty '{name}' ends before its bracket closes: "
                f"{printable(found[name])}.",
                "Put the value in quotes: without, a comma ends it within braces.",
            )
    return found


def a_setting(where: str, name: str, said: str) -> str:
    """The short name of a setting that holds a secret, or nothing."""
    if said and not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", said):
        # Not repeated here: somebody may have written the secret itself.
        raise PlanError(
            f"{where}: {name} is not the name of a setting.",
            "Write a short name in small letters, x say, and set "
            f"CITYLAKE_{name.upper()}_X to the {name}.",
        )
    return said


def one_of(where: str, name: str, said: str, known: Iterable[str]) -> str:
    """``said`` when it is among ``known``; raises :class:`PlanError` with the nearest."""
    choices = list(known)
    if said not in choices:
        raise PlanError(
            f"{where}: {name} is '{said}', which is unknown{did_you_mean(said, choices)}.",
            f"Use one of: {', '.join(choices)}.",
        )
    return said


def a_share(where: str, name: str, said: str) -> float:
    """A number from 0 to 1."""
    try:
        share = float(said)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise PlanError(f"{where}: {name} is '{said}'.", "Give a number from 0 to 1.")
    return share


def days(where: str, name: str, said: str) -> int:
    """A whole number of days, 1 at least."""
    if not said.isascii() or not said.isdigit() or not 1 <= int(said) <= 3650:
        raise PlanError(f"{where}: {name} is '{said}'.", "Give a number of days, 1 to 3650.")
    return int(said)


def a_pattern(where: str, name: str, said: str) -> str:
    """A pattern of files below the city's folder; one that leads out of it is no pattern."""
    parts = re.split(r"[/\\\\]", said)
    if ".." in parts or said.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", said):
        raise PlanError(
            f"{where}: {name} '{said}' leads out of the city's folder.",
            "Write it from that folder on, as health/visits*.csv.",
        )
    if not all(letter.isprintable() for letter in said) or said.startswith("."):
        raise PlanError(f"{where}: {name} is no path that files have.", "Write health/visits*.csv.")
    return said


def a_member(where: str, format: str | None, said: str) -> str:
    """The member of a zip that a feed reads; raises where one lacks, or none can be meant."""
    if bool(said) != (format == "gtfs"):
        raise PlanError(
            f"{where}: {'the format gtfs lacks' if not said else 'only the format gtfs has'} a "
            "member.",
            "Say at its server: customProperties: [{property: member, value: stops.txt}].",
        )
    if said and not re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)*", said):
        raise PlanError(f"{where}: member '{said}' is no name in a zip.", "Write stops.txt, say.")
    return said


def names(where: str, feed: str, columns: Iterable[tuple[str, str]]) -> None:
    """Refuse a feed or a (name, header) pair that no table could have, or that stands twice."""
    pairs = list(columns)
    for name in (feed, *(n for n, _ in pairs)):
        if not NAME.match(name):
            raise PlanError(
                f"{where}: '{name}' is not a name.", "Use lower-case words joined by underscores."
            )
    for said in ([n for n, _ in pairs], [h for _, h in pairs]):
        twice = sorted({x for x in said if said.count(x) > 1})
        if twice:
            raise PlanError(f"{where}: describes '{twice[0]}' twice.", "Remove one.")
