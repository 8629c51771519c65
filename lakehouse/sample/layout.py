"""What a department's file looks like, and where it lies."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["id", "text", "code", "flag", "date", "number", "lat", "lon", "geometry"]
Format = Literal["csv", "jsonl", "parquet", "xlsx", "geojson"]


@dataclass(frozen=True)
class Column:
    """One delivered column; `codes`, `low` and `high` are what a good row keeps to.

    `date_style` (strftime) is this column's where it differs from the delivery's. `wrong_unit`
    is the factor and the offset from the agreed unit to the one that a broken row is in, as
    (1.8, 32) for degrees Fahrenheit; it needs `low` or `high`, beyond which it must lead.
    A `geometry` is the text of a GeoJSON geometry; in GeoJSON it becomes the feature's own.
    """

    name: str
    style: Style
    key: bool = False
    codes: tuple[str, ...] = ()
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    date_style: str = ""
    wrong_unit: tuple[float, float] | None = None


@dataclass(frozen=True)
class Delivery:
    """One kind of file: where it lies, how it is written, and its columns in order.

    `file` holds {month} when there is one file a month ("archive" for all that was before the
    first); its rows then have an undelivered column `month`. `date_style` is in strftime
    notation; `interval` names a first and a last moment; `happened` is the column of the event
    itself, if there is one: only such rows can be delivered late. `sort` orders a file's rows,
    which otherwise come neighbourhood by neighbourhood as drawn. `delimiter`, `encoding` and
    `byte_order_mark` are for CSV; the other formats are UTF-8.
    """

    name: str
    department: str
    file: str
    columns: tuple[Column, ...]
    format: Format = "csv"
    gzip: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    byte_order_mark: bool = False
    date_style: str = "%Y-%m-%d"
    happened: str = ""
    interval: tuple[str, str] | None = None
    sort: tuple[str, ...] = ()

    @property
    def header(self) -> list[str]:
        return [c.name for c in self.columns]

    @property
    def monthly(self) -> bool:
        return "{month}" in self.file

    def path(self, month: str = "") -> str:
        """The file of one month, relative to the folder of the deliveries."""
        return f"{self.department}/{self.file.format(month=month)}"

    def style_of(self, column: Column) -> str:
        """The strftime style in which the column's dates are written."""
        return column.date_style or self.date_style
