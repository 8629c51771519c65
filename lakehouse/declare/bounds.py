"""The rectangle a city lies in, in degrees of WGS 84."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """South and north are degrees of latitude, west and east degrees of longitude."""

    south: float
    west: float
    north: float
    east: float
