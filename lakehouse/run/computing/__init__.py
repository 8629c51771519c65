"""A run: which days, which steps, in which order, and what is left as it is."""
