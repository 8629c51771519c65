"""Rows as fields of text, as every format but Parquet writes them."""

import pandas as pd

from lakehouse.sample.layout import Column, Delivery


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
        raise ValueError(f"{delivery.name} lacks {', '.join(missing)}. Add them to its draw.")
    texts = [as_text(c, frame[c.name], delivery.style_of(c)) for c in delivery.columns]
    return [list(row) for row in zip(*texts, strict=True)]
