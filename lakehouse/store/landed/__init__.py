"""Deliveries landed exactly once, counted and judged."""
