"""Contracts drafted, tested and changed."""
