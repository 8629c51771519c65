"""What Chicago delivers beside the food list: its feeds, and how many rows of each are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake, Written
from lakehouse.store.landed.landing import Landed
from lakehouse.tables import quarantine
from tests.shared_data import OF_FOOD

CHICAGO = load_settings("chicago", {}).city
CATALOGUE = load_catalogue(CHICAGO)
# What the food list is made of is landed, and looked at closely, in test_chicago_landing.
FEEDS = {f.name: f for f in CATALOGUE.feeds if f.name not in OF_FOOD}
# Feed: rows delivered, rows held back, rows of the table it fills.
EXPECTED = {
    "abandoned_vehicle": (2635, 0, 2635),
    "airport_hour": (152_279, 24, 152_255),
    "area_health_indicator": (77, 0, 77 * 27),
    "area_population": (77, 0, 77 * 2),
    "area_profile": (77, 0, 77 * 57),
    "beach_name": (113, 0, 108),
    "beach_sample": (13_011, 0, 13_011),
    "community_area": (77, 0, 77),
    "community_area_boundary": (77, 0, 77),
    "covid_day": (215, 1, 214 * 57),
    "covid_week": (1800, 0, 1800),
    "crash": (79_831, 0, 79_831),
    "crash_count_community_area": (1263, 16, 1247),
    "crash_count_intersection": (24_012, 0, 24_012),
    "crash_count_police_district": (381, 13, 368),
    "crash_count_tract": (12_281, 21, 12_260),
    "death_day": (2922, 0, 2922),
    "hospital_day": (196, 1, 5481),
    "lake_level_day": (3287, 0, 3287),
    "mosquito_catch": (8114, 0, 8114),
    "pedestrian_cyclist_crash": (44_123, 1, 44_122),
    "police_district_boundary": (22, 0, 22),
    "rail_entry": (778_036, 0, 778_036),
    "rail_station": (147, 0, 147),
    "spraying": (2209, 0, 2209),
    "station_day": (1840, 0, 1840),
    "supermarket": (148, 0, 148),
    "tract_boundary": (798, 0, 798),
    "ward_boundary": (50, 0, 50),
}


@dataclass(frozen=True)
class Rest:
    """The landed rest of the city: what each feed said and wrote, and its lake."""

    lake: Lake
    folder: Path
    landed: dict[str, Landed]
    written: dict[str, Written]

    def table(self, name: str) -> pd.DataFrame:
        return self.lake.frame(CATALOGUE.tables[name])

    def held(self, feed: str) -> pd.DataFrame:
        rows = self.lake.frame(quarantine.row)
        return rows[rows["source"] == feed]

    def delivered(self, file: str) -> pd.DataFrame:
        """A CSV as another reader sees it, all text."""
        return pd.read_csv(self.folder / file, dtype=str, keep_default_na=False)
