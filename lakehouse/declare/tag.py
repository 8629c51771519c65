"""Tags say what a column is: a plate, a coordinate, money; each brings its rules and its grade."""

from __future__ import annotations

from dataclasses import dataclass

from lakehouse.declare.column import GRADES

NUMBERS = ("tinyint", "smallint", "int", "bigint", "float", "double")


@dataclass(frozen=True)
class Tag:
    """What is known of every column that is one, whichever city delivers it.

    ``pattern`` is for texts (one that Java and RE2 read alike), ``low``, ``high``, ``cents`` (no
    parts of a hundredth) and ``not_zero`` for numbers, ``since`` for days, which are then not after
    the day the row became known either.
    """

    says: str
    grade: str = "open"
    pattern: str | None = None
    low: float | None = None
    high: float | None = None
    not_zero: bool = False
    cents: bool = False
    since: str | None = None

    def rules_of(self, name: str, kind: str) -> tuple[tuple[str, str], ...]:
        """(reason, condition) pairs for a column of that name and type."""
        value, found = f"`{name}`", []
        if kind == "string" and self.pattern:
            quoted = self.pattern.replace("\\", "\\\\").replace("'", "\\'")
            found.append((f"does not look like {self.says}", f"{value} rlike '{quoted}'"))
        if kind in NUMBERS:
            if self.low is not None:
                found.append((f"is below {self.low:,}", f"{value} >= {self.low}"))
            if self.high is not None:
                found.append((f"is above {self.high:,}", f"{value} <= {self.high}"))
            if self.not_zero:
                found.append(("is 0, which stands for no place", f"{value} <> 0"))
            if self.cents:
                cents = f"abs({value} * 100 - round({value} * 100)) < 0.001"
                found.append(("has parts of a cent", cents))
        if kind == "date" and self.since:
            found.append((f"is before {self.since}", f"{value} >= date'{self.since}'"))
            found.append(("is after the row became known", f"{value} <= known_at"))
        return tuple(found)


TAGS: dict[str, Tag] = {
    "identifier": Tag("an identifier", pattern=r"^[0-9A-Za-z][0-9A-Za-z ._/#:()-]{0,127}$"),
    "plate": Tag("a licence plate", "personal", r"^[0-9A-Z][0-9A-Z .-]{0,11}$"),
    "latitude": Tag(
        "a latitude",
        low=-90,
        high=90,
        not_zero=True,
    ),
    "longitude": Tag(
        "a longitude",
        low=-180,
        high=180,
        not_zero=True,
    ),
    "money": Tag("an amount of money", low=-1_000_000_000, high=1_000_000_000, cents=True),
    "percent": Tag("a percentage", low=0, high=100),
    "count": Tag("a count", low=0),
    "year": Tag("a year", low=1800, high=2200),
    "postal-code": Tag("a postal code", pattern=r"^[0-9A-Za-z][0-9A-Za-z -]{2,9}$"),
    "email": Tag("an e-mail address", "personal", r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"),
    "phone": Tag("a telephone number", "personal", r"^[+(]?[0-9][0-9 ().x/+-]{5,24}$"),
    "person-name": Tag("a person's name", "personal", r"\p{L}"),
    "date-of-birth": Tag("a date of birth", "personal", since="1880-01-01"),
    "personal-number": Tag("a number that one person has", "personal"),
    "sensitive": Tag("health, origin or another thing that is a person's own", "personal"),
    "free-text": Tag("free text, which may name people", "personal"),
    "address": Tag("an address", "internal"),
    "observer": Tag("who looked or wrote it down", "internal"),
    "not-observer": Tag("not about who looked, whatever its name"),
}


def grade_of(tags: list[str]) -> str:
    """The strictest grade of the known tags, ``open`` without one."""
    return max((TAGS[t].grade for t in tags if t in TAGS), key=GRADES.index, default="open")


def observer_of(tags: list[str]) -> bool | None:
    """Whether the tags say that it is about who looked; None where they do not."""
    return "observer" in tags if {"observer", "not-observer"} & set(tags) else None
