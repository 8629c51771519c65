"""Vector control's delivery: mosquitoes caught in traps, and the virus after weeks of warmth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Floats
from lakehouse.sample.counts import counted
from lakehouse.sample.heat import BELOW_MAXIMUM
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.parameters import LAST_DAY, planted
from lakehouse.sample.places import scattered
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream

CAUGHT_FROM = pd.Timestamp("2019-06-01")


@dataclass(frozen=True)
class MosquitoStrengths:
    """The virus follows the warmth of the weeks before: it multiplies in the mosquito only above
    about 14 deg C (Reisen et al., Journal of Medical Entomology 2006). Sizes plainly chosen."""

    base: float = planted(-4.4, "logit of virus in a catch at the start of a cool season")
    per_warmth: float = planted(0.016, "logit per degree day over 14 deg C in four weeks")
    late: float = planted(1.3, "logit added from the first of August on")
    trap_sd: float = planted(0.7, "standard deviation of the traps' own logit")
    mosquitoes: float = planted(14.0, "mosquitoes in a usual catch")
    dispersion: float = planted(0.6, "variance of the factor of a catch")
    emptied: float = planted(0.9, "share of the weeks in which a trap is emptied")


STRENGTHS = MosquitoStrengths()
SPECIES = ("CULEX PIPIENS", "CULEX MODESTUS", "AEDES VEXANS")
SPECIES_SHARES = (0.78, 0.12, 0.10)
LARGEST_PART = 50
CATCHES = Delivery(
    name="mosquito_catches",
    department="health",
    file="mosquito_catches_{month}.csv",
    delimiter=",",
    date_style="%Y-%m-%d",
    happened="emptied_on",
    columns=(
        Column("catch_no", "id", key=True),
        Column("trap", "id"),
        Column("emptied_on", "date"),
        Column("species", "code", codes=SPECIES),
        Column("mosquitoes", "number", low=1, high=LARGEST_PART),
        Column("virus", "code", codes=("POS", "NEG")),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
    sort=("emptied_on", "catch_no"),
)


def weeks() -> pd.DatetimeIndex:
    """The Wednesdays from June to September on which traps are emptied."""
    every = pd.date_range(CAUGHT_FROM, LAST_DAY, freq="W-WED")
    return every[(every.month >= 6) & (every.month <= 9)]


def season_logit(city: City) -> Floats:
    """Logit of virus in a usual trap in each of the weeks: of the warmth of the four before."""
    mean = city.weather.set_index("day")["temperature_max_c"] - BELOW_MAXIMUM
    warmth = (mean - 14).clip(lower=0).rolling(28).sum().shift(1)
    days = weeks()
    late = (days.month >= 8).astype(float)
    s = STRENGTHS
    return np.asarray(s.base + s.per_warmth * warmth.reindex(days).to_numpy() + s.late * late)


def mosquitoes(city: City, area: int) -> dict[str, pd.DataFrame]:
    """The catches of one or two traps of a neighbourhood, in parts of at most 50 mosquitoes.

    The truth has the chance of virus for every trap and week.
    """
    rng, s, days = stream(city.seed, f"mosquito/catch/{area}"), STRENGTHS, weeks()
    traps = 1 if area % 3 == 2 else 2
    lat, lon = scattered(rng, city, area, traps)
    logit = season_logit(city)[None, :] + rng.normal(0, s.trap_sd, (traps, 1))
    chance = 1 / (1 + np.exp(-logit))
    caught = counted(rng, np.full(chance.shape, s.mosquitoes), s.dispersion)
    seen = (rng.random(chance.shape) < s.emptied) & (caught > 0)
    virus = rng.random(chance.shape) < chance
    rows, told = [], []
    for trap, week in zip(*np.nonzero(seen), strict=True):
        name = f"M{area + 1:04d}{'AB'[trap]}"
        told.append((name, days[week], chance[trap, week], bool(virus[trap, week])))
        species = SPECIES[rng.choice(len(SPECIES), p=SPECIES_SHARES)]
        left = int(caught[trap, week])
        # A large catch is tested in parts; if there is virus, it is in the first.
        for part in range(-(-left // LARGEST_PART)):
            found = "POS" if virus[trap, week] and part == 0 else "NEG"
            number = f"{days[week]:%Y%m%d}{name}{part + 1}"
            size = min(LARGEST_PART, left - part * LARGEST_PART)
            rows.append((number, name, days[week], species, size, found, lat[trap], lon[trap]))
    frame = pd.DataFrame(rows, columns=[c.name for c in CATCHES.columns])
    truth = pd.DataFrame(told, columns=["trap", "emptied_on", "chance", "virus"])
    return {
        "mosquito_catches": frame.assign(month=month_of(frame["emptied_on"])),
        "truth/mosquito_chances": truth,
    }


SOURCES = (Source("mosquitoes", (CATCHES,), mosquitoes, strengths=STRENGTHS),)
