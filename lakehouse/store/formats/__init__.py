"""Delivered files opened and read, whatever their format."""
