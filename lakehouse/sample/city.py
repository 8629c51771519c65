"""The plan of the sample city: neighbourhoods, inspectors and weather, small enough to hand on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.names import neighbourhood_names
from lakehouse.sample.streams import stream
from lakehouse.sample.weather import daily_weather

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
DISTRICT, WARD, REPORTING_SD = 6, 4, 0.35


@dataclass(frozen=True)
class City:
    """What only the generator knows; `neighbourhood` and `inspector` have a 0-based index.

    `neighbourhood` has: neighbourhood, name, district and ward (1-based), south north west east
    (degrees), lat lon of the centre, people, traffic health safety (mean 0, sd 1: the domain's
    hazard), reporting (log rate of reporting, sd 0.35), and what food, complaints and burglaries
    use: effect, trade_share, complaint_share, burglary_share. `weather` has one row per day.
    """

    seed: int
    scale: float
    strengths: p.Strengths
    neighbourhood: pd.DataFrame
    inspector: pd.DataFrame
    weather: pd.DataFrame

    @property
    def areas(self) -> range:
        """The numbers of the neighbourhoods, from 0."""
        return range(len(self.neighbourhood))


def standard(values: Floats) -> Floats:
    """Values shifted and stretched to mean 0 and standard deviation 1 exactly.

    A few dozen draws scatter; fixing their spread keeps the plant equal from seed to seed.
    """
    return np.asarray((values - values.mean()) / values.std())


def inside(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Coordinates in degrees, clipped into the city and rounded to 5 decimals."""
    return np.clip(lat, p.SOUTH, p.NORTH).round(5), np.clip(lon, p.WEST, p.EAST).round(5)


def _cells(count: int) -> pd.DataFrame:
    """A grid of about two rows to three columns, walked to and fro from the south-west.

    Walked so, consecutive neighbourhoods touch, and so do the districts and wards of them.
    """
    rows = max(r for r in range(1, int((count * 2 / 3) ** 0.5) + 1) if count % r == 0)
    columns = count // rows
    row, step = np.divmod(np.arange(count), columns)
    column = np.where(row % 2 == 0, step, columns - 1 - step)
    lat = np.linspace(p.SOUTH, p.NORTH, rows + 1).round(5)
    lon = np.linspace(p.WEST, p.EAST, columns + 1).round(5)
    return pd.DataFrame(
        {"south": lat[row], "north": lat[row + 1], "west": lon[column], "east": lon[column + 1]}
    )


def _neighbourhoods(seed: int, scale: float, strengths: p.Strengths) -> pd.DataFrame:
    count = p.NEIGHBOURHOODS * max(1, round(scale))
    rng, cell = stream(seed, "city/neighbourhood"), _cells(count)
    z = standard(rng.normal(size=count))
    middle = rng.uniform(0.3, 0.7, (2, count))
    people = np.exp(rng.normal(0, 0.35, count))
    trade = np.exp(rng.normal(0, 0.45, count))
    complaints = people * np.exp(strengths.complaint_tie * z)
    burglaries = people * np.exp(strengths.burglary_tie * z)
    latent = stream(seed, "city/latent").normal(size=(4, count))
    number = np.arange(count)
    return pd.DataFrame(
        {
            "neighbourhood": number,
            "name": neighbourhood_names(stream(seed, "city/name"), count),
            "district": number // DISTRICT + 1,
            "ward": number // WARD + 1,
            **cell,
            "lat": (cell["south"] + middle[0] * (cell["north"] - cell["south"])).round(5),
            "lon": (cell["west"] + middle[1] * (cell["east"] - cell["west"])).round(5),
            "people": np.rint(p.PEOPLE * scale * people / people.sum()).astype(np.int64),
            "traffic": standard(latent[0]),
            "health": standard(latent[1]),
            "safety": standard(latent[2]),
            "reporting": standard(latent[3]) * REPORTING_SD,
            "effect": z * strengths.neighbourhood_sd,
            "trade_share": trade / trade.sum(),
            "complaint_share": complaints / complaints.sum(),
            "burglary_share": burglaries / burglaries.sum(),
        }
    )


def build_city(seed: int, scale: float = 1.0, strengths: p.Strengths | None = None) -> City:
    """The plan of the city of `seed` with about 50,000 x `scale` people.

    Raises ValueError when `scale` is not a number of 0.01 or more, or `seed` is negative.
    """
    if not 0.01 <= scale < float("inf"):
        raise ValueError(f"The sample city wants a scale of 0.01 or more, got {scale}.")
    strengths = strengths or p.Strengths()
    rng, count = stream(seed, "city/inspector"), p.INSPECTORS * max(1, round(scale))
    inspector = pd.DataFrame(
        {
            "inspector_no": np.arange(1, count + 1),
            "leniency": standard(rng.normal(size=count)) * strengths.leniency_sd,
            "interval_habit": np.exp(standard(rng.normal(size=count)) * strengths.habit_sd),
        }
    )
    areas = _neighbourhoods(seed, scale, strengths)
    return City(seed, scale, strengths, areas, inspector, daily_weather(seed))
