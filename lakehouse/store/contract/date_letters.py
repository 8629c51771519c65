"""Letters of a day's pattern that mean something else than they look like."""

from __future__ import annotations

import re

from lakehouse.declare.errors import PlanError

HOURS = set("HhKk")


def refuse_letters(where: str, name: str, said: str | None) -> None:
    """Raise :class:`PlanError` where a pattern would be read without an error, and wrongly.

    With mm for the month Spark reads minutes, and every day falls in January.
    """
    letters = set(re.sub("'[^']*'", "", said or ""))
    wrong = ""
    if "%" in letters:
        wrong = "% is not Spark's way to write it"
    elif "m" in letters and not letters & HOURS:
        wrong = "mm are minutes, the month is MM"
    elif "Y" in letters:
        wrong = "YYYY is the year of a week, the year is yyyy"
    elif "D" in letters and letters & {"M", "d"}:
        wrong = "DD is the day of a year, that of a month is dd"
    if wrong:
        raise PlanError(
            f"{where}: the format '{said}' of {name} cannot be meant: {wrong}.",
            "Write it as MM/dd/yyyy or dd.MM.yyyy HH:mm:ss are written.",
        )
