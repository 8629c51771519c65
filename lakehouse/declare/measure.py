"""A promise of a whole delivery: one number counted over its rows, and the bounds it keeps."""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = ("warning", "error", "critical")
# Words of other tools that mean the same.
ALSO = {"info": "warning", "refuse": "critical", "high": "error", "low": "warning"}


@dataclass(frozen=True)
class Bound:
    """Bounds of a number; ``strict`` ones are not reached themselves."""

    low: float | None = None
    high: float | None = None
    strict: bool = False
    outside: bool = False

    def keeps(self, number: float | None) -> bool:
        """Whether the number lies within (or, for ``outside``, does not); None always does."""
        if number is None:
            return True
        above = self.low is None or (number > self.low if self.strict else number >= self.low)
        below = self.high is None or (number < self.high if self.strict else number <= self.high)
        return (above and below) is not self.outside

    def __str__(self) -> str:
        low, high = (None if n is None else f"{n:g}" for n in (self.low, self.high))
        words = "not " if self.outside else ""
        if low is not None and low == high:
            return f"{words}{low}"
        if low is not None and high is not None:
            return f"{words}between {low} and {high}"
        if low is not None:
            return f"{words}{'more than' if self.strict else 'at least'} {low}"
        return f"{words}{'less than' if self.strict else 'at most'} {high}"


ANY = Bound()


@dataclass(frozen=True)
class Measure:
    """``sql`` is an aggregate over the typed rows of one delivery.

    ``per`` says what it is a percentage of: ``rows`` of the delivery, the rows of the ``delivery``
    before, or nothing. ``severity`` is ``warning`` (it is said) or ``error`` (the delivery is
    refused).
    """

    says: str
    sql: str
    bound: Bound
    per: str = ""
    severity: str = "error"

    @property
    def wants(self) -> str:
        """In words, what it has to be."""
        return f"{self.says} must be {self.bound}{' percent' if self.per else ''}"
