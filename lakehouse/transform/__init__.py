"""Data frame in, data frame out: typing deliveries, windows of the past, places, lists."""
