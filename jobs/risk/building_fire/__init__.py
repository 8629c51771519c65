"""Which buildings will burn in the coming three months."""

from jobs.risk.building_fire.question import building_fire

__all__ = ["building_fire"]
