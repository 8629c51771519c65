"""The two columns that lead from a department's row back to the file it was delivered in."""

from lakehouse.declare import Column

SOURCE = (
    Column("_file", "string", "The delivered file, below the data folder."),
    Column("_row", "bigint", "Number of the row in that file, 1 is the first below the header."),
)
