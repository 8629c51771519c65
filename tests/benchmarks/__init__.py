"""Measurements of speed and memory; run by hand, never collected as tests."""
