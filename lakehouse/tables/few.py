"""From how many people on their number is told: one threshold for all results."""

LEAST = 5
# Stands where a count, and what is made of it, is not told.
WITHHELD = f"fewer than {LEAST} were counted, or it would tell of so few"
