"""The field's named statistics: plain arrays and tables in and out, each with its source."""
