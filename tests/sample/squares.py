"""What is expected in each square of a drawn city: by its truth, by an ideal reader, by counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.stats import norm

from lakehouse.sample import fire, police_incidents
from lakehouse.sample.city import City, Floats, Ints
from lakehouse.sample.fire_strengths import STRENGTHS as EMPTY
from lakehouse.sample.parameters import EAST, FIRST_DAY, NORTH, SOUTH, WEST, YEARS
from lakehouse.sample.police_places import BREAK_IN, FLARING, LASTING, STRENGTHS
from lakehouse.tables.city.incidents import CELL_METRES
from lakehouse.transform.grid import Grid
from tests.sample.whole import whole

GRID = Grid(SOUTH, WEST, NORTH)
HIGH, WIDE = (CELL_METRES / metres for metres in GRID.degree)
LINES = np.arange(int((NORTH - SOUTH) / HIGH) + 2) * HIGH + SOUTH
COLUMNS = np.arange(int((EAST - WEST) / WIDE) + 2) * WIDE + WEST
# Line by line from the south-west.
NAMES = [
    f"g{CELL_METRES}_E{e}_N{n}" for n in range(len(LINES) - 1) for e in range(len(COLUMNS) - 1)
]
SPREAD = 80.0
SHARES = (0.005, 0.01, 0.02, 0.05)
# An ideal reader takes so many incidents anywhere for granted beside those of the lasting spots.
EVEN = 3.0


def squares_of(lat: pd.Series, lon: pd.Series) -> Ints:
    """The number of each point's square, as in ``NAMES``."""
    line = np.searchsorted(LINES, lat, side="right") - 1
    return np.asarray(line * (len(COLUMNS) - 1) + np.searchsorted(COLUMNS, lon, side="right") - 1)


def around(places: pd.DataFrame) -> Floats:
    """The share of a Gaussian of 80 m around each place that lies in each square."""
    steps = (
        np.diff(norm.cdf((edges - places[name].to_numpy()[:, None]) * metres / SPREAD), axis=1)
        for edges, name, metres in zip((LINES, COLUMNS), ("lat", "lon"), GRID.degree, strict=True)
    )
    north, east = steps
    return np.asarray((north[:, :, None] * east[:, None, :]).reshape(len(places), -1))


def evenly(area: pd.Series) -> Floats:
    """The share of a neighbourhood's ground that lies in each square."""
    parts = [
        np.diff(np.clip(edges, area[low], area[high]))
        for edges, low, high in ((LINES, "south", "north"), (COLUMNS, "west", "east"))
    ]
    ground = np.outer(*parts).ravel()
    return np.asarray(ground / ground.sum())


