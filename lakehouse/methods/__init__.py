"""Named statistics of the field: plain arrays and tables in, plain tables out, each with its source."""
