"""Where the coming month's reported incidents will be."""

from jobs.risk.incident_surface.question import incident_surface

__all__ = ["incident_surface"]
