"""Which beaches will hold more E. coli today than swimmers are warned from."""

from jobs.risk.beach.question import beach

__all__ = ["beach"]
