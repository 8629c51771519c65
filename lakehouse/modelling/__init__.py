"""Judging and fitting questions of the kind "which of these next?" on a plain pandas matrix."""
