"""Contracts in the Open Data Contract Standard, read entry by entry."""
