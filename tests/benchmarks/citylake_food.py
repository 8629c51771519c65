"""The same tables by the platform on an empty lake, timed step by step."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from jobs.risk.food_premises import food_premises as ranking
from lakehouse.declare.job import Job
from lakehouse.run.answers.matrix import build_matrix, known_windows
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.days import default_days
from lakehouse.run.plan import call
from lakehouse.run.refresh import refresh
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.lake import Lake
from lakehouse.store.landing import land
from lakehouse.store.session import open_session
from lakehouse.tables import city

ABOUT = {"run": "benchmark"}


class Laps(dict[str, float]):
    """Seconds by step; a step that is timed again keeps its shortest time."""

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        took = time.perf_counter() - began
        self[step] = min(took, self.get(step, took))
        print(f"{step}: {took:.2f} s", file=sys.stderr, flush=True)


def deliver(lake: Lake, settings: Settings, catalogue: Catalogue, laps: Laps) -> None:
    """Land every feed that the jobs read and make the departments' tables of it."""
    read = {name for step in catalogue.steps for name in catalogue.above(step.reads)[0]}
    feeds = [f for f in catalogue.feeds if f.fills in read]
    with laps.timed("land"):
        for feed in feeds:
            done = land(feed, settings.city.delivered, lake, "benchmark")
            if done.refused:
                raise done.refused[0]
    with laps.timed("department tables"):
        for feed in feeds:
            table = catalogue.tables[feed.fills]
            refresh(lake, feed, table, settings.city.codes, "benchmark")


def joins_and_features(lake: Lake, catalogue: Catalogue, replay: bool, laps: Laps) -> None:
    """Compute the city tables and the feature matrix from the departments' tables."""
    tables = [catalogue.tables[f.fills] for f in catalogue.feeds]
    newest = {t.name: lake.newest(t, t.happened_at) for t in tables}
    days = {name: day for name, day in newest.items() if day is not None}
    as_of = default_days(catalogue, days)[ranking.writes.name]
    for step in catalogue.steps:
        if not isinstance(step, Job) or step.writes.schema != "city":
            continue
        again = step.writes == city.food_visit_surroundings
        if again and not replay:
            continue
        with laps.timed("replay" if again else "city tables: " + step.writes.last):
            frames = {name: lake.read(table) for name, table in step.parameters.items()}
            lake.write(step.writes, call(step.function, frames, as_of), ABOUT)
    with laps.timed("matrix"):
        frames = {name: lake.read(table) for name, table in ranking.parameters.items()}
        stretches = known_windows(lake, ranking, as_of)
        matrix = build_matrix(ranking, frames, stretches, as_of)
        lake.write(ranking.matrix, matrix, ABOUT)


def food(name: str, replay: bool, repeats: int) -> dict[str, dict[str, float]]:
    """Seconds by step, first on the empty lake and then (``warm``) the best of ``repeats``."""
    cold, warm = Laps(), Laps()
    settings = load_settings(name)
    catalogue = load_catalogue(settings.city)
    with cold.timed("session start"):
        lake = Lake(open_session(settings.spark), settings.lake)
        lake.spark.range(1).count()
    deliver(lake, settings, catalogue, cold)
    joins_and_features(lake, catalogue, replay, cold)
    for _ in range(repeats):
        joins_and_features(lake, catalogue, replay, warm)
    lake.spark.stop()
    return {"cold": cold, "warm": warm}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--city", default="chicago")
    parser.add_argument("--no-replay", action="store_true")
    parser.add_argument("--repeats", type=int, default=2)
    asked = parser.parse_args()
    print(json.dumps(food(asked.city, not asked.no_replay, asked.repeats)))


if __name__ == "__main__":
    main()
