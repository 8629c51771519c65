"""Nested squares of 100, 500 and 2000 metres over a city, named so that a person can read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import cos, floor, pi, radians, sin, sqrt

from lakehouse.declare.errors import PlanError

SIZES = (100, 500, 2000)  # metres; each divides the next, which is what makes the cells nest
CELL = re.compile(r"g(\d+)_([EW])(\d+)_([NS])(\d+)")
EQUATOR, FLATTENING = 6_378_137.0, 1 / 298.257223563  # WGS84, metres


@dataclass(frozen=True)
class Grid:
    """Squares counted east and north from a corner, on an equirectangular projection.

    ``south``, ``west`` and ``north`` are degrees (WGS84), as in the bounds of ``city.toml``. A
    degree has the length it has on the ellipsoid at the middle latitude (Snyder, Map Projections,
    USGS 1395, eq. 5-24 and 5-25), so heights are right to 0.01 % and widths to 0.4 % within 25 km
    of the middle at 42 degrees north: 100 m are 99.6 to 100.4 m. Cells south or west of the
    corner are counted from W1 and S1.
    """

    south: float
    west: float
    north: float

    def __post_init__(self) -> None:
        if not (-85 <= self.south < self.north <= 85 and -180 <= self.west <= 180):
            raise PlanError(
                f"A grid cannot lie between {self.south} and {self.north} degrees north.",
                "Give the city's own bounds: south, west, north.",
            )

    @property
    def degree(self) -> tuple[float, float]:
        """Metres of a degree of latitude and of longitude at the middle latitude."""
        middle = radians((self.south + self.north) / 2)
        squared = FLATTENING * (2 - FLATTENING)
        root = sqrt(1 - squared * sin(middle) ** 2)
        north = EQUATOR * (1 - squared) / root**3
        return north * pi / 180, EQUATOR / root * cos(middle) * pi / 180

    def cell(self, size: int, latitude: float, longitude: float) -> str:
        """The cell of ``size`` metres that holds a point; the south and west edges belong to it."""
        steps = _steps(size)
        high, wide = self.degree
        east = floor((longitude - self.west) * wide / SIZES[0]) // steps
        north = floor((latitude - self.south) * high / SIZES[0]) // steps
        return f"g{size}_{_named(east, 'E', 'W')}_{_named(north, 'N', 'S')}"

    def cell_sql(self, size: int, latitude: str = "latitude", longitude: str = "longitude") -> str:
        """SQL: the text of :meth:`cell`; null where a coordinate is missing or not on earth."""
        steps = _steps(size)
        high, wide = self.degree
        east = _step_sql(longitude, self.west, wide, steps)
        north = _step_sql(latitude, self.south, high, steps)
        # Not a number is larger than any number in Spark, so between refuses it.
        placed = f"{latitude} between -90 and 90 and {longitude} between -180 and 180"
        text = f"concat('g{size}_', {_named_sql(east, 'EW')}, '_', {_named_sql(north, 'NS')})"
        return f"case when {placed} then {text} end"

    def centre(self, cell: str) -> tuple[float, float]:
        """Latitude and longitude of the middle of a cell, in degrees."""
        size, east, north = _parsed(cell)
        return self._place(size, east + 0.5, north + 0.5)

    def corners(self, cell: str) -> tuple[tuple[float, float], ...]:
        """The (latitude, longitude) of a cell's corners: south-west, then against the clock."""
        size, east, north = _parsed(cell)
        steps = ((0, 0), (1, 0), (1, 1), (0, 1))
        return tuple(self._place(size, east + dx, north + dy) for dx, dy in steps)

    def _place(self, size: int, east: float, north: float) -> tuple[float, float]:
        high, wide = self.degree
        return self.south + north * size / high, self.west + east * size / wide


def around(size: int, cell: str) -> str:
    """The larger cell of ``size`` metres that holds ``cell``: arithmetic alone, no coordinates."""
    own, east, north = _parsed(cell)
    if size < own:
        raise PlanError(f"{cell} does not lie in one cell of {size} m.", "Ask for a larger one.")
    steps = _steps(size) // _steps(own)
    return f"g{size}_{_named(east // steps, 'E', 'W')}_{_named(north // steps, 'N', 'S')}"


def _steps(size: int) -> int:
    if size not in SIZES:
        raise PlanError(f"There are no cells of {size} m.", f"Take one of {SIZES}.")
    return size // SIZES[0]


def _parsed(cell: str) -> tuple[int, int, int]:
    found = CELL.fullmatch(cell)
    if found is None or int(found[1]) not in SIZES:
        raise PlanError(f"{cell!r} is no cell.", "A cell reads like g500_E12_N34.")
    east = int(found[3]) if found[2] == "E" else -int(found[3])
    north = int(found[5]) if found[4] == "N" else -int(found[5])
    return int(found[1]), east, north


def _named(step: int, ahead: str, behind: str) -> str:
    return f"{ahead}{step}" if step >= 0 else f"{behind}{-step}"


def _step_sql(degrees: str, origin: float, metres: float, steps: int) -> str:
    """The smallest cells are counted and the larger ones follow from them, so that they nest."""
    smallest = f"floor((cast({degrees} as double) - {origin!r}D) * {metres!r}D / {SIZES[0]})"
    return smallest if steps == 1 else f"floor({smallest} / {steps})"


def _named_sql(step: str, letters: str) -> str:
    return f"if({step} >= 0, '{letters[0]}', '{letters[1]}'), cast(abs({step}) as string)"
