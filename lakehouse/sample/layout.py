"""What a department's file looks like, and its rows as text."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Style = Literal["id", "text", "code", "flag", "date", "number", "lat", "lon"]


@dataclass(frozen=True)
class Column:
    """One delivered column; `codes`, `low` and `high` are what a good row keeps to."""

    name: str
    style: Style
    key: bool = False
    codes: tuple[str, ...] = ()
    decimals: int = 0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Delivery:
    """One kind of file: where it lies, how it is written, and its columns in order.

    `file` is a name, or a pattern with {year} when there is one file per year: the frame then
    has an undelivered column `year`. `date_style` is in strftime notation; `interval` names a
    first and a last moment; `happened` is the column of the event itself, if there is one.
    """

    name: str
    department: str
    file: str
    delimiter: str
    encoding: str
    date_style: str
    columns: tuple[Column, ...]
    happened: str = ""
    interval: tuple[str, str] | None = None
    byte_order_mark: bool = False

    @property
    def header(self) -> list[str]:
        return [c.name for c in self.columns]

    def path(self, year: int) -> str:
        return f"{self.department}/{self.file.format(year=year)}"


def as_text(column: Column, values: pd.Series, date_style: str) -> list[str]:
    """The values of one column as written; missing values become empty text."""
    if column.style == "date":
        written = values.dt.strftime(date_style)
    elif column.style in ("lat", "lon"):
        written = values.map("{:.5f}".format, na_action="ignore")
    elif column.style == "number":
        written = values.map(f"{{:.{column.decimals}f}}".format, na_action="ignore")
    elif column.style == "flag":
        written = values.map({True: "Y", False: "N"})
    else:
        written = values.astype("string")
    return list(written.fillna("").astype(str))


def rows_of(delivery: Delivery, frame: pd.DataFrame) -> list[list[str]]:
    """The rows of `frame` as fields of text in the delivery's column order.

    Raises ValueError when the frame lacks a column of the delivery.
    """
    missing = [c.name for c in delivery.columns if c.name not in frame.columns]
    if missing:
        raise ValueError(f"{delivery.name} lacks {', '.join(missing)}. Add them to its builder.")
    texts = [as_text(c, frame[c.name], delivery.date_style) for c in delivery.columns]
    return [list(row) for row in zip(*texts, strict=True)]
