"""Learners trained where the rows are, when those do not fit into the driver's memory."""
