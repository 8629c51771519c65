"""A delivered text as a typed value, in Spark SQL, null where the text is not one."""

from __future__ import annotations

from lakehouse.declare.feed import FeedColumn
from lakehouse.transform.spelling import number_of, text_of

TRUE = "('true', 't', 'yes', 'y', '1')"
FALSE = "('false', 'f', 'no', 'n', '0')"
DECIMAL = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$"
LARGEST = "double('Infinity')"
WHOLE_NUMBERS = ("tinyint", "smallint", "int", "bigint")


def value_of(column: FeedColumn) -> str:
    """SQL: the typed value, null where the text is not one."""
    text, pattern = text_of(column), (column.format or "").replace("'", "\\'")
    if column.type == "string":
        return text
    if column.type == "boolean":
        return (
            f"case when lower({text}) in {TRUE} then true "
            f"when lower({text}) in {FALSE} then false end"
        )
    if column.type == "date":
        return f"try_to_date({text}, '{pattern or 'yyyy-MM-dd'}')"
    if column.type == "timestamp":
        return f"try_to_timestamp({text}, '{pattern or 'yyyy-MM-dd HH:mm:ss'}')"
    text = number_of(column)
    if column.type in WHOLE_NUMBERS:
        return f"try_cast({text} as {column.type})"
    number = f"try_cast({text} as {column.type})"
    # Java would also take NaN, Infinity, 1d or 0x1p3 for numbers.
    return f"if({text} rlike '{DECIMAL}' and abs({number}) < {LARGEST}, {number}, null)"
