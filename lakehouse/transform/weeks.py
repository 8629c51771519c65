"""Weeks, which end on Sunday."""

WEEK = "next_day(date_sub(day, 1), 'SUN')"  # SQL: the Sunday of the week of the column ``day``