@dataclass(frozen=True)
class Squares:
    """A city whose police files and register of buildings were drawn."""

    city: City

    @cached_property
    def made(self) -> dict[str, pd.DataFrame]:
        """All frames of police and fire department, truth included."""
        of_both = (fire.SOURCES[0], police_incidents.SOURCES[0])
        return {name: rows for one in of_both for name, rows in whole(one, self.city).items()}

    @cached_property
    def told(self) -> pd.DataFrame:
        """The reported incidents, with their square and neighbourhood."""
        every = self.made["police_incidents"]
        told = every[every["how"] == "REPORTED"].reset_index(drop=True)
        return self._placed(told)

    @cached_property
    def register(self) -> pd.DataFrame:
        """The delivered register of buildings, with their square and neighbourhood."""
        return self._placed(self.made["fire_buildings"])

    @cached_property
    def inside(self) -> Ints:
        """The numbers of the squares whose middle lies in the city."""
        lat, lon = ((edges[:-1] + edges[1:]) / 2 for edges in (LINES, COLUMNS))
        return np.flatnonzero(np.outer(lat < NORTH, lon < EAST).ravel())

    def counted(self, first: pd.Timestamp, after: pd.Timestamp) -> Floats:
        """How many of the reported incidents happened in each square, from one day to another."""
        here = self.told[self.told["happened_at"].between(first, after, inclusive="left")]
        return np.bincount(here["square"], minlength=self._many).astype(float)

    def plain(self, day: pd.Timestamp) -> Floats:
        """Incidents on record in each square before the day."""
        return self.counted(FIRST_DAY, day)

    def oracle(self, day: pd.Timestamp, after: pd.Timestamp, told: bool = True) -> Floats:
        """Expected incidents by the truth as it is on the day: what will change is a chance.

        Those that somebody tells; without ``told`` all that happen.
        """
        need = self.made["truth/police_need"].set_index("neighbourhood")
        yearly = need["true_incidents"] * (need["reported_share"] if told else 1.0) / YEARS
        stay, spots = self.made["truth/temporary_hot_spots"], self.made["truth/hot_spots"]
        known = stay[(stay["starts"] < day) & (day <= stay["ends"])].set_index("neighbourhood")
        days, s = (after - day).days, STRENGTHS
        expected = np.zeros(self._many)
        for area in self.city.areas:
            a_day = yearly[area] / 365.25
            lasting = around(spots[spots["neighbourhood"] == area]).mean(axis=0)
            even = evenly(self.city.neighbourhood.loc[area])
            rates = {
                BREAK_IN: a_day * s.break_ins,
                "lasting": a_day * (1 - s.break_ins) * sum(LASTING.values()),
                "flaring": a_day * (1 - s.break_ins) * sum(FLARING.values()),
            }
            mixed = s.hot * lasting + (1 - s.hot) * even
            expected += days * self._of(area, rates, mixed, known.loc[[area]], day, days)
        return expected

    def reader(self, day: pd.Timestamp, after: pd.Timestamp) -> Floats:
        """Expected incidents by who knows all strengths and sees only what was delivered."""
        seen = self.told[self.told["reported_at"] < day]
        empty = self.register[self.register["kind"] == "VACANT"]
        empty = empty[empty["registered_on"] < day].rename(columns={"registered_on": "starts"})
        on_record, days = (day - FIRST_DAY).days, (after - day).days
        expected = np.zeros(self._many)
        for area in self.city.areas:
            here = seen[seen["neighbourhood"] == area]
            even = evenly(self.city.neighbourhood.loc[area])
            steady = here[here["kind"].isin(LASTING)]
            others = (here["kind"] != BREAK_IN).sum() / on_record
            rates = {
                BREAK_IN: (here["kind"] == BREAK_IN).sum() / on_record,
                "lasting": others * sum(LASTING.values()),
                "flaring": others * sum(FLARING.values()),
            }
            counted = np.bincount(steady["square"], minlength=self._many)
            mixed = (counted + EVEN * even) / (len(steady) + EVEN)
            known = empty[empty["neighbourhood"] == area].sort_values("starts").tail(1)
            expected += days * self._of(area, rates, mixed, known, day, days)
        return expected

    def _of(
        self,
        area: int,
        rates: dict[str, float],
        lasting: Floats,
        known: pd.DataFrame,
        day: pd.Timestamp,
        days: int,
    ) -> Floats:
        """Incidents a day: at buildings, as they always were, where the hot spot is, anywhere."""
        there = self.register.loc[self.register["neighbourhood"] == area, "square"]
        homes = np.bincount(there, minlength=self._many) / len(there)
        even = evenly(self.city.neighbourhood.loc[area])
        flare = even
        if len(known):
            age = (day - known["starts"].iloc[0]).days
            stays = STRENGTHS.flare * self._stays(age, days)
            flare = stays * around(known)[0] + (1 - stays) * even
        return np.asarray(
            rates[BREAK_IN] * homes + rates["lasting"] * lasting + rates["flaring"] * flare
        )

    @staticmethod
    def _stays(age: int, days: int) -> float:
        """The mean chance over the days ahead that the hot spot is still where it is."""
        ages = age + np.arange(-1, days) + 0.5
        left = np.clip((EMPTY.most_apart - ages) / (EMPTY.most_apart - EMPTY.least_apart), 0.01, 1)
        return float((left[1:] / left[0]).mean())

    @property
    def _many(self) -> int:
        return (len(LINES) - 1) * (len(COLUMNS) - 1)

    def _placed(self, rows: pd.DataFrame) -> pd.DataFrame:
        found = rows.assign(square=squares_of(rows["lat"], rows["lon"]), neighbourhood=-1)
        for area, at in self.city.neighbourhood.iterrows():
            here = found["lat"].between(at["south"], at["north"])
            here &= found["lon"].between(at["west"], at["east"])
            found.loc[here, "neighbourhood"] = area
        return found


def captured(score: Sequence[Floats], found: Sequence[Floats], share: float) -> float:
    """The share of all incidents in the first ``share`` of each list's squares, put together."""
    first = round(share * len(score[0]))
    pairs = list(zip(score, found, strict=True))
    hits = sum(f[np.argsort(-s, kind="stable")[:first]].sum() for s, f in pairs)
    return float(hits / sum(f.sum() for f in found))


def what_can_be_known(city: City, learnt_from: int = 6) -> pd.DataFrame:
    """Capture of a month's incidents by plain count, ideal reader and oracle; a row per share.

    The months after the first ``learnt_from`` are lists, each made on its first day.
    """
    of, starts = Squares(city), pd.date_range(FIRST_DAY, periods=25, freq="MS")
    lists = list(zip(starts[learnt_from:-1], starts[learnt_from + 1 :], strict=True))
    at = of.inside
    found = [of.counted(*one)[at] for one in lists]
    scores = {
        "plain": [of.plain(day)[at] for day, _ in lists],
        "reader": [of.reader(*one)[at] for one in lists],
        "oracle": [of.oracle(*one)[at] for one in lists],
    }
    told = {n: [captured(s, found, share) for share in SHARES] for n, s in scores.items()}
    return pd.DataFrame(told, index=list(SHARES))
