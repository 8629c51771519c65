"""The same tables by the platform on an empty lake, timed step by step."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from jobs.risk.food_premises import food_premises
from lakehouse.declare.job import Job
from lakehouse.declare.narrowed import narrowed
from lakehouse.run.answers.matrix import known_windows, write_matrix
from lakehouse.run.answers.step import of_city
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.computing.days import default_days
from lakehouse.run.computing.lanes import in_lanes
from lakehouse.run.feeds.refresh import refresh
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.lake import Lake
from lakehouse.store.landed.landing import land
from lakehouse.store.session import join_session, open_session
from lakehouse.tables import city
from tests.benchmarks.measured import processor_seconds

ABOUT = {"run": "benchmark"}
# What DuckDB's script makes too, before the matrix; the platform's other tables are not compared.
TABLES = (
    *(city.food_premises, city.food_visit, city.food_visit_surroundings),
    city.sanitation_complaint,
)
# DuckDB knows no areas: the question is asked as in a city without their outlines.
ranking = narrowed(food_premises, lambda table: table != city.food_visit_area)


class Laps(dict[str, tuple[float, float]]):
    """Wall and processor seconds by step; each is the smallest of a step's several times."""

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        began, spent = time.perf_counter(), processor_seconds(os.getpid())
        yield
        took = time.perf_counter() - began, processor_seconds(os.getpid()) - spent
        before = self.get(step, took)
        self[step] = min(took[0], before[0]), min(took[1], before[1])
        said = f"{took[0]:.2f} s, {took[1]:.2f} of processors"
        print(f"{step}: {said}", file=sys.stderr, flush=True)


def deliver(lake: Lake, settings: Settings, catalogue: Catalogue, laps: Laps) -> None:
    """Land every feed that the compared tables are made of, and make its department's table."""
    read, _ = catalogue.above((*TABLES, *ranking.reads))
    feeds = {feed.name: feed for feed in catalogue.feeds if feed.fills in read}

    def work(name: str) -> None:
        feed = feeds[name]
        done = land(feed, settings.city.delivered, lake, "benchmark")
        if done.refused:
            raise done.refused[0]
        table = catalogue.tables[feed.fills]
        refresh(lake, feed, table, settings.city.codes, "benchmark", done.counted)

    with laps.timed("feeds"):
        waits: dict[str, list[str]] = {name: [] for name in feeds}
        in_lanes(waits, work, settings.lanes, begin=lambda: join_session(lake.spark))


def joins_and_features(
    lake: Lake, settings: Settings, catalogue: Catalogue, replay: bool, laps: Laps
) -> None:
    """Compute the city tables and the feature matrix from the departments' tables."""
    tables = [catalogue.tables[f.fills] for f in catalogue.feeds]
    newest = {t.name: lake.newest(t, t.happened_at) for t in tables}
    days = {name: day for name, day in newest.items() if day is not None}
    as_of = default_days(catalogue, days)[ranking.writes.name]
    for step in catalogue.steps:
        if not isinstance(step, Job) or step.writes not in TABLES:
            continue
        again = step.writes == city.food_visit_surroundings
        if again and not replay:
            continue
        with laps.timed("replay" if again else "city tables: " + step.writes.last):
            frames = {name: lake.read(table) for name, table in step.parameters.items()}
            said = of_city(settings.city, step)
            lake.write(step.writes, call(step.function, frames, as_of, said), ABOUT)
    with laps.timed("matrix"):
        frames = {name: lake.read(table) for name, table in ranking.parameters.items()}
        stretches = known_windows(lake, ranking, as_of)
        write_matrix(lake, ranking, frames, stretches, as_of, ABOUT)


def food(name: str, replay: bool, repeats: int) -> dict[str, Laps]:
    """Wall and processor seconds by step: cold on an empty lake, warm the least of ``repeats``."""
    cold, warm = Laps(), Laps()
    settings = load_settings(name)
    catalogue = load_catalogue(settings.city)
    with cold.timed("session start"):
        lake = Lake(open_session(settings.spark), settings.lake)
        lake.spark.range(1).count()
    deliver(lake, settings, catalogue, cold)
    joins_and_features(lake, settings, catalogue, replay, cold)
    for _ in range(repeats):
        joins_and_features(lake, settings, catalogue, replay, warm)
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
