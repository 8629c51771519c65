"""Which air stations will measure more fine dust or ozone today than the guideline allows."""

from jobs.risk.air_station.question import air_station

__all__ = ["air_station"]
