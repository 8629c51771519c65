"""Columns of every landed table that say where a row came from."""

from __future__ import annotations

from lakehouse.declare.column import Column

PROVENANCE = (
    Column("_more", "string", "Delivered columns the contract does not know, as JSON."),
    Column("_raw", "string", "The row as text, where it could not be split into its columns."),
    Column("_file", "string", "File the row came from, below the data folder."),
    Column("_row", "bigint", "Number of the row in its file, 1 is the first below the header."),
    Column("_delivery", "string", "Content hash of the delivered file."),
    Column("_sequence", "bigint", "Order of the delivery among those of the feed, 1 is the first."),
    Column("_landed_at", "timestamp", "When the row landed."),
    Column("_run", "string", "The run that landed it."),
)
