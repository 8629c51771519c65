"""Releases of a city: listed, looked at, compared and withdrawn."""
