"""Which mosquito traps will find West Nile virus in the coming week."""

from jobs.risk.west_nile.question import west_nile

__all__ = ["west_nile"]
