"""A column of a feed: how it is headed and written, and the rules it keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from lakehouse.declare.measure import Measure
from lakehouse.declare.spelling import PLAIN, Spelling

NEW = "none"


@dataclass(frozen=True)
class FeedColumn:
    """A column as delivered: its header, the name and type it gets, and the rules it keeps.

    ``format`` is the date or timestamp pattern (Spark's letters). ``rules`` are
    (reason, Spark SQL condition) pairs over the typed row. ``codes`` names the city's code list
    that its words are looked up in: the SELECT then sees ``<name>_code`` too. ``spelling`` says
    how its numbers and gaps are written. ``flags`` are rules whose rows go on and are counted.
    ``about_observer`` says whether it tells who looked; None leaves that to its name.
    ``formerly`` is the name that what landed before has for it, NEW for a column that is new.
    """

    header: str
    name: str
    type: str
    meaning: str
    required: bool = False
    format: str | None = None
    grade: str = "open"
    rules: tuple[tuple[str, str], ...] = ()
    codes: str | None = None
    spelling: Spelling = PLAIN
    flags: tuple[tuple[str, str], ...] = ()
    formerly: str = ""
    refuse_on: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    # Left out of the text that fingerprints are made of: it changes no row.
    about_observer: bool | None = field(default=None, repr=False)
