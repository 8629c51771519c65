"""The entries ``logicalTypeOptions`` and ``tags`` of a contract's column, as rules of its rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.tag import TAGS

Rules = tuple[tuple[str, str], ...]
LIMITS = {
    "minimum": ("is below", ">="),
    "maximum": ("is above", "<="),
    "exclusiveMinimum": ("is not above", ">"),
    "exclusiveMaximum": ("is not below", "<"),
}
LENGTHS = {"minLength": ("is shorter than", ">="), "maxLength": ("is longer than", "<=")}
KNOWN = (*LIMITS, *LENGTHS, "pattern", "format")


def option_rules(where: str, name: str, kind: str, options: dict[str, Any]) -> Rules:
    """What ``options`` ask of a column of type ``kind``; raises :class:`PlanError` on others."""
    found = []
    for option in options.keys() - KNOWN:
        raise PlanError(
            f"{where}: column {name} has the unknown option '{option}'"
            f"{did_you_mean(option, KNOWN)}.",
            f"logicalTypeOptions are: {', '.join(KNOWN)}.",
        )
    for option in (o for o in KNOWN if o in options):
        said = options[option]
        if option in LIMITS:
            words, sign = LIMITS[option]
            found.append(
                (f"{words} {said}", f"`{name}` {sign} {_limit(where, name, kind, option, said)}")
            )
        elif option in LENGTHS:
            words, sign = LENGTHS[option]
            if not isinstance(said, int) or kind != "string":
                raise _wrong(where, name, option, said, "a whole number, of a string")
            found.append((f"{words} {said} characters", f"length(`{name}`) {sign} {said}"))
        elif option == "pattern":
            found.append((f"does not look like {said}", f"`{name}` rlike {quoted(str(said))}"))
    return tuple(found)


def _limit(where: str, name: str, kind: str, option: str, said: Any) -> str:
    if kind in ("date", "timestamp"):
        try:
            moment = said if isinstance(said, date) else datetime.fromisoformat(str(said))
        except ValueError:
            raise _wrong(where, name, option, said, "a day as 2014-04-16") from None
        return f"{kind}'{moment.isoformat()[: 10 if kind == 'date' else 19].replace('T', ' ')}'"
    if kind == "string" or isinstance(said, bool) or not isinstance(said, int | float):
        raise _wrong(where, name, option, said, "a number, of a number")
    return str(said)


def tag_rules(where: str, name: str, kind: str, tags: list[str]) -> Rules:
    """What the tags of a column ask; a tag that is none of ours but nearly is a mistake."""
    for tag in tags:
        near = did_you_mean(tag, TAGS)
        if tag not in TAGS and near:
            raise PlanError(
                f"{where}: column {name} has the tag '{tag}'{near}.",
                f"Tags that bring rules are: {', '.join(TAGS)}.",
            )
    known = [TAGS[t] for t in tags if t in TAGS]
    return tuple(rule for tag in known for rule in tag.rules_of(name, kind))


def quoted(text: str) -> str:
    """The text as a SQL string."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _wrong(where: str, name: str, option: str, said: Any, wants: str) -> PlanError:
    return PlanError(f"{where}: column {name} says {option}: {said}.", f"{option} wants {wants}.")
