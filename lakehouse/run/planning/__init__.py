"""The whole city checked on empty tables."""
