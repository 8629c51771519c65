"""Rows as fields of text, as every format but Parquet writes them."""

import pandas as pd

from lakehouse.sample.layout import Column, Delivery


def as_text(column: Column, values: pd.Series, date_style: str) -> list[str]:
    """The values of one column as written; missing values become empty text."""
    if values.empty:
        return []
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


def check_columns(delivery: Delivery, frame: pd.DataFrame) -> None:
    """Raise ValueError when the frame lacks a column of the delivery, or its month."""
    wanted = [*delivery.header, *delivery.sort, *(["month"] if delivery.monthly else [])]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise ValueError(f"{delivery.name} lacks {', '.join(missing)}. Add them to its draw.")
